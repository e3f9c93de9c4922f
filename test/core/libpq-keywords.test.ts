import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseDatabaseUrl } from "../../src/core/database-url.ts";
import { anyName } from "./generators.ts";

describe("a libpq keyword string", () => {
  test("is taken apart", () => {
    const text =
      "host=db.example.com port=5433 dbname=calls user=app password=secret sslmode=require";
    expect(parseDatabaseUrl(text)).toMatchObject({
      dialect: "postgresql",
      driver: null,
      host: "db.example.com",
      port: 5433,
      database: "calls",
      user: "app",
      password: "secret",
      options: { sslmode: "require" },
      // What alembic is given: SQLAlchemy reads URLs only.
      text: "postgresql://app:secret@db.example.com:5433/calls?sslmode=require",
    });
  });

  test.each([
    ["dbname=calls", { host: null, port: null, user: null, password: null }],
    ["dbname = calls  user\t=\tapp", { user: "app" }],
    ["  user=app\n  dbname=calls\n", { user: "app" }],
    ["dbname='calls' password='two words'", { password: "two words" }],
    ["dbname=calls password='it\\'s'", { password: "it's" }],
    ["dbname=calls password='back\\\\slash'", { password: "back\\slash" }],
    ["dbname=calls password=p@ss:w/o#r%d", { password: "p@ss:w/o#r%d" }],
    ["dbname=calls password=p%40ss", { password: "p%40ss" }],
    ["dbname=calls password=a=b", { password: "a=b" }],
    ["dbname=calls host=/var/run/postgresql", { host: "/var/run/postgresql" }],
    ["dbname=calls host=::1", { host: "::1" }],
  ])("is read as libpq reads it: %j", (text, parts) => {
    expect(parseDatabaseUrl(text)).toMatchObject({ ...parts, database: "calls" });
  });

  test.each([
    ["host=localhost", "no_database"],
    ["host=localhost dbname=", "no_database"],
    ["host=localhost dbname=''", "no_database"],
    ["dbname=calls port=abc", "bad_port"],
    ["dbname=calls port=70000", "bad_port"],
    ["dbname=calls password='never closed", "not_a_url"],
    ["dbname=calls and more", "not_a_url"],
  ])("%j has the fault %s", (text, fault) => {
    expect(parseDatabaseUrl(text)).toBe(fault);
  });

  test("holds any values, quoted", () => {
    const quoted = (value: string) => `'${value.replace(/[\\']/g, "\\$&")}'`;
    const value = anyName.filter(
      (name) => !name.includes("://") && !/[\n\r\u2028\u2029]/.test(name),
    );
    fc.assert(
      fc.property(value, value, value, (user, password, database) => {
        const text = `user=${quoted(user)} password=${quoted(password)} dbname=${quoted(database)}`;
        expect(parseDatabaseUrl(text)).toMatchObject({ user, password, database });
      }),
    );
  });
});

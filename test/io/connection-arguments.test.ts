import { expect, test } from "vitest";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { byWayOf } from "../../src/core/url-elsewhere.ts";
import {
  connectionEnvironment,
  connectionString,
} from "../../src/io/backup/connection-arguments.ts";

function parse(text: string) {
  const url = parseDatabaseUrl(text);
  if (isUrlFault(url)) throw new Error(url);
  return url;
}

test("pg_dump takes the detour as well, and is given no password", () => {
  const url = parse(
    "postgresql+psycopg://app:s3cret@db.internal:5433/calls?sslmode=require&hostaddr=192.0.2.1",
  );
  const detour = byWayOf(url, { host: "/run/way", port: 5432 }, "s3cret");
  expect(connectionString(detour)).toBe(
    "host='/run/way' port='5432' user='app' dbname='calls' application_name='restamp backup'",
  );
  // Whatever the environment of these tests has beside it.
  expect(connectionEnvironment(detour, false)).toMatchObject({
    PGSSLMODE: "require",
    PGHOSTADDR: "",
    PGPASSWORD: "s3cret",
  });
  expect(detour).toMatchObject({ knownAs: { host: "db.internal", port: 5433 } });
  expect(detour.text).toBe(
    "postgresql+psycopg://app:s3cret@localhost:5432/calls?sslmode=require&host=%2Frun%2Fway",
  );
});

test("inside the server's container there is no address", () => {
  const url = parse("postgresql://app:s3cret@db:5432/calls");
  expect(connectionString(url, true)).toBe(
    "user='app' dbname='calls' application_name='restamp backup'",
  );
});

test("what asyncpg's name for it asks of TLS is asked by pg_dump as well", () => {
  const url = parse("postgresql+asyncpg://app:s3cret@db:5432/calls?ssl=verify-full");
  expect(connectionEnvironment(url, false)).toMatchObject({ PGSSLMODE: "verify-full" });
});

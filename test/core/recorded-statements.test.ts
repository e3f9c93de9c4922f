import { expect, test } from "vitest";
import { recordedStatements } from "../../src/core/recorded-statements.ts";
import { natureOf } from "../../src/core/statement-nature.ts";

const recorded = (...ran: string[]) => recordedStatements(ran, "alembic_version");

test("Alembic's own statements and looks into the catalog are not the revision's", () => {
  expect(
    recorded(
      "COMMIT",
      "BEGIN",
      "select pg_catalog.version()",
      "CREATE TABLE a (x int)",
      "SELECT c.relname FROM pg_catalog.pg_class c",
      "INSERT INTO a VALUES (1)",
      "UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a'",
      "DELETE FROM meta.alembic_version WHERE true",
      'INSERT INTO "meta"."alembic_version" VALUES (1)',
    ),
  ).toEqual(["CREATE TABLE a (x int)", "INSERT INTO a VALUES (1)"]);
});

test("a transaction that ends in the middle is seen, and one that ends before is not", () => {
  const outside = recorded("BEGIN", "CREATE TABLE a ()", "COMMIT", "VACUUM a", "BEGIN");
  expect(natureOf(outside).transactional).toBe(false);
  const first = recorded("COMMIT", "ALTER TYPE mood ADD VALUE 'x'", "BEGIN");
  expect(first).toEqual(["ALTER TYPE mood ADD VALUE 'x'", "BEGIN"]);
  expect(recorded("COMMIT", "BEGIN")).toEqual([]);
});

test("several statements in one are told apart", () => {
  expect(recorded("CREATE TABLE a ();\n  INSERT INTO a VALUES (';');")).toEqual([
    "CREATE TABLE a ()",
    "INSERT INTO a VALUES (';')",
  ]);
});

test("of very many statements and very long ones the beginning is kept, and that is said", () => {
  const many = Array.from({ length: 300 }, (_, at) => `ALTER TABLE a ADD c${at} int`);
  const kept = recorded(...many, "UPDATE a SET c1 = 1", "UPDATE a SET c2 = 1");
  expect(kept.slice(199)).toEqual([many[199], "UPDATE a SET c1 = 1", "-- and 101 more"]);
  expect(natureOf(kept)).toEqual(natureOf([...many, "UPDATE a SET c1 = 1"]));
  const [long = ""] = recorded(`INSERT INTO a VALUES ('${"x".repeat(5000)}')`);
  expect(long.length).toBeLessThan(2100);
  expect(long).toMatch(/x -- and \d+ more characters$/);
});

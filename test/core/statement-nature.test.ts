import { describe, expect, test } from "vitest";
import { splitStatements } from "../../src/core/sql-statements.ts";
import { isCatalogRead, natureOf } from "../../src/core/statement-nature.ts";

describe("SQL text", () => {
  test.each<readonly [string, readonly string[]]>([
    ["", []],
    [" ; ;-- nothing\n", []],
    ["A; B", ["A", "B"]],
    ["A 'x;y'; B", ["A 'x;y'", "B"]],
    ["A E'it\\'s; so'; B", ["A E'it\\'s; so'", "B"]],
    ["A 'it''s;'; B", ["A 'it''s;'", "B"]],
    ['A "x;y"; B', ['A "x;y"', "B"]],
    ["A -- x;y\n; B", ["A -- x;y", "B"]],
    ["A /* x;y */; B", ["A /* x;y */", "B"]],
    ["DO $$ x; y $$; B", ["DO $$ x; y $$", "B"]],
    ["DO $a$ x; $$ y; $a$; B", ["DO $a$ x; $$ y; $a$", "B"]],
    ["A $1; B", ["A $1", "B"]],
    [
      "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM t; SELECT 1; END; B",
      ["CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM t; SELECT 1; END", "B"],
    ],
  ])("%j is the statements %j", (sql, expected) => {
    expect(splitStatements(sql).map(({ text }) => text)).toEqual(expected);
  });
});

describe("statements that change data", () => {
  test.each([
    "INSERT INTO t VALUES (1)",
    "-- note\nUPDATE t SET a = 1",
    "/* note */ delete from t",
    "MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE",
    "TRUNCATE t",
    "COPY t (a) FROM STDIN",
    "WITH x AS (SELECT 1) INSERT INTO t SELECT * FROM x",
    "WITH x AS (DELETE FROM t RETURNING *) SELECT * FROM x",
    "DO $$ BEGIN END $$",
    "CALL p()",
    "EXECUTE prepared",
    "SELECT a INTO copied FROM t",
    "CREATE TABLE copied AS SELECT * FROM t",
    "CREATE TEMP TABLE copied AS (SELECT 1)",
    "SELECT setval('s', (SELECT max(id) FROM t))",
    "SELECT backfill_names()",
    "SELECT app.backfill(1)",
    "ALTER TABLE t ADD a int; UPDATE t SET a = 1",
  ])("%s", (statement) => {
    expect(natureOf([statement]).changesData).toBe(true);
  });
});

describe("statements that change no data", () => {
  test.each([
    "CREATE TABLE t (updated_at date DEFAULT 'insert into x')",
    "ALTER TABLE t ADD CONSTRAINT c FOREIGN KEY (a) REFERENCES b ON DELETE CASCADE ON UPDATE CASCADE",
    "CREATE TRIGGER g AFTER INSERT OR UPDATE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; END $$",
    "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC DELETE FROM t; SELECT 1; END",
    "CREATE RULE r AS ON UPDATE TO t DO INSTEAD NOTHING",
    "CREATE VIEW v AS SELECT * FROM t",
    "COMMENT ON TABLE t IS 'delete me'",
    "GRANT SELECT, INSERT, UPDATE ON t TO r",
    "SELECT * FROM t",
    "SELECT count(*) FROM t FOR UPDATE",
    "SELECT pg_catalog.set_config('search_path', '', false)",
    "SELECT 1 -- ; DELETE FROM t",
    "COPY t TO STDOUT",
    "",
  ])("%s", (statement) => {
    expect(natureOf([statement]).changesData).toBe(false);
  });
});

describe("rows", () => {
  test.each([
    "SELECT * FROM t",
    'SELECT * FROM "Users" u',
    "SELECT 1 FROM app.t JOIN pg_class c ON true",
    "WITH x AS (SELECT * FROM t) SELECT * FROM x",
    "INSERT INTO t SELECT * FROM s",
    "UPDATE t SET a = s.a FROM s",
    "DELETE FROM t USING s WHERE s.id = t.id",
    "CREATE TABLE c AS SELECT * FROM t",
    "TABLE t",
    "COPY t TO STDOUT",
    "MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE",
  ])("are read by %s", (statement) => {
    expect(natureOf([statement]).readsRows).toBe(true);
  });

  test.each([
    "INSERT INTO t VALUES (1)",
    "UPDATE t SET a = 1 WHERE b IS DISTINCT FROM c",
    "DELETE FROM t",
    "COPY t FROM STDIN",
    "SELECT * FROM pg_catalog.pg_class JOIN pg_namespace n ON true",
    "SELECT * FROM information_schema.columns",
    "SELECT * FROM generate_series(1, 3)",
    "SELECT extract(year FROM now())",
    "WITH x AS (SELECT 1) SELECT * FROM x",
    "CREATE VIEW v AS SELECT * FROM t",
    "CREATE INDEX i ON t (a) WHERE b",
  ])("are not read by %s", (statement) => {
    expect(natureOf([statement]).readsRows).toBe(false);
  });
});

describe("a transaction", () => {
  test.each([
    ["COMMIT", "CREATE TABLE t ()"],
    ["CREATE TABLE t ()", "ROLLBACK"],
    ["ALTER TYPE mood ADD VALUE 'x'", "BEGIN"],
    ["CREATE INDEX CONCURRENTLY i ON t (a)"],
    ["CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)"],
    ["DROP INDEX CONCURRENTLY i"],
    ["ALTER TABLE t DETACH PARTITION p CONCURRENTLY"],
    ["VACUUM t"],
    ["CREATE DATABASE d"],
  ])("does not hold %j", (...statements) => {
    expect(natureOf(statements).transactional).toBe(false);
  });

  test.each([
    ["SAVEPOINT a", "ROLLBACK TO SAVEPOINT a", "RELEASE SAVEPOINT a"],
    ["REFRESH MATERIALIZED VIEW CONCURRENTLY v"],
    ["ALTER TYPE mood ADD VALUE 'x'"],
    ["CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$"],
    [],
  ])("holds %j", (...statements) => {
    expect(natureOf(statements).transactional).toBe(true);
  });
});

test.each<readonly [string, boolean]>([
  ["select pg_catalog.version()", true],
  ["show standard_conforming_strings", true],
  ["SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON true", true],
  ["SELECT 1", true],
  ["SELECT set_config('search_path', '', false)", false],
  ["SELECT * FROM t", false],
  ["SELECT create_hypertable('t', 'at')", false],
  ["SET search_path = app", false],
  ["CREATE TABLE t ()", false],
])("%s is a mere look into the catalog: %s", (statement, expected) => {
  expect(isCatalogRead(statement)).toBe(expected);
});

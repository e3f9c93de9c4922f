import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import type { Snapshot } from "../../src/core/snapshot.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { freshDatabase, query } from "../support/database.ts";
import { freshRole } from "../support/roles.ts";
import { untouched } from "../support/untouched.ts";

const open = (url: DatabaseUrl) => openDatabase(url, () => {}, { lockTimeout: "1s" });

const rowsIn = ({ tables }: Snapshot) =>
  Object.fromEntries(tables.map(({ identity, hasRows }) => [identity, hasRows]));

test("a role that may not read a table does not know whether it has rows", async () => {
  const url = await freshDatabase();
  const role = await freshRole(url);
  await query(
    url,
    `CREATE TABLE open (a int); INSERT INTO open VALUES (1); GRANT SELECT ON open TO ${role.user};
     CREATE TABLE closed (a int); INSERT INTO closed VALUES (1);
     CREATE TABLE closed_and_empty (a int);
     CREATE SCHEMA hidden; CREATE TABLE hidden.t (a int); INSERT INTO hidden.t VALUES (1);
     GRANT SELECT ON hidden.t TO ${role.user};
     CREATE TABLE half (a int, b int); INSERT INTO half VALUES (1); GRANT SELECT (a) ON half TO ${role.user}`,
  );
  expect(rowsIn(await open(role).snapshot())).toEqual({
    "public.open": true,
    "public.closed": null,
    // A table without a single page has no rows, whoever asks.
    "public.closed_and_empty": false,
    "hidden.t": null,
    "public.half": null,
  });
});

test("rows that row security hides are not taken for no rows", async () => {
  const url = await freshDatabase();
  const role = await freshRole(url);
  await query(
    url,
    `CREATE TABLE guarded (a int); INSERT INTO guarded VALUES (1);
     ALTER TABLE guarded OWNER TO ${role.user};
     ALTER TABLE guarded ENABLE ROW LEVEL SECURITY; ALTER TABLE guarded FORCE ROW LEVEL SECURITY`,
  );
  expect(rowsIn(await open(role).snapshot())).toEqual({ "public.guarded": null });
});

test("a role sees the same facts as the owner, whatever it may read", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE SCHEMA hidden; CREATE TYPE hidden.mood AS ENUM ('ok');
     CREATE TABLE hidden.t (id serial PRIMARY KEY, m hidden.mood DEFAULT 'ok', CHECK (id > 0));
     CREATE VIEW v AS SELECT id FROM hidden.t;
     CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; REVOKE ALL ON FUNCTION f() FROM public;
     CREATE POLICY p ON hidden.t USING (id = f()); CREATE INDEX i ON hidden.t ((id + 1))`,
  );
  const role = await freshRole(url);
  expect((await open(role).snapshot()).facts).toEqual((await open(url).snapshot()).facts);
});

test("a version table that the role may not read is known to be there, and no more", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE alembic_version (version_num varchar(32) NOT NULL)");
  const role = await freshRole(url);
  expect((await open(role).snapshot()).versionTables).toEqual([
    { schema: "public", name: "alembic_version", rows: [], hidden: true, maxLength: 32 },
  ]);
});

test("a role without CREATE on the schema is known to be without it", async () => {
  const url = await freshDatabase();
  expect(await open(await freshRole(url)).server()).toMatchObject({
    canCreateTables: false,
    isPooled: false,
  });
});

test("a function that writes cannot write while restamp reads", async () => {
  const url = await freshDatabase();
  const role = await freshRole(url);
  // Reading runs somebody else's code where a policy calls a function.
  await query(
    url,
    `CREATE TABLE trace (at timestamptz);
     CREATE FUNCTION spy() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
       AS 'BEGIN INSERT INTO public.trace VALUES (now()); RETURN true; END';
     CREATE TABLE alembic_version (version_num varchar(32) NOT NULL);
     INSERT INTO alembic_version VALUES ('9044ba1e3377');
     ALTER TABLE alembic_version ENABLE ROW LEVEL SECURITY;
     CREATE POLICY watched ON alembic_version USING (spy());
     GRANT SELECT ON alembic_version TO ${role.user}`,
  );
  const unchanged = await untouched(url);
  // 25006: read_only_sql_transaction
  await expect(open(role).snapshot()).rejects.toMatchObject({
    code: "server_error",
    details: { sqlstate: "25006" },
  });
  await unchanged();
});

test("a role that may read nothing but the catalog sees everything but rows", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE t (id serial PRIMARY KEY, a varchar(5) CHECK (a IN ('x', 'y')), UNIQUE (a));
     CREATE INDEX i ON t ((id + 1)) WHERE a <> 'x'; CREATE VIEW v AS SELECT a FROM t;
     CREATE FUNCTION f() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM t; END;
     INSERT INTO t (a) VALUES ('x'); REVOKE ALL ON SCHEMA public FROM PUBLIC`,
  );
  const role = await freshRole(url);
  const expected = await open(url).snapshot();
  const seen = await open(role).snapshot();
  expect(seen.facts).toEqual(expected.facts);
  expect(rowsIn(seen)).toEqual({ "public.t": null });
  expect((await open(role).snapshot(new Set(["public.t"]))).facts.get("index public.t.i")).toBe(
    expected.facts.get("index public.t.i"),
  );
});

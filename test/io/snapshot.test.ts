import { expect, test } from "vitest";
import type { LogEntry } from "../../src/io/ports/command.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { freshDatabase, query } from "../support/database.ts";
import { untouched } from "../support/untouched.ts";

const open = (url: Parameters<typeof openDatabase>[0]) =>
  openDatabase(url, () => {}, { lockTimeout: "1s" });

test("an empty database has no facts, no tables and no stamp", async () => {
  const snapshot = await open(await freshDatabase()).snapshot();
  expect(snapshot.facts).toEqual(new Map());
  expect(snapshot.tables).toEqual([]);
  expect(snapshot.versionTables).toEqual([]);
});

test("names with quotes, spaces, capitals, newlines and escape sequences come through whole", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE "Od""d. \n\u001b[31mname" ("Co l" int); INSERT INTO "Od""d. \n\u001b[31mname" VALUES (1)`,
  );
  const { facts, tables } = await open(url).snapshot();
  expect(facts.get('column public."Od""d. \n\u001b[31mname"."Co l"')).toBe("integer");
  expect(tables).toMatchObject([{ name: 'Od"d. \n\u001b[31mname', hasRows: true }]);
});

test("a table has rows only if a row is really there", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE never (a int); CREATE TABLE filled (a int); INSERT INTO filled VALUES (1);
     CREATE TABLE emptied (a int); INSERT INTO emptied SELECT generate_series(1, 1000);
     DELETE FROM emptied; ANALYZE emptied;
     CREATE TABLE whole (a int) PARTITION BY LIST (a);
     CREATE TABLE part PARTITION OF whole FOR VALUES IN (1); INSERT INTO whole VALUES (1);
     CREATE TABLE hollow (a int) PARTITION BY LIST (a)`,
  );
  const { tables } = await open(url).snapshot();
  expect(Object.fromEntries(tables.map(({ name, hasRows }) => [name, hasRows]))).toEqual({
    never: false,
    filled: true,
    emptied: false,
    whole: true,
    part: true,
    hollow: false,
  });
});

test("the estimate of rows is the server's, and none where it has none", async () => {
  const url = await freshDatabase();
  await query(
    url,
    "CREATE TABLE a (); CREATE TABLE b (x int); INSERT INTO b SELECT generate_series(1, 50); ANALYZE b",
  );
  const { tables } = await open(url).snapshot();
  expect(tables).toMatchObject([
    { name: "a", rowsEstimate: null, owner: "restamp", identity: "public.a" },
    { name: "b", rowsEstimate: 50, owner: "restamp", identity: "public.b" },
  ]);
});

test("every version table is found, in whatever schema and by whatever name, its rows sorted", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE alembic_version (version_num varchar(32) NOT NULL);
     INSERT INTO alembic_version VALUES ('b'), ('a');
     CREATE SCHEMA "Tenant 1"; CREATE TABLE "Tenant 1"."My Versions" (version_num text);
     CREATE TABLE unrelated (version_num text, other int)`,
  );
  expect((await open(url).snapshot()).versionTables).toEqual([
    { schema: "Tenant 1", name: "My Versions", rows: [], maxLength: null },
    { schema: "public", name: "alembic_version", rows: ["a", "b"], maxLength: 32 },
  ]);
});

test("foreign keys name both tables as facts do", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE SCHEMA s; CREATE TABLE "A a" (id int PRIMARY KEY);
     CREATE TABLE s.b (a int CONSTRAINT "F k" REFERENCES "A a")`,
  );
  expect((await open(url).snapshot()).tableLinks).toEqual([
    { constraint: '"F k"', table: "s.b", references: 'public."A a"' },
  ]);
});

test("a database with more tables than one statement asks about is read in full", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `DO $$ BEGIN FOR n IN 1..1100 LOOP
       EXECUTE format('CREATE TABLE t%s (a int)', lpad(n::text, 4, '0')); END LOOP; END $$;
     INSERT INTO t0001 VALUES (1); INSERT INTO t0700 VALUES (1); INSERT INTO t1100 VALUES (1)`,
  );
  const { tables } = await open(url).snapshot();
  expect(tables).toHaveLength(1100);
  expect(tables.filter((table) => table.hasRows).map((table) => table.name)).toEqual([
    "t0001",
    "t0700",
    "t1100",
  ]);
});

test("within its scope a snapshot is whole, beyond it names what is there", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE "In ""it" (id serial PRIMARY KEY, a text CHECK (a <> '')); CREATE INDEX i ON "In ""it" (a);
     CREATE VIEW v AS SELECT a FROM "In ""it"; CREATE TABLE json (a int);
     CREATE TABLE beyond (id serial PRIMARY KEY, a text); CREATE VIEW w AS SELECT a FROM beyond;
     CREATE TYPE mood AS ENUM ('ok'); INSERT INTO "In ""it" (a) VALUES ('x'); INSERT INTO beyond (a) VALUES ('x')`,
  );
  const whole = await open(url).snapshot();
  const scope = ['public."In ""it"', "public.v", 'public."In ""it_id_seq"', 'public."json"'];
  const { facts, tables } = await open(url).snapshot(new Set([...scope, "public.gone"]));
  const inside = [...whole.facts].filter(([key]) => !/beyond|view public.w/.test(key));
  expect(new Map([...facts].filter(([key]) => !/beyond|view public.w/.test(key)))).toEqual(
    new Map(inside),
  );
  expect([...facts].filter(([key]) => /beyond|view public.w/.test(key))).toEqual([
    ["table public.beyond", "table"],
    ["view public.w", ""],
  ]);
  expect(tables).toEqual(whole.tables);
});

test("the scope reaches into every schema that has a version table", async () => {
  const url = await freshDatabase();
  const schemas = ["one", "two", "three"];
  for (const schema of schemas)
    await query(url, `CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.t (a int)`);
  await query(url, "CREATE TABLE two.alembic_version (version_num varchar(32))");
  const { facts } = await open(url).snapshot(new Set(["one.t"]));
  expect(schemas.map((schema) => facts.has(`column ${schema}.t.a`))).toEqual([true, true, false]);
});

test("beyond the scope an index that is invalid is seen, and whatever uses a type", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TYPE mood AS ENUM ('ok'); CREATE TYPE other AS ENUM ('ok'); CREATE EXTENSION citext;
     CREATE TABLE typed (m mood[]); CREATE VIEW v AS SELECT 'ok'::other::text AS o;
     CREATE TABLE checked (a text CHECK (a <> 'ok'::mood::text)); CREATE TABLE plain (a citext);
     CREATE TABLE twice (a int); INSERT INTO twice VALUES (1), (1)`,
  );
  await query(url, "CREATE UNIQUE INDEX CONCURRENTLY broken ON twice (a)").catch(() => {});
  const whole = await open(url).snapshot();
  const { facts } = await open(url).snapshot(new Set());
  const beyond = ["public.plain.a", "public.twice.a"];
  const expected = [...whole.facts].filter(([key]) => !beyond.includes(key.split(" ")[1] ?? ""));
  expect(facts).toEqual(new Map(expected));
  expect(facts.get("index public.twice.broken")).toMatch(/ INVALID$/);
});

test("beyond the scope the server's estimate says whether there are rows", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE emptied (a int); INSERT INTO emptied SELECT generate_series(1, 100);
     CREATE TABLE never_analysed (a int); INSERT INTO never_analysed VALUES (1); ANALYZE emptied;
     DELETE FROM emptied`,
  );
  const rowsOf = async (scope: readonly string[]) =>
    (await open(url).snapshot(new Set(scope))).tables.map(({ name, hasRows }) => [name, hasRows]);
  expect(await rowsOf([])).toEqual([
    ["emptied", true],
    ["never_analysed", true],
  ]);
  expect(await rowsOf(["public.emptied"])).toEqual([
    ["emptied", false],
    ["never_analysed", true],
  ]);
});

test("a reading of a few tables asks the server few questions", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  const log: LogEntry[] = [];
  const database = openDatabase(url, (entry) => log.push(entry), { lockTimeout: "1s" });
  await database.snapshot(new Set(["public.t"]));
  expect(log.length).toBeLessThanOrEqual(12);
});

test("a reading changes nothing, and notes each statement as it was sent", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  const unchanged = await untouched(url);
  const log: LogEntry[] = [];
  const database = openDatabase(url, (entry) => log.push(entry), { lockTimeout: "1s" });
  await database.server();
  await database.snapshot();
  await unchanged();
  const texts = log.map((entry) => entry.text);
  expect(texts.filter((text) => /^(BEGIN|COMMIT)/.test(text))).toEqual([
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "COMMIT",
    "BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "COMMIT",
  ]);
  expect(texts.at(-1)).toBe("COMMIT");
  expect(log.every((entry) => entry.kind === "sql" && !entry.failed)).toBe(true);
});

test("the server names itself, its database and the role", async () => {
  const url = await freshDatabase();
  const server = await open(url).server();
  expect(server).toMatchObject({
    host: url.host,
    port: url.port,
    database: url.database,
    role: "restamp",
    canCreateTables: true,
    isPooled: false,
  });
  expect(server.version).toMatch(/^\d+(\.\d+)?$/);
});

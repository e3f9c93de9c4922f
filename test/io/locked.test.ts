/** A migration that is running holds tables: reading must not wait for it. */
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { freshDatabase, query } from "../support/database.ts";

const open = (url: DatabaseUrl) => openDatabase(url, () => {}, { lockTimeout: "1s" });

/** A session that leaves a transaction open after these statements. */
async function holding(url: DatabaseUrl, statements: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.text, application_name: "migration" });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(`BEGIN; ${statements}`);
  return client;
}

/** Less than the time after which a lock is given up. */
const AT_ONCE = 2_500;

/** A session, `upgrade`, that waits for the table t until the test ends. */
async function waitingForTable(url: DatabaseUrl) {
  const second = new pg.Client({ connectionString: url.text, application_name: "upgrade" });
  await second.connect();
  const waiting = second.query("ALTER TABLE t ADD b int").catch(() => {});
  onTestFinished(async () => {
    await second.end();
    await waiting;
  });
  const isWaiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 't'::regclass";
  await expect.poll(() => query(url, isWaiting)).toHaveLength(1);
}

test("tables that somebody else holds are read without waiting, their rows unseen", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE held (id serial PRIMARY KEY, a text DEFAULT 'x' || 'y', b int REFERENCES held, UNIQUE (a));
     CREATE INDEX on_b ON held (b);
     CREATE TABLE whole (day date DEFAULT '2020-01-01') PARTITION BY RANGE (day);
     CREATE TABLE part PARTITION OF whole FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
     CREATE TABLE elder (a int); CREATE TABLE heir () INHERITS (elder);
     CREATE TABLE indexed (a int); CREATE INDEX i ON indexed (a);
     CREATE TABLE empty (a int); CREATE TABLE free (a int);
     INSERT INTO held (b) VALUES (1); INSERT INTO whole DEFAULT VALUES;
     INSERT INTO heir VALUES (1); INSERT INTO indexed VALUES (1); INSERT INTO free VALUES (1)`,
  );
  const before = await open(url).snapshot();
  await holding(
    url,
    `LOCK TABLE held, part, heir, empty IN ACCESS EXCLUSIVE MODE; REINDEX INDEX i;
     ALTER TABLE held ADD c int`,
  );
  const started = performance.now();
  const snapshot = await open(url).snapshot();
  expect(performance.now() - started).toBeLessThan(AT_ONCE);
  expect(snapshot.facts).toEqual(before.facts);
  expect(Object.fromEntries(snapshot.tables.map(({ name, hasRows }) => [name, hasRows]))).toEqual({
    held: null,
    whole: null,
    part: null,
    elder: null,
    heir: null,
    indexed: null,
    empty: null,
    free: true,
  });
});

test("a table that somebody waits for is not stood in line for either", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  await holding(url, "SELECT * FROM t");
  await waitingForTable(url);
  const { tables } = await open(url).snapshot();
  expect(tables).toMatchObject([{ name: "t", hasRows: null, isLocked: true }]);
});

test("an expression that cannot be printed without the lock is given up soon, its holder named", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int CHECK (a > 0)); CREATE VIEW v AS SELECT a FROM t");
  const holder = await holding(url, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
  const pid = String((await holder.query("SELECT pg_backend_pid() AS pid")).rows[0].pid);
  const started = performance.now();
  await expect(open(url).snapshot()).rejects.toMatchObject({
    code: "lock_timeout",
    details: { relation: "public.t", pid, application: "migration", state: "idle in transaction" },
  });
  expect(performance.now() - started).toBeLessThan(6_000);
});

test("where a migration waits itself, it is named as the one that is waited behind", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int CHECK (a > 0))");
  await holding(url, "SELECT FROM t");
  await waitingForTable(url);
  await expect(open(url).snapshot()).rejects.toMatchObject({
    code: "lock_timeout",
    details: { relation: "public.t", application: "upgrade", waits: "waits" },
  });
});

test("a table that was rewritten while it was waited for is not taken for empty", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int CHECK (a > 0)); INSERT INTO t VALUES (1)");
  const migration = await holding(url, "ALTER TABLE t ALTER a TYPE bigint");
  const reading = open(url).snapshot();
  const isWaiting = "SELECT FROM pg_locks WHERE NOT granted AND relation = 't'::regclass";
  await expect.poll(() => query(url, isWaiting), { interval: 20 }).toHaveLength(1);
  await migration.query("COMMIT");
  const { facts, tables } = await reading;
  expect(tables).toMatchObject([{ name: "t", hasRows: true }]);
  expect(facts.get("column public.t.a")).toBe("bigint");
});

test("what lies outside the scope is never waited for", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE t (a int CHECK (a > 0)); CREATE VIEW v AS SELECT a FROM t WHERE a > 1;
     CREATE INDEX i ON t ((a + 1)); CREATE TABLE mine (a int CHECK (a > 0));
     INSERT INTO t VALUES (1); INSERT INTO mine VALUES (1)`,
  );
  await holding(url, "LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
  const started = performance.now();
  const { facts, tables } = await open(url).snapshot(new Set(["public.mine"]));
  expect(performance.now() - started).toBeLessThan(AT_ONCE);
  expect(Object.fromEntries(facts)).toEqual({
    "table public.mine": "table",
    "table public.t": "table",
    "view public.v": "",
    "column public.mine.a": "integer",
    "constraint public.mine.mine_a_check": "CHECK ((a > 0))",
  });
  expect(tables).toMatchObject([
    { name: "mine", hasRows: true },
    { name: "t", hasRows: null },
  ]);
});

test("objects that come and go meanwhile do not disturb a reading", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE stays (a int CHECK (a > 0)); INSERT INTO stays VALUES (1);
     CREATE PROCEDURE churn(n int) LANGUAGE plpgsql AS $$ BEGIN FOR i IN 1..n LOOP
       CREATE TABLE goes (a int DEFAULT 1, b int GENERATED ALWAYS AS (a + 1) STORED, CHECK (a > 0));
       CREATE INDEX goes_i ON goes ((a + 1)) WHERE a > 2; INSERT INTO goes VALUES (1);
       CREATE VIEW goes_v AS SELECT a FROM goes; COMMIT; PERFORM pg_sleep(0.2);
       DROP TABLE goes CASCADE; COMMIT; PERFORM pg_sleep(0.2);
     END LOOP; END $$`,
  );
  const client = new pg.Client({ connectionString: url.text });
  await client.connect();
  onTestFinished(() => client.end());
  let isOver = false;
  const churning = client.query("CALL churn(12)").then(() => {
    isOver = true;
  });
  let readings = 0;
  while (!isOver) {
    const { facts } = await open(url).snapshot();
    expect(facts.get("constraint public.stays.stays_a_check")).toBe("CHECK ((a > 0))");
    readings += 1;
  }
  await churning;
  expect(readings).toBeGreaterThan(5);
});

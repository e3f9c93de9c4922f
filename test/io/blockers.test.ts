/** What a running step waits for, among sessions that wait themselves. */
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { freshDatabase, query } from "../support/database.ts";

const ALEMBIC = "restamp alembic 1";

async function session(url: DatabaseUrl, name: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url.text, application_name: name });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Sends a statement that will wait, and comes back once it does. */
async function waits(url: DatabaseUrl, name: string, statement: string): Promise<void> {
  const client = await session(url, name);
  client.query(statement).catch(() => {});
  onTestFinished(() => cancel(url, name));
  const isWaiting =
    "SELECT FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'";
  await expect.poll(() => query(url, isWaiting, [name])).toHaveLength(1);
}

async function cancel(url: DatabaseUrl, name: string): Promise<void> {
  const sql = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
  await query(url, sql, [name]);
}

/** Who is told to hold up alembic, whose step began a minute ago. */
async function blockers(url: DatabaseUrl): Promise<string[]> {
  const repair = await openDatabase(url, () => {}, { lockTimeout: "1s" }).beginRepair();
  try {
    return (await repair.blockers(ALEMBIC, 60)).map(({ application }) => application);
  } finally {
    await repair.end();
  }
}

test.each([ALEMBIC, "nameless driver"])(
  "%s is not said to wait for itself where the application waits for it",
  async (name) => {
    const url = await freshDatabase();
    await query(url, "CREATE TABLE t (a int)");
    await (await session(url, "reader")).query("BEGIN; SELECT FROM t");
    await waits(url, name, "ALTER TABLE t ADD b int");
    await waits(url, "application", "SELECT FROM t");
    expect(await blockers(url)).toEqual(["reader"]);
  },
);

test("alembic at work is not said to wait because others do", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int)");
  await (await session(url, ALEMBIC)).query("BEGIN; ALTER TABLE t ADD b int");
  await waits(url, "application", "SELECT FROM t");
  expect(await blockers(url)).toEqual([]);
});

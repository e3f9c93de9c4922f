/** Keys that come twice, in one chunk or very fast; and what a key costs. */
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { query } from "../support/database.ts";
import { holdLock } from "../support/lock.ts";
import { startWizard } from "../support/restamp.ts";
import { arrive, go, isAt, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** Writes down each stamp that the version table ever has, in another schema. */
async function keepJournal(database: DatabaseUrl): Promise<() => Promise<string[]>> {
  await query(
    database,
    `CREATE SCHEMA journal;
     CREATE TABLE journal.stamps (id bigint GENERATED ALWAYS AS IDENTITY, stamp text);
     CREATE FUNCTION journal.write() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN INSERT INTO journal.stamps (stamp) VALUES (NEW.version_num); RETURN NULL; END $$;
     CREATE TRIGGER journal AFTER INSERT OR UPDATE ON alembic_version
     FOR EACH ROW EXECUTE FUNCTION journal.write()`,
  );
  return async () => {
    const rows = await query<{ stamp: string }>(
      database,
      "SELECT stamp FROM journal.stamps ORDER BY id",
    );
    return rows.map((row) => row.stamp);
  };
}

/** The stamp that the schema proves, and each revision after it, once. */
const ONE_RUN = [
  FIRST,
  "fb958ba03c93",
  "c7a3d9e12f8b",
  "d1e2f3a4b5c6",
  "e5f6a7b8c9d0",
  "f1a2b3c4d5e6",
  "a1b2c3d4e5f6",
  HEAD,
];

test("keys that come twice or too early skip no screen, and run the plan once", async () => {
  const database = await populated();
  const journal = await keepJournal(database);
  const terminal = startWizard(database);
  await walkTo(terminal, "connection");

  // While the stamp is being read, Enter is not kept for what comes next.
  const lock = await holdLock(database, "alembic_version", "ACCESS EXCLUSIVE");
  terminal.press("Enter");
  await lock.somebodyWaits();
  expect(terminal.shows("2/9 Current stamp")).toBe(true);
  for (let press = 0; press < 4; press += 1) {
    terminal.press("Enter");
    await terminal.quiet(60);
  }
  await lock.release();
  await arrive(terminal, "stamp");
  await terminal.quiet();
  expect(isAt(terminal, "stamp")).toBe(true);

  // Two Enters in one chunk lead at most to the next screen.
  await go(terminal, "tables");
  await go(terminal, "chain");
  await go(terminal, "path");
  terminal.type("\r\r");
  await terminal.quiet();
  if (!isAt(terminal, "review")) await go(terminal, "review");
  for (const chunk of ["\r\r", "\r", "\r\n", "yy", "y\r"]) {
    terminal.type(chunk);
    await terminal.quiet(60);
    expect(isAt(terminal, "review")).toBe(true);
  }
  expect(await stampOf(database)).toEqual([WRONG]);

  // Some of these come before the first has had its effect, some while the plan runs.
  for (let press = 0; press < 16; press += 1) {
    terminal.press("y");
    await sleep(2 * press);
  }
  await terminal.quiet();
  // All of them may have come in chunks, which are no keys.
  if (isAt(terminal, "review")) terminal.press("y");
  await arrive(terminal, "run");
  for (const chunk of ["y", "\r\r"]) {
    terminal.type(chunk);
    await terminal.quiet();
  }
  if (isAt(terminal, "run")) terminal.press("Enter");
  await arrive(terminal, "verify");
  await go(terminal, "report");
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
  expect(await journal()).toEqual(ONE_RUN);
});

test("an arrow on the list of paths costs at most 400 bytes, and an idle screen costs none", async () => {
  const terminal = startWizard(await populated());
  await walkTo(terminal, "path");
  await terminal.quiet(200);
  const costs: number[] = [];
  for (const key of ["Down", "Up", "Up", "Down", "Down", "Up"] as const) {
    const { bytes } = terminal;
    terminal.press(key);
    await terminal.waitUntil(() => terminal.bytes > bytes, `an answer to ${key}`);
    await terminal.quiet(60);
    costs.push(terminal.bytes - bytes);
  }
  expect(Math.max(...costs)).toBeLessThanOrEqual(400);
  const { bytes } = terminal;
  await sleep(2000);
  expect(terminal.bytes - bytes).toBe(0);
});

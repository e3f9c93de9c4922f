/** Step 3b of the written procedure: tables with rows, and a stamp that is too late. */
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import {
  CALL_STATS,
  FIRST,
  HEAD,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { alembic, query } from "../support/database.ts";
import { columnsOf, contents } from "../support/fingerprint.ts";
import { reportsIn } from "../support/reports.ts";
import { startWizard, temporaryFolder } from "../support/restamp.ts";
import { finish, go, runThePlan, tableRow, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);
const withCallStats = populatedDatabases(CALL_STATS, "d1e2f3a4b5c6");

/** @returns a check that every old column of every old row still has its value */
async function oldRows(database: DatabaseUrl, tables: readonly string[]) {
  const columns = await columnsOf(database, tables);
  expect(Object.keys(columns).sort()).toEqual([...tables].sort());
  const before = await contents(database, columns);
  for (const rows of Object.values(before)) expect(rows.length).toBeGreaterThan(10);
  return async () => expect(await contents(database, columns)).toEqual(before);
}

test("a populated database is stamped at what its schema proves, and no row is lost", async () => {
  const database = await populated();
  const areStillThere = await oldRows(database, ["users", "calls", "participants"]);
  const failure = await alembic(database, "upgrade", "head").catch((error) => error);
  expect(failure).toBeInstanceOf(Error);
  const home = temporaryFolder();
  const terminal = startWizard(database, { home });

  await walkTo(terminal, "stamp");
  await terminal.waitFor(/\$ alembic current\n│ c7a3d9e12f8b\n/);
  await go(terminal, "tables");
  await terminal.waitForAll([
    tableRow("users", "public", "(some|~40)", "there"),
    tableRow("calls", "public", "(some|~20)", "there"),
    tableRow("participants", "public", "(some|~40)", "there"),
    tableRow("call_stats", "public", "MISSING"),
    "1 table is missing that the stamp promises.",
  ]);
  await go(terminal, "chain");
  await terminal.waitForAll([
    /● 9044ba1e3377 .*◀ schema\n○ fb958ba03c93 .*\n○ c7a3d9e12f8b .*◀ stamp\n/,
    "Stamp ahead of the schema. The stamp says c7a3d9e12f8b, but the schema is exactly at 9044ba1e3377.",
  ]);
  await go(terminal, "path");
  await terminal.waitForAll([
    /^❯ 3b +Populated database +✓ recommended$/m,
    /3a +Empty database .* ✗ The database is not empty: public\.calls, public\.participants, public\.users/,
    "The schema equals revision 9044ba1e3377 to the last object, so that is the true stamp.",
  ]);
  // Here restamp and the written procedure say the same.
  expect(terminal.text()).not.toContain("The written procedure stamps");
  await go(terminal, "review");
  await terminal.waitForAll([
    /^1\. Stamp what the schema proves {2}writes.*\n {3}\$ alembic stamp 9044ba1e3377$/m,
    /^2\. Run the missing revisions {2}writes.*\n {3}\$ alembic upgrade head$/m,
    "runs fb958ba03c93, c7a3d9e12f8b, d1e2f3a4b5c6, e5f6a7b8c9d0, f1a2b3c4d5e6, a1b2c3d4e5f6, g1h2i3j4k5l6",
    "No step deletes a table.",
  ]);
  await areStillThere();
  await runThePlan(terminal);
  await terminal.waitForAll(["✓ Stamp what the schema proves", "All steps are done."]);
  expect(await finish(terminal)).toBe(0);

  await areStillThere();
  expect(await stampOf(database)).toEqual([HEAD]);
  expect(await alembic(database, "current")).toEqual([`${HEAD} (head)`]);
  expect(reportsIn(home)).toEqual([expect.stringContaining("Version table now: g1h2i3j4k5l6.")]);
});

test("with call_stats already there it stamps a later revision than is written, and says why", async () => {
  const database = await withCallStats();
  await query(
    database,
    `INSERT INTO call_stats (call_id, user_id, duration_seconds, packet_loss_percent)
     SELECT call_id, user_id, id * 7, id % 100 + 0.25 FROM participants`,
  );
  const areStillThere = await oldRows(database, ["users", "calls", "participants", "call_stats"]);
  const terminal = startWizard(database);
  await walkTo(terminal, "chain");
  await terminal.waitFor(
    /● 9044ba1e3377 .*applied\n● fb958ba03c93 .*◀ schema\n○ c7a3d9e12f8b .*\n○ d1e2f3a4b5c6 .*◀ stamp/,
  );
  await go(terminal, "path");
  await terminal.waitForAll([
    /^❯ 3b +Populated database +✓ recommended$/m,
    "! The written procedure stamps 9044ba1e3377.",
    "9044ba1e3377 on, an upgrade would create what is there already, and fail. So the stamp is fb958ba03c93.",
  ]);
  await go(terminal, "review");
  await terminal.waitForAll([
    /\$ alembic stamp fb958ba03c93$/m,
    "runs c7a3d9e12f8b, d1e2f3a4b5c6, e5f6a7b8c9d0, f1a2b3c4d5e6, a1b2c3d4e5f6, g1h2i3j4k5l6",
  ]);
  await runThePlan(terminal);
  expect(terminal.text()).not.toContain("Running upgrade 9044ba1e3377");
  expect(await finish(terminal)).toBe(0);
  await areStillThere();
  expect(await stampOf(database)).toEqual([HEAD]);
});

/** A plan that is running: what ends it, and what does not. */
import { expect, test } from "vitest";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { columnsOf, contents } from "../support/fingerprint.ts";
import { holdLock } from "../support/lock.ts";
import { reportsIn } from "../support/reports.ts";
import { startWizard, temporaryFolder } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { go, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** A run that stands still in its second step, because the application is at work on users. */
async function runBehindALock() {
  const database = await populated();
  const lock = await holdLock(database, "users");
  const home = temporaryFolder();
  const terminal = startWizard(database, { home, args: ["--lock-timeout", "60s"] });
  await walkTo(terminal, "review");
  terminal.press("y");
  await terminal.waitFor("✓ Stamp what the schema proves");
  await lock.somebodyWaits();
  return { database, lock, home, terminal };
}

test("the first Ctrl+C asks, the second stops at once and takes back what was not committed", async () => {
  const { database, home, lock, terminal } = await runBehindALock();
  const columns = await columnsOf(database, ["users", "calls", "participants"]);
  const before = await contents(database, columns);
  terminal.press("Ctrl+C");
  await terminal.waitFor("! Ctrl+C again stops");
  expect(await lock.isWaitedFor()).toBe(true);
  terminal.press("Ctrl+C");
  // Not only when the lock is given or the server gives up: a statement may take hours.
  await terminal.waitForAll(
    ["✗ Stopped by Ctrl+C or SIGTERM.", "Stopped. Enter shows the report."],
    10_000,
  );
  await go(terminal, "report");
  await terminal.waitFor("Did Stamp what the schema proves");
  terminal.press("Enter");
  expect(await terminal.exit()).toEqual({ code: 130, signal: 0 });
  expect(await stampOf(database)).toEqual([FIRST]);
  expect(await contents(database, columns)).toEqual(before);
  expect(reportsIn(home)).toEqual([expect.stringContaining("not repaired")]);
  // Of revisions that never ran there is nothing to go back from.
  expect(reportsIn(home)).toEqual([expect.not.stringContaining("alembic downgrade")]);
});

const GONE: Record<string, (terminal: Terminal) => void> = {
  "a hang-up": (terminal) => terminal.kill("SIGHUP"),
  "a closed window": (terminal) => terminal.hangUp(),
};

test.for(Object.entries(GONE))("%s during a run lets it go on to its end", async ([, happens]) => {
  const { database, home, lock, terminal } = await runBehindALock();
  happens(terminal);
  // What would end the program has had its effect by the time that this is answered.
  expect(await lock.isWaitedFor()).toBe(true);
  await lock.release();
  expect(await terminal.exit()).toEqual({ code: 129, signal: 0 });
  expect(await stampOf(database)).toEqual([HEAD]);
  expect(reportsIn(home)).toEqual([expect.stringContaining("repaired and verified")]);
});

/** A plan that is running: what ends it, and what does not. */
import { expect, test } from "vitest";
import { runBehindALock } from "../support/behind-a-lock.ts";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { columnsOf, contents } from "../support/fingerprint.ts";
import { reportsIn } from "../support/reports.ts";
import type { Terminal } from "../support/terminal.ts";
import { go } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

test("the first Ctrl+C asks, the second stops at once and takes back what was not committed", async () => {
  const database = await populated();
  const { home, lock, terminal } = await runBehindALock(database);
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
  const database = await populated();
  const { home, lock, terminal } = await runBehindALock(database);
  happens(terminal);
  // What would end the program has had its effect by the time that this is answered.
  expect(await lock.isWaitedFor()).toBe(true);
  await lock.release();
  expect(await terminal.exit()).toEqual({ code: 129, signal: 0 });
  expect(await stampOf(database)).toEqual([HEAD]);
  expect(reportsIn(home)).toEqual([expect.stringContaining("repaired and verified")]);
});

/** Databases with which nothing is wrong. */
import { expect, test } from "vitest";
import { HEAD, populatedDatabases } from "../support/broken-databases.ts";
import { reportsIn } from "../support/reports.ts";
import { startWizard, temporaryFolder } from "../support/restamp.ts";
import { untouched } from "../support/untouched.ts";
import { walkTo } from "../support/walk.ts";

const healthy = populatedDatabases(HEAD, HEAD);

test("a healthy database is said to be healthy, and nothing in it is changed", async () => {
  const database = await healthy();
  const expectUntouched = await untouched(database);
  const home = temporaryFolder();
  const terminal = startWizard(database, { home });
  await walkTo(terminal, "tables");
  await terminal.waitFor("Every table that the stamp promises is there.");
  expect(terminal.text()).not.toContain("MISSING");
  terminal.press("Enter");
  await terminal.waitForAll([
    `✓ Healthy. Stamp and schema agree: the database is at ${HEAD}, the head.`,
    "There is nothing to repair.",
    /● g1h2i3j4k5l6 .*◀ both|· g1h2i3j4k5l6 .*◀ both/,
    "Enter finish",
  ]);
  terminal.press("Enter");
  expect(await terminal.exit()).toEqual({ code: 0, signal: 0 });
  expect(terminal.text()).toBe("Nothing to repair.");
  await expectUntouched();
  expect(reportsIn(home)).toEqual([]);
});

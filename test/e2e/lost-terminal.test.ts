/** The terminal goes, or somebody asks restamp to end, before anything was run. */
import { expect, test } from "vitest";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { reportsIn } from "../support/reports.ts";
import { startWizard, temporaryFolder } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { untouched } from "../support/untouched.ts";
import { type ScreenName, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

const CASES: readonly [string, ScreenName, (terminal: Terminal) => void, boolean][] = [
  ["SIGTERM", "connection", (terminal) => terminal.kill("SIGTERM"), false],
  ["SIGHUP", "path", (terminal) => terminal.kill("SIGHUP"), false],
  ["a closed window", "connection", (terminal) => terminal.hangUp(), true],
];

test.for(CASES)(
  "%s on the screen %s ends it with 129 and changes nothing",
  async ([, screen, happens, isWindowClosed]) => {
    const database = await populated();
    const expectUntouched = await untouched(database);
    const home = temporaryFolder();
    const terminal = startWizard(database, { home });
    await walkTo(terminal, screen);
    happens(terminal);
    expect(await terminal.exit()).toEqual({ code: 129, signal: 0 });
    if (!isWindowClosed) {
      expect(terminal.modes().alternateScreen).toBe(false);
      expect(terminal.modes().cursorVisible).toBe(true);
    }
    await expectUntouched();
    expect(reportsIn(home)).toEqual([]);
  },
);

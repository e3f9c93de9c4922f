/** Ctrl+C before the run: the program is gone, the terminal is as it was, nothing has changed. */
import { expect, test } from "vitest";
import { emptyStamped, FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { reportsIn } from "../support/reports.ts";
import { startWizard, temporaryFolder } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { untouched } from "../support/untouched.ts";
import { arrive, go, WAY_OF_3A, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

test("Ctrl+Z gives the terminal to the shell as it was, and the screen is back with fg", async () => {
  const terminal = startWizard(await populated(), { asJob: true });
  await walkTo(terminal, "stamp");
  const screen = terminal.text();
  terminal.press("Ctrl+Z");
  await terminal.waitFor(/[^-]icanon/);
  expect(terminal.text()).not.toContain("2/9 Current stamp");
  terminal.type("on\r");
  await arrive(terminal, "stamp");
  expect(terminal.text()).toBe(screen);
  await go(terminal, "tables");
  terminal.press("q");
  expect((await terminal.exit()).code).toBe(1);
});

/** How to get to each screen. */
const SCREENS: Record<string, (terminal: Terminal) => Promise<void>> = {
  "of the connection, at work": (terminal) => terminal.waitFor("✓ Project"),
  "of the connection": (terminal) => walkTo(terminal, "connection"),
  "of the stamp": (terminal) => walkTo(terminal, "stamp"),
  "of the tables": (terminal) => walkTo(terminal, "tables"),
  "of the chain": (terminal) => walkTo(terminal, "chain"),
  "of the paths": (terminal) => walkTo(terminal, "path"),
  "of the review": (terminal) => walkTo(terminal, "review"),
  "where a name is typed": async (terminal) => {
    await walkTo(terminal, "path");
    terminal.press("Down");
    await terminal.waitFor(/^❯ Automatic script/m);
    await go(terminal, "review");
    await go(terminal, "consent", "y");
  },
  "of the help": async (terminal) => {
    await walkTo(terminal, "connection");
    terminal.press("?");
    await terminal.waitFor("Here restamp finds alembic.ini");
  },
};

/** What has to be so once the shell has the terminal back. */
function expectRestored(terminal: Terminal): void {
  expect(terminal.modes()).toEqual({
    alternateScreen: false,
    cursorVisible: true,
    bracketedPaste: false,
  });
  // Entered once, left once, in this order.
  const { output } = terminal;
  expect(output.split("\u001b[?1049h")).toHaveLength(2);
  expect(output.split("\u001b[?1049l")).toHaveLength(2);
  expect(output.lastIndexOf("\u001b[?1049l")).toBeGreaterThan(output.indexOf("\u001b[?1049h"));
  // The shell's `stty -a`: no raw mode is left.
  expect(output).toMatch(/[ ;\n]icanon\b/);
  expect(output).toMatch(/[ ;\n]isig\b/);
  expect(output).toMatch(/[ ;\n]echo\b/);
  expect(output).toMatch(/[ ;\n]icrnl\b/);
}

test.for(Object.entries(SCREENS))(
  "Ctrl+C on the screen %s leaves with 130 and changes nothing",
  async ([, arriveThere]) => {
    const database = await populated();
    const expectUntouched = await untouched(database);
    const home = temporaryFolder();
    const terminal = startWizard(database, { home, fromShell: true });
    await arriveThere(terminal);
    terminal.press("Ctrl+C");
    expect(await terminal.exit()).toEqual({ code: 130, signal: 0 });
    expectRestored(terminal);
    expect(terminal.text()).toMatch(/^Nothing was changed\. speed/);
    await expectUntouched();
    expect(reportsIn(home)).toEqual([]);
  },
);

test("Ctrl+C on the screen that clears the stamp leaves with 130 and changes nothing", async () => {
  const database = await emptyStamped();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database, { fromShell: true });
  await walkTo(terminal, "clear", WAY_OF_3A);
  terminal.press("Ctrl+C");
  expect(await terminal.exit()).toEqual({ code: 130, signal: 0 });
  expectRestored(terminal);
  await expectUntouched();
});

test("an interrupt that comes as a signal, as it does before the keyboard is taken over, is the same", async () => {
  const database = await populated();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database);
  await walkTo(terminal, "connection");
  terminal.kill("SIGINT");
  expect(await terminal.exit()).toEqual({ code: 130, signal: 0 });
  expect(terminal.modes().alternateScreen).toBe(false);
  expect(terminal.modes().cursorVisible).toBe(true);
  await expectUntouched();
});

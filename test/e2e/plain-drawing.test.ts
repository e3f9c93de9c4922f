/** Terminals without colours, and without anything but ASCII. */
import { expect, test } from "vitest";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { begin, ownTemporary } from "../support/lessons.ts";
import { startRestamp, startWizard } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { finish, go, WAY, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** Shows every screen of a repair, the help and the log. @returns all that was written */
async function everything(terminal: Terminal): Promise<string> {
  await walkTo(terminal, WAY[0] ?? "connection");
  terminal.press("?");
  await terminal.waitFor("Here restamp finds");
  terminal.press("?");
  await terminal.waitFor(/^Enter next/m);
  terminal.press("l");
  await terminal.waitFor("Every command and statement so far");
  terminal.press("l");
  await walkTo(terminal, "review");
  await go(terminal, "run", "y");
  expect(await finish(terminal)).toBe(0);
  return terminal.output;
}

/** Whether a colour is set, foreground or background. */
const isColoured = (output: string) =>
  output
    .split("\u001b[")
    .some((sequence) => /^(\d+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])(;\d+)*m/.test(sequence));

/** @returns what stands around each character beyond ASCII */
const strange = (output: string) => [...new Set(output.match(/.{0,30}[^\p{ASCII}].{0,30}/gu))];

test("with --ascii nothing is written but ASCII, and colours stay", async () => {
  const output = await everything(startWizard(await populated(), { args: ["--ascii"] }));
  expect(strange(output)).toEqual([]);
  expect(isColoured(output)).toBe(true);
});

test("in the locale C nothing is written but ASCII", async () => {
  const environment = { LANG: "C" };
  const terminal = startWizard(await populated(), { environment });
  await walkTo(terminal, "chain");
  await terminal.waitForAll([/^\* 9044ba1e3377 .*< schema$/m, /^o c7a3d9e12f8b .*< stamp$/m]);
  await go(terminal, "path");
  await terminal.waitForAll([/^> 3b +Populated database +\+ recommended$/m, /Up\/Down move/]);
  expect(strange(terminal.output)).toEqual([]);
});

test("with NO_COLOR no colour is written, and symbols and words say the same", async () => {
  const environment = { NO_COLOR: "1" };
  const terminal = startWizard(await populated(), { environment });
  await walkTo(terminal, "tables");
  await terminal.waitForAll([/call_stats +MISSING/, "✗ 1 table is missing"]);
  await go(terminal, "chain");
  await go(terminal, "path");
  await terminal.waitForAll([/^❯ 3b .* ✓ recommended$/m, "DESTROYS DATA"]);
  await go(terminal, "review");
  expect(isColoured(terminal.output)).toBe(false);
});

test("a lesson in the locale C with NO_COLOR: ASCII alone, no colour, and every sign says it", async () => {
  const { home, environment } = ownTemporary();
  const terminal = startRestamp(["practice", "2"], {
    home,
    environment: { ...environment, LC_ALL: "C", NO_COLOR: "1" },
  });
  await begin(terminal);
  terminal.press("p");
  await terminal.waitFor("sandbox >");
  await terminal.quiet();
  terminal.type("\\dt");
  await terminal.waitFor("sandbox > \\dt");
  terminal.press("Enter");
  await terminal.waitForAll(["| (4 rows)", "! The database is now: Stamp ahead of the schema."]);
  await terminal.quiet();
  terminal.press("Escape");
  await walkTo(terminal, "connection");
  terminal.press("Enter");
  await terminal.waitForAll([/^> alembic/m, /^Up\/Down move {2}Enter answer/m]);
  for (let down = 0; down < 3 && !terminal.shows("> alembic history"); down += 1) {
    terminal.press("Down");
    await terminal.quiet(80);
  }
  terminal.press("Enter");
  await terminal.waitForAll(["x alembic history", "It says the same for every database"]);
  terminal.press("?");
  await terminal.waitFor("A wrong answer is tried on the sandbox");
  terminal.press("?");
  await terminal.waitFor(/^Enter choose again {2}s solution {2}\? help$/m);
  terminal.press("s");
  await terminal.waitFor("+ The database is healthy");
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
  expect(strange(terminal.output)).toEqual([]);
  expect(isColoured(terminal.output)).toBe(false);
});

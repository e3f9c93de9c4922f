/** Every screen before the run can be left backwards; help and log lie over each. */
import { expect, test } from "vitest";
import { emptyStamped, FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { startWizard } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { untouched } from "../support/untouched.ts";
import { arrive, go, isAt, type ScreenName, WAY, WAY_OF_3A, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** How the help of each screen begins. */
const HELP: Record<ScreenName, string> = {
  connection: "Here restamp finds alembic.ini",
  stamp: "The stamp is the row in the table alembic_version",
  tables: "What is really there.",
  chain: "Every revision in order.",
  path: "3a is for a database without any of the tables",
  clear: "Three ways to the same end.",
  review: "The same list is what runs",
  consent: "The name has to be typed",
  run: "Each step's output as it comes.",
  verify: "Read on a new connection",
  report: "The report is saved as Markdown",
};

/** Opens help and log, presses what would act on the screen below, and closes them again. */
async function lookAtOverlays(terminal: Terminal, name: ScreenName): Promise<void> {
  terminal.press("?");
  await terminal.waitForAll([HELP[name], /^Esc close/m]);
  if (name === "review") {
    terminal.press("y");
    await terminal.quiet();
  }
  terminal.press("?");
  await arrive(terminal, name);
  terminal.press("l");
  await terminal.waitForAll(["Every command and statement so far", /^Esc close/m]);
  expect(terminal.shows(/\$ alembic|> (BEGIN|SELECT)/)).toBe(true);
  // Its end can be reached, whatever its length.
  terminal.press("End");
  await terminal.waitFor(/\d+ ms/);
  terminal.press("Escape");
  await arrive(terminal, name);
}

/** @returns what one reads, without what may come and go at the bottom */
const seen = (terminal: Terminal) =>
  terminal.screen().filter((line) => line !== "" && !/ more (above|below) /.test(line));

async function thereAndBack(terminal: Terminal, way: readonly ScreenName[]): Promise<void> {
  const pictures: string[] = [];
  for (const [index, name] of way.entries()) {
    if (index === 0) await arrive(terminal, name);
    else await go(terminal, name);
    await lookAtOverlays(terminal, name);
    await terminal.quiet(60);
    pictures.push(seen(terminal).join("\n"));
  }
  for (let index = way.length - 2; index >= 0; index -= 1) {
    await go(terminal, way[index] ?? "connection", "Escape");
    await terminal.quiet(60);
    expect(seen(terminal).join("\n")).toBe(pictures[index]);
  }
}

test("on the way of 3a every screen has help, log and a way back, and going back changes nothing", async () => {
  const database = await emptyStamped();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database);
  await thereAndBack(terminal, WAY_OF_3A);
  // There is nothing before the first screen.
  terminal.press("Escape");
  await terminal.quiet();
  terminal.press("?");
  await terminal.waitFor(HELP.connection);
  terminal.press("q");
  await arrive(terminal, "connection");
  terminal.press("q");
  expect((await terminal.exit()).code).toBe(1);
  expect(terminal.text()).toBe("Nothing was changed.");
  await expectUntouched();
});

test("on the way of 3b the screens have them too, and so have those after the run", async () => {
  const database = await populated();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database);
  await thereAndBack(terminal, WAY);
  await expectUntouched();
  await walkTo(terminal, "review");
  await go(terminal, "run", "y");
  await lookAtOverlays(terminal, "run");
  await go(terminal, "verify");
  await lookAtOverlays(terminal, "verify");
  await go(terminal, "report");
  await lookAtOverlays(terminal, "report");
  terminal.press("q");
  expect((await terminal.exit()).code).toBe(0);
});

test("where a name is typed, letters are letters, and Escape goes back to the review", async () => {
  const database = await populated();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database);
  await walkTo(terminal, "path");
  terminal.press("Down");
  await terminal.waitFor(/^❯ Automatic script/m);
  await go(terminal, "review");
  await go(terminal, "consent", "y");
  terminal.type("lq?y");
  await terminal.waitFor("name ❯ lq?y");
  expect(isAt(terminal, "consent")).toBe(true);
  await go(terminal, "review", "Escape");
  // What was typed is forgotten.
  await go(terminal, "consent", "y");
  await terminal.waitFor(/^name ❯$/m);
  await go(terminal, "review", "Escape");
  await go(terminal, "path", "Escape");
  // The left arrow is another Escape where nothing is typed.
  await go(terminal, "chain", "Left");
  await go(terminal, "tables", "Left");
  await expectUntouched();
});

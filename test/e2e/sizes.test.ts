/** Small windows, and windows that change their size. */
import { expect, test } from "vitest";
import {
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { startWizard } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { untouched } from "../support/untouched.ts";
import {
  arrive,
  finish,
  go,
  isAt,
  type ScreenName,
  WAY,
  WAY_OF_3A,
  walkTo,
} from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

/** Scrolls from the top until the words have been seen, however their lines are broken. */
async function scrollTo(terminal: Terminal, words: string): Promise<void> {
  const lines: string[] = [];
  for (;;) {
    const hint = / more (above|below) \(/;
    const body = terminal.screen().slice(2, -1);
    for (const line of body) if (!hint.test(line) && !lines.includes(line)) lines.push(line);
    if (lines.join(" ").replace(/\s+/g, " ").includes(words)) return;
    await terminal.waitFor(/ more below \(PgDn\)/);
    const { bytes } = terminal;
    terminal.press("PageDown");
    await terminal.waitUntil(() => terminal.bytes > bytes, `a page with "${words}"`);
  }
}

/** What has to be found on each screen by scrolling. */
const WORDS: Partial<Record<ScreenName, string>> = {
  connection: "restamp and alembic reach the same database.",
  stamp: "That is a claim, not a proof",
  tables: "1 table is missing that the stamp promises.",
  chain: "The stamp says c7a3d9e12f8b, but the schema is exactly at 9044ba1e3377.",
  path: "The schema equals revision 9044ba1e3377 to the last object",
  review: "y runs the plan.",
  run: "All steps are done.",
  verify: `Version table: ${HEAD}`,
  report: "restamp undo takes it back",
};

async function expectReadable(terminal: Terminal, name: ScreenName): Promise<void> {
  await scrollTo(terminal, WORDS[name] ?? "");
  // Header and footer stay, whatever is scrolled.
  expect(isAt(terminal, name)).toBe(true);
}

/** From the first screen to the review, each read to its end. */
async function readOnTheWay(terminal: Terminal): Promise<void> {
  for (const [index, name] of WAY.entries()) {
    if (index === 0) await arrive(terminal, name);
    else await go(terminal, name);
    await expectReadable(terminal, name);
  }
}

test("at 60x20 everything can be read up to the run", async () => {
  await readOnTheWay(startWizard(await populated(), { columns: 60, rows: 20 }));
});

test("at 40x10 everything can be read by scrolling, and the repair is the same", async () => {
  const database = await populated();
  const terminal = startWizard(database, { columns: 40, rows: 10 });
  await readOnTheWay(terminal);
  await go(terminal, "run", "y");
  await expectReadable(terminal, "run");
  await go(terminal, "verify");
  await expectReadable(terminal, "verify");
  await go(terminal, "report");
  await expectReadable(terminal, "report");
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});

test("in a small window the row with the cursor is always in sight", async () => {
  const terminal = startWizard(await populated(), { columns: 40, rows: 10 });
  await walkTo(terminal, "path");
  await terminal.waitFor(/^❯ 3b/m);
  terminal.press("Down");
  await terminal.waitFor(/^❯ Automatic script/m);
  terminal.press("Up");
  await terminal.waitFor(/^❯ 3b/m);
  terminal.press("Up");
  await terminal.waitFor(/^❯ 3a/m);
});

test("a window of 39x9 is said to be too small, and Ctrl+C leaves with 130", async () => {
  const database = await emptyStamped();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database, { columns: 39, rows: 9 });
  await terminal.waitFor("Terminal too small: 39x9. At least 40x10, please. Ctrl+C leaves.");
  terminal.press("Ctrl+C");
  expect(await terminal.exit()).toEqual({ code: 130, signal: 0 });
  expect(terminal.modes().alternateScreen).toBe(false);
  await expectUntouched();
});

test("while the window is too small no key does anything unseen, and enlarging shows where one was", async () => {
  const database = await populated();
  const expectUntouched = await untouched(database);
  const terminal = startWizard(database);
  await walkTo(terminal, "review");
  terminal.resize(39, 9);
  await terminal.waitFor("Terminal too small");
  for (const key of ["y", "Enter", "l", "Escape"] as const) {
    terminal.press(key);
    await terminal.quiet(100);
  }
  terminal.resize(80, 24);
  await arrive(terminal, "review");
  await expectUntouched();
});

test("a resize disturbs neither a screen nor the run", async () => {
  const database = await emptyStamped();
  const terminal = startWizard(database);
  await walkTo(terminal, "path", WAY_OF_3A);
  await terminal.quiet();
  const before = terminal.screen();
  const sizes = [
    [60, 20],
    [120, 40],
    [80, 24],
  ] as const;
  for (const [columns, rows] of sizes) {
    terminal.resize(columns, rows);
    await terminal.waitUntil(
      () => terminal.screen()[1] === "─".repeat(columns) && isAt(terminal, "path"),
      `a frame of ${columns}x${rows}`,
    );
    await terminal.quiet(100);
    expect(terminal.screen()).toHaveLength(rows);
    // No remains of an older frame.
    expect(terminal.screen().filter((line) => line.startsWith("❯"))).toHaveLength(1);
    expect(terminal.screen().filter((line) => line.startsWith("↑↓"))).toHaveLength(1);
  }
  expect(terminal.screen()).toEqual(before);

  await go(terminal, "clear");
  await go(terminal, "review");
  terminal.press("y");
  await terminal.waitFor("7/9 Run");
  terminal.resize(60, 20);
  await terminal.waitFor("✓ Clear the stamp");
  terminal.resize(39, 9);
  await terminal.waitFor("Terminal too small");
  terminal.resize(100, 30);
  await arrive(terminal, "run");
  await terminal.waitFor(
    /✓ Clear the stamp .*\n✓ Run the missing revisions .*\n✓ Verify on a new connection /,
  );
  expect(await finish(terminal)).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});

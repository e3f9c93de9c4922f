/** Terminals of other kinds: old ones, multiplexers, and those without a cursor. */
import { expect, test } from "vitest";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { ownTemporary } from "../support/lessons.ts";
import { startRestamp, startWizard } from "../support/restamp.ts";
import type { Terminal } from "../support/terminal.ts";
import { isAt, walkTo } from "../support/walk.ts";

const populated = populatedDatabases(FIRST, WRONG);

const ESCAPE = "\u001b";

const isAscii = ({ output }: Terminal) => !/[^\p{ASCII}]/u.test(output);

test.each([
  ["linux", { isOld: true, ascii: true }],
  ["vt100", { isOld: true, ascii: true }],
  ["screen", { isOld: false, ascii: false }],
  ["tmux-256color", { isOld: false, ascii: false }],
  ["xterm", { isOld: false, ascii: false }],
])(
  "on TERM=%s every screen is drawn whole, and the last words stand on a line of their own",
  async (TERM, { isOld, ascii }) => {
    const terminal = startWizard(await populated(), {
      // A CI variable in somebody's environment does not make their terminal blind.
      environment: { TERM, CI: "true" },
      isOld,
      fromShell: true,
    });
    await walkTo(terminal, "path");
    const before = terminal.screen();
    terminal.press("Down");
    await terminal.waitFor(/^[❯>] Automatic script/m);
    terminal.press("Up");
    await terminal.waitFor(/^[❯>] 3b/m);
    await terminal.waitUntil(
      () => terminal.screen().join() === before.join(),
      "the same picture as before",
    );
    terminal.press("?");
    await terminal.waitFor(/^Esc close/m);
    terminal.press("?");
    await terminal.waitUntil(() => isAt(terminal, "path"), "the list of paths again");
    await terminal.waitUntil(
      () => terminal.screen().join() === before.join(),
      "the same picture as before",
    );
    expect(isAscii(terminal)).toBe(ascii);
    terminal.press("q");
    expect((await terminal.exit()).code).toBe(1);
    // The words stand on a line of their own, also where the last screen stays.
    expect(terminal.screen()).toContain("Nothing was changed.");
    expect(terminal.modes()).toMatchObject({ alternateScreen: false, cursorVisible: true });
  },
);

test("with TERM=dumb the repair is written line by line, and keys may come with an Enter", async () => {
  const database = await populated();
  const terminal = startWizard(database, { environment: { TERM: "dumb" } });
  const says = async (...words: string[]) => {
    await terminal.waitUntil(
      () => words.every((each) => after().includes(each)),
      () => `${words.join(", ")} in:\n${after()}`,
    );
    from = terminal.output.length;
  };
  const after = () => terminal.output.slice(from).replace(/\s+/g, " ");
  let from = 0;
  await says("1/9 Project and connection", "Keys: Enter next");
  terminal.type("\n");
  await says("2/9 Current stamp", "Command: alembic current", "Keys: Enter next");
  terminal.type("?\n");
  await says("The stamp is the row in the table alembic_version", "Keys: Esc close");
  terminal.type("?\n");
  await says("Both say c7a3d9e12f8b", "Keys: Enter next");
  terminal.type("\n");
  await says("3/9 Tables", "stamp says: MISSING", "Keys: Enter next");
  terminal.type("\n");
  await says("4/9 The chain", "applied; here: schema", "Keys: Enter next");
  terminal.type("\n");
  await says("5/9 Choose the path", "Chosen: 2. 3b", "Keys: Up/Down move, Enter choose");
  terminal.type("j\n");
  await says("Chosen: 3. Automatic script");
  terminal.type("\n");
  await says("6/9 Review the plan", "y runs the plan, after asking", "Keys: y run the plan");
  terminal.type("y\n");
  await says("6/9 Type the name", "name:", "Keys: Esc back");
  terminal.type("wrong");
  await says("name: wrong");
  terminal.type("\n");
  await says('Warning: "wrong" is not its name. Nothing was done.');
  terminal.press("Escape");
  await says("6/9 Review the plan");
  terminal.press("Escape");
  await says("5/9 Choose the path", "Chosen: 2. 3b");
  terminal.type("\n");
  await says("6/9 Review the plan", "Keys: y run the plan");
  terminal.type("y\n");
  await says("7/9 Run", "OK: All steps are done.");
  terminal.type("\n");
  await says("8/9 Verify", "OK: Verified on a new connection", "Keys: Enter next");
  terminal.type("\n");
  await says("9/9 Report", "Saved as");
  terminal.type("\n");
  expect((await terminal.exit()).code).toBe(0);
  expect(terminal.output).not.toContain(ESCAPE);
  expect(terminal.output.match(/9\/9 Report/g)).toHaveLength(1);
  expect(await stampOf(database)).toEqual([HEAD]);
});

test("with --screen-reader a lesson is words from the menu to the debrief, in Russian as well", async () => {
  const { home, environment } = ownTemporary();
  const args = ["practice", "--screen-reader", "--lang", "ru"];
  const terminal = startRestamp(args, { home, environment });
  const says = (words: string) =>
    terminal.waitUntil(() => terminal.output.replace(/\s+/g, " ").includes(words), words);
  await says("Выбрано: 1. Неверный штамп в пустой базе.");
  await terminal.quiet();
  terminal.press("Down");
  await says("Выбрано: 2. Неверный штамп в базе с данными.");
  terminal.press("Enter");
  await says("Клавиши: Enter начать, h подсказка");
  await terminal.quiet();
  terminal.press("p");
  await says("sandbox:");
  await terminal.quiet();
  terminal.type("SELECT 40 + 2 AS answer");
  await says("sandbox: SELECT 40 + 2 AS answer");
  terminal.press("Enter");
  await says("SQL: SELECT 40 + 2 AS answer answer 42");
  await terminal.quiet();
  terminal.press("Escape");
  await says("1/9 Проект и подключение");
  await says("Клавиши: Enter дальше");
  terminal.press("s");
  await says("Хорошо: База исправна, и все строки, которые должны были уцелеть, на месте.");
  terminal.press("Enter");
  expect((await terminal.exit()).code).toBe(0);
  expect(terminal.output).not.toContain(ESCAPE);
  expect(terminal.output).not.toMatch(/[\u2500-\u25ff\u2713\u2717\u276f]/);
});

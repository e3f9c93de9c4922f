/** Lessons in a terminal: from the story over the coach's questions to the debrief. */
import { chmodSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { processesNaming } from "./processes.ts";
import { temporaryFolder } from "./restamp.ts";
import type { Terminal } from "./terminal.ts";
import { arrive } from "./walk.ts";

/** A TMPDIR of the test's own, in which the sandbox has its server. */
export function ownTemporary() {
  const home = temporaryFolder();
  const TMPDIR = join(home, "tmp");
  mkdirSync(TMPDIR);
  // As /tmp is: run by root, the server is another user's.
  chmodSync(TMPDIR, 0o1777);
  // PostgreSQL's programs may be kept there for the next time; a sandbox may not.
  const sandboxes = () => readdirSync(TMPDIR).filter((name) => !/^restamp-postgresql-/.test(name));
  return { home, environment: { TMPDIR }, sandboxes, servers: () => processesNaming(TMPDIR) };
}

/** From the story to the wizard's first screen. */
export async function begin(terminal: Terminal): Promise<void> {
  // The menu has an Enter of its own.
  await terminal.waitFor(/Enter (start {2}h hint|начать {2}h подсказка)/);
  // Drawn a moment before it listens to the keyboard.
  await terminal.quiet();
  terminal.press("Enter");
  await arrive(terminal, "connection");
}

/** Goes to the option that begins so, and gives it as the answer. */
export async function choose(terminal: Terminal, option: string): Promise<void> {
  const rowOf = (beginning: string) =>
    terminal.screen().findIndex((line) => line.startsWith(beginning));
  const cursorRow = () => rowOf("❯ ");
  const optionRow = () => Math.max(rowOf(`❯ ${option}`), rowOf(`  ${option}`));
  await terminal.waitUntil(() => cursorRow() >= 0 && optionRow() >= 0, option);
  // Drawn a moment before it listens to the keyboard.
  await terminal.quiet(80);
  while (cursorRow() !== optionRow()) {
    const before = cursorRow();
    terminal.press(before < optionRow() ? "Down" : "Up");
    await terminal.waitUntil(() => ![before, -1].includes(cursorRow()), `a way to ${option}`);
  }
  terminal.press("Enter");
}

/** Gives the right answer to the question on the screen, and goes on. */
export async function answer(terminal: Terminal, question: string, option: string): Promise<void> {
  await terminal.waitFor(question);
  await choose(terminal, option);
  await terminal.waitFor(/Enter (go on|дальше)/);
  terminal.press("Enter");
}

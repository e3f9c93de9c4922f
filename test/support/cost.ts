/** What a key costs on the line to the terminal. */
import type { KeyPress } from "./keyboard.ts";
import type { Terminal } from "./terminal.ts";

/** Presses each key on its own. @returns the bytes that each of them costs, until all is drawn */
export async function costOf(terminal: Terminal, keys: readonly KeyPress[]): Promise<number[]> {
  const costs: number[] = [];
  for (const key of keys) {
    const { bytes } = terminal;
    terminal.press(key);
    await terminal.waitUntil(() => terminal.bytes > bytes, `an answer to ${key}`);
    await terminal.quiet(60);
    costs.push(terminal.bytes - bytes);
  }
  return costs;
}

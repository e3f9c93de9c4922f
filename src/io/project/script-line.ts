/** Where in its script a revision names itself. */
import { readFileSync } from "node:fs";

/** @returns the number of the line, from 1; null where there is no such line, or no script */
export function revisionLine(path: string): number | null {
  try {
    const lines = readFileSync(path, "utf8").split("\n");
    const at = lines.findIndex((line) => /^revision\s*(?::[^=]*)?=/.test(line));
    return at === -1 ? null : at + 1;
  } catch {
    return null;
  }
}

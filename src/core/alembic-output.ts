/** What alembic prints while it runs. */

/** @returns whether a line is part of a Python traceback, of which the last line is enough */
export function isTraceback(line: string): boolean {
  return /^(?:Traceback \(most recent call last\):|\s)/.test(line);
}

/** "c7a3d9e12f8b (head)": the id is the first word, unless env.py has begun that line without ending it. */
export function namesRevision(lines: readonly string[], id: string): boolean {
  return lines.some((line) => line.split(/\s+/).includes(id));
}

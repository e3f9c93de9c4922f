/** What alembic prints while it runs. */

/** @returns whether a line is part of a Python traceback, of which the last line is enough */
export function isTraceback(line: string): boolean {
  return /^(?:Traceback \(most recent call last\):|\s)/.test(line);
}

/** Quoting for the few statements that restamp writes itself. */

/** @returns the name as a quoted SQL identifier, whatever it holds. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

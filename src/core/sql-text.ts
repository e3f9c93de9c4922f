/** Quoting for the few statements that restamp writes itself. */

/** @returns the name as a quoted SQL identifier, whatever it holds. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @returns the text as an SQL string literal; correct for standard_conforming_strings on and off. */
export function quoteLiteral(text: string): string {
  const doubled = text.replaceAll("'", "''");
  return doubled.includes("\\") ? `E'${doubled.replaceAll("\\", "\\\\")}'` : `'${doubled}'`;
}

/** Quoting for the few statements that restamp writes itself. */

/** @returns the name as a quoted SQL identifier, whatever it holds. */
export function quoteIdentifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** @returns schema and name, each quoted */
export function qualifiedName(table: { readonly schema: string; readonly name: string }): string {
  return `${quoteIdentifier(table.schema)}.${quoteIdentifier(table.name)}`;
}

/** @returns the name that an identifier stands for, whether it is written in quotes or not */
export function unquoteIdentifier(written: string): string {
  return written.startsWith('"') ? written.slice(1, -1).replaceAll('""', '"') : written;
}

/** @returns the text as a quoted SQL string, for servers with standard_conforming_strings */
export function quoteLiteral(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/**
 * @returns settings of a session as its `options` parameter and PGOPTIONS take them: blanks part
 *   arguments there unless a backslash stands before them (PostgreSQL docs, "Parameter Key Words")
 */
export function sessionOptions(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `-c ${name}=${value.replace(/[\\\s]/g, "\\$&")}`)
    .join(" ");
}

/** @returns the setting by which unqualified names mean this schema, and no other */
export function searchPath(schema: string): Readonly<Record<string, string>> {
  return { search_path: quoteIdentifier(schema) };
}

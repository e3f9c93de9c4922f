/**
 * Settings that decide how the server prints names and constants, as facts have them. A role,
 * a database or an environment variable such as PGTZ may set them otherwise.
 */
const PRINTING: readonly (readonly [name: string, value: string])[] = [
  // Qualifies every name (ruleutils.c, format_type).
  ["search_path", "pg_catalog"],
  ["quote_all_identifiers", "off"],
  ["standard_conforming_strings", "on"],
  // Constants are kept as values, and printed anew (get_const_expr in ruleutils.c).
  ["TimeZone", "UTC"],
  ["DateStyle", "ISO, YMD"],
  ["IntervalStyle", "postgres"],
  ["extra_float_digits", "1"],
  ["bytea_output", "hex"],
];

/** Sets them for the transaction, and tells the server's version: 150018 is 15.18. */
export const SET_PRINTING_SQL = `
SELECT ${PRINTING.map(([name, value]) => `set_config('${name}', '${value}', true)`).join(",\n  ")},
  current_setting('server_version_num')::int AS version
`;

/** The same as clauses of CREATE FUNCTION. */
export const PRINTING_CLAUSES = PRINTING.map(([name, value]) =>
  name === "search_path" ? `SET search_path = ${value}` : `SET ${name} = '${value}'`,
).join(" ");

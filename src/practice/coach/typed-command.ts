/** Reads what a trainee types at the prompt: as in a shell, or as in psql. Pure. */
import { quoteLiteral } from "../../core/sql-text.ts";

export type TypedCommand =
  /** Arguments of alembic, as typed. */
  | { readonly kind: "alembic"; readonly command: string }
  | { readonly kind: "sql"; readonly sql: string }
  | { readonly kind: "unknown" };

const SQL =
  /^(?:select|insert|update|delete|create|alter|drop|truncate|begin|with|table|grant|revoke|reindex|analyze|vacuum|show|set|explain|do|comment|values|lock|copy)\b/i;

const TABLES = `SELECT n.nspname AS "Schema", c.relname AS "Name", pg_get_userbyid(c.relowner) AS "Owner"
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
  AND n.nspname !~ '^pg_toast' ORDER BY 1, 2`;

const columnsOf = (
  name: string,
) => `SELECT a.attname AS "Column", format_type(a.atttypid, a.atttypmod) AS "Type",
  CASE WHEN a.attnotnull THEN 'not null' ELSE '' END AS "Nullable"
FROM pg_attribute a
WHERE a.attrelid = ${quoteLiteral(name)}::regclass AND a.attnum > 0 AND NOT a.attisdropped
ORDER BY a.attnum`;

export function readTyped(text: string): TypedCommand {
  const typed = text.trim();
  const alembic = /^alembic\s+(.+)$/s.exec(typed)?.[1];
  if (alembic !== undefined) return { kind: "alembic", command: alembic };
  // psql as the written procedure calls it.
  const inQuotes = /^psql\b.*?\s-c\s+(['"])(.*)\1\s*$/s.exec(typed)?.[2];
  if (inQuotes !== undefined) return readTyped(inQuotes);
  if (/^\\dt\+?\s*;?$/.test(typed) || typed === "\\d") return { kind: "sql", sql: TABLES };
  const described = /^\\d\+?\s+(\S+?);?$/.exec(typed)?.[1];
  if (described !== undefined) return { kind: "sql", sql: columnsOf(described) };
  return SQL.test(typed) ? { kind: "sql", sql: typed } : { kind: "unknown" };
}

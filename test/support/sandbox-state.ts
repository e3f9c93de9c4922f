/** All that a trial could change in a sandbox: rows, objects, sessions and files. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../../src/io/ports/sandbox.ts";

/** Every table of the broken database, so that not one row goes unseen. */
const TABLES = `
SELECT format('%I.%I', table_schema, table_name) FROM information_schema.tables
WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
ORDER BY 1`;

/** Of one table, how many rows and a sum of them. */
const rowsOf = (table: string) =>
  `SELECT '${table.replaceAll("'", "''")}', count(*) || ' ' ||
     coalesce(md5(string_agg(t::text, E'\\n' ORDER BY t::text)), '') FROM ${table} AS t`;

const OWN = "nspname NOT IN ('pg_catalog', 'information_schema') AND nspname !~ '^pg_toast'";

/** Each of them a name and what is to be known of it. */
const OBJECTS = [
  `SELECT format('%I.%I.%I', nspname, relname, attname),
     format('%s %s %s', format_type(atttypid, atttypmod), attnotnull, pg_get_userbyid(relowner))
   FROM pg_attribute JOIN pg_class c ON c.oid = attrelid JOIN pg_namespace n ON n.oid = relnamespace
   WHERE ${OWN} AND attnum > 0 AND NOT attisdropped AND relkind IN ('r', 'p', 'v')`,
  `SELECT pg_get_indexdef(indexrelid), indisvalid::text FROM pg_index
   JOIN pg_class c ON c.oid = indexrelid JOIN pg_namespace n ON n.oid = relnamespace WHERE ${OWN}`,
  `SELECT format('%I.%I', nspname, conname), pg_get_constraintdef(c.oid) FROM pg_constraint c
   JOIN pg_namespace n ON n.oid = connamespace WHERE ${OWN}`,
  `SELECT format('%I.%I', nspname, typname), string_agg(enumlabel, ',' ORDER BY enumsortorder)
   FROM pg_enum JOIN pg_type t ON t.oid = enumtypid JOIN pg_namespace n ON n.oid = typnamespace
   GROUP BY 1`,
  "SELECT rolname::text, rolconfig::text FROM pg_roles WHERE rolname !~ '^pg_'",
  "SELECT datname::text, 'database' FROM pg_database WHERE datname !~ 'restamp'",
  // Sessions of restamp's own come and go.
  `SELECT application_name, state FROM pg_stat_activity
   WHERE datname = current_database() AND application_name !~ 'restamp'`,
];

const together = (queries: readonly string[]) =>
  `SELECT * FROM (${queries.join("\nUNION ALL\n")}) AS all_of_it ORDER BY 1, 2`;

const tablesIn = async (sandbox: Sandbox) =>
  (await sandbox.ask(TABLES)).map(([table]) => rowsOf(String(table)));

/** @returns the rows of every table, as a number and a sum */
export async function rowsIn(sandbox: Sandbox): Promise<unknown> {
  const tables = await tablesIn(sandbox);
  return tables.length === 0 ? [] : sandbox.ask(together(tables));
}

export async function stateOf(sandbox: Sandbox): Promise<unknown> {
  const found = await sandbox.ask(together([...(await tablesIn(sandbox)), ...OBJECTS]));
  return { found, files: filesIn(sandbox.project) };
}

/** What was recorded of the very same scripts stays: it took its time. */
const KEPT = /__pycache__|restamp\.reference\.json$/;

function filesIn(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !KEPT.test(path))
    .sort();
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length + 1), readFileSync(path, "utf8")]),
  );
}

/** Conditions that every question to the system catalogs shares. */

/** restamp_recorder is restamp's own, in shadow databases only. */
export const USER_SCHEMAS = `
  n.nspname NOT IN ('information_schema', 'restamp_recorder')
  AND n.nspname !~ '^pg_'`;

/**
 * What belongs to an extension is left out: pg_depend rows with deptype 'e' (PostgreSQL docs,
 * "Dependency Tracking").
 */
export const NOT_OF_AN_EXTENSION = (catalog: string, oid: string) => `
  NOT EXISTS (SELECT FROM pg_depend e WHERE e.deptype = 'e'
    AND e.classid = '${catalog}'::regclass AND e.objid = ${oid})`;

/** @param kinds of pg_class.relkind. FROM and WHERE over the tables that are not an extension's */
export const userTables = (...kinds: readonly ("r" | "p")[]) => `
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN (${kinds.map((kind) => `'${kind}'`).join(", ")}) AND ${USER_SCHEMAS}
  AND ${NOT_OF_AN_EXTENSION("pg_class", "c.oid")}`;

/** For the usual aliases: c of pg_class, n of pg_namespace. */
export const NAMED = `quote_ident(n.nspname) || '.' || quote_ident(c.relname)`;

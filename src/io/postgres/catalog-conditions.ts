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

/** For the usual aliases: c of pg_class, n of pg_namespace. */
export const NAMED = `quote_ident(n.nspname) || '.' || quote_ident(c.relname)`;

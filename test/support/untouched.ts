/** Proves that a program has left a database alone. */
import { expect } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { query } from "./database.ts";

/**
 * Whatever is made, altered, dropped or granted changes the rows of one of these. Catalogs that
 * all databases share are not among them: other tests are at work in theirs.
 */
const CATALOGS = `
  pg_attrdef pg_attribute pg_class pg_constraint pg_depend pg_enum
  pg_event_trigger pg_extension pg_index pg_namespace pg_policy pg_proc pg_rewrite pg_sequence
  pg_trigger pg_type`;

/** A row that was written again is another version, even with the same values: by ctid and xmin. */
const STATEMENTS = `
  SELECT format('SELECT %L AS table, count(*) AS rows,
    md5(string_agg(ctid::text || xmin::text, chr(10) ORDER BY ctid)) AS versions FROM %1$s',
    oid::regclass) AS statement
  FROM pg_class
  WHERE relkind IN ('r', 'm') AND relpersistence <> 't' AND (
    relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
    OR relnamespace = 'pg_catalog'::regnamespace
      AND relname = ANY (regexp_split_to_array('${CATALOGS}', '\\s+')))
  ORDER BY oid`;

/** @returns a check that nothing has been written to the database since */
export async function untouched(database: DatabaseUrl): Promise<() => Promise<void>> {
  const versions = async () => {
    const statements = await query<{ statement: string }>(database, STATEMENTS);
    return query(database, statements.map((row) => row.statement).join(" UNION ALL "));
  };
  const before = await versions();
  return async () => expect(await versions()).toEqual(before);
}

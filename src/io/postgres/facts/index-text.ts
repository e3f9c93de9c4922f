/**
 * An index as pg_get_indexdef prints it. That opens the table, though, which waits for whoever
 * holds it: an index on plain columns is put together from the catalog. For the aliases of the
 * source of indexes: p of pg_index, ic of pg_class, c of its table's.
 */
import { NAMED } from "../catalog-conditions.ts";

/** Columns of the table, in the order of the index, from one place in it up to another. */
const columns = (from: string, to: string, text: string) => `
      (SELECT string_agg(${text}, ', ' ORDER BY place)
        FROM generate_series(${from}, ${to}) place
        JOIN pg_attribute a ON a.attrelid = p.indrelid AND a.attnum = p.indkey[place]
        LEFT JOIN pg_opclass k ON k.oid = p.indclass[place]
        LEFT JOIN pg_namespace kn ON kn.oid = k.opcnamespace)`;

/** The bits of indoption: 1 is DESC, 2 is NULLS FIRST (INDOPTION_DESC in pg_index.h). */
const KEY = `quote_ident(a.attname)
          || CASE WHEN p.indcollation[place] NOT IN (0, a.attcollation)
            THEN ' COLLATE ' || p.indcollation[place]::regcollation::text ELSE '' END
          || CASE WHEN k.opcdefault THEN '' WHEN pg_opclass_is_visible(k.oid)
            THEN ' ' || quote_ident(k.opcname)
            ELSE ' ' || quote_ident(kn.nspname) || '.' || quote_ident(k.opcname) END
          || CASE p.indoption[place] & 3 WHEN 1 THEN ' DESC NULLS LAST' WHEN 2 THEN ' NULLS FIRST'
            WHEN 3 THEN ' DESC' ELSE '' END`;

/** indnullsnotdistinct is there since PostgreSQL 15. */
const PUT_TOGETHER = `'CREATE ' || CASE WHEN p.indisunique THEN 'UNIQUE ' ELSE '' END
      || 'INDEX ' || quote_ident(ic.relname) || ' ON '
      || CASE ic.relkind WHEN 'I' THEN 'ONLY ' ELSE '' END || ${NAMED}
      || ' USING ' || (SELECT quote_ident(amname) FROM pg_am WHERE oid = ic.relam)
      || ' (' || ${columns("0", "p.indnkeyatts - 1", KEY)} || ')'
      || coalesce(' INCLUDE ('
        || ${columns("p.indnkeyatts", "p.indnatts - 1", "quote_ident(a.attname)")} || ')', '')
      || CASE WHEN to_jsonb(p) ->> 'indnullsnotdistinct' = 'true'
        THEN ' NULLS NOT DISTINCT' ELSE '' END`;

/** Expressions, conditions and parameters are for the server to print. */
export const IS_PLAIN_INDEX = `p.indexprs IS NULL AND p.indpred IS NULL AND ic.reloptions IS NULL
      AND NOT EXISTS (SELECT FROM pg_attribute o
        WHERE o.attrelid = p.indexrelid AND o.attoptions IS NOT NULL)`;

/** For where nobody else has the table. */
export const PRINTED_INDEX = "pg_get_indexdef(p.indexrelid)";

export const INDEX_TEXT = `CASE WHEN ${IS_PLAIN_INDEX}
    THEN ${PUT_TOGETHER}
    ELSE ${PRINTED_INDEX} END`;

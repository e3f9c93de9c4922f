/**
 * Empties a database in which everything is known to be restamp's: it was empty before. What
 * belongs to an extension stays, and so does schema public, whose owner and rights are not ours.
 */
import { NOT_OF_AN_EXTENSION } from "../postgres/catalog-conditions.ts";

const RELATION_KINDS = `CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
  WHEN 'S' THEN 'SEQUENCE' WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END`;

const ROUTINE_KINDS = `CASE f.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END`;

export const EMPTY_SQL = `
SET search_path = pg_catalog;
DO $restamp$
DECLARE
  statement text;
BEGIN
  FOR statement IN
    SELECT format('DROP EVENT TRIGGER %I', evtname) FROM pg_event_trigger
      WHERE evtname IN ('restamp_touched', 'restamp_dropped')
    UNION ALL SELECT format('DROP SCHEMA %I CASCADE', n.nspname) FROM pg_namespace n
      WHERE n.nspname <> 'public' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND ${NOT_OF_AN_EXTENSION("pg_namespace", "n.oid")}
  LOOP EXECUTE statement; END LOOP;
  -- One may take others with it, so that each is looked for anew.
  LOOP
    statement := NULL;
    SELECT each INTO statement FROM (
      SELECT format('DROP %s %s CASCADE', ${RELATION_KINDS}, c.oid::regclass) AS each FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S', 'f')
        AND ${NOT_OF_AN_EXTENSION("pg_class", "c.oid")}
      UNION ALL SELECT format('DROP %s %s CASCADE', ${ROUTINE_KINDS}, f.oid::regprocedure) FROM pg_proc f
        WHERE f.pronamespace = 'public'::regnamespace AND ${NOT_OF_AN_EXTENSION("pg_proc", "f.oid")}
      UNION ALL SELECT format('DROP TYPE %s CASCADE', t.oid::regtype) FROM pg_type t
        WHERE t.typnamespace = 'public'::regnamespace AND t.typtype IN ('e', 'd', 'c', 'r')
        AND (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
        AND ${NOT_OF_AN_EXTENSION("pg_type", "t.oid")}
    ) things LIMIT 1;
    EXIT WHEN statement IS NULL;
    EXECUTE statement;
  END LOOP;
END $restamp$;
RESET search_path;
`;

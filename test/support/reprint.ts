/**
 * What a dump and a restore do to a schema, where there is no pg_dump: each object is made anew
 * from what the server prints of it.
 */
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { query } from "./database.ts";

const REPRINT_SQL = `
SET search_path = '';
SET check_function_bodies = off;
DO $reprint$
DECLARE
  it record;
  -- As pg_dump asks: everything is printed before anything is made.
  statements text[] := '{}';
  statement text;
BEGIN
  FOR it IN SELECT o.*, pg_catalog.pg_get_constraintdef(o.oid) AS definition
    FROM pg_catalog.pg_constraint o
    WHERE o.contype IN ('c', 'x') AND o.coninhcount = 0 AND o.connamespace >= 16384
  LOOP
    statements := statements || pg_catalog.format('ALTER %s %s DROP CONSTRAINT %I',
      CASE it.conrelid WHEN 0 THEN 'DOMAIN' ELSE 'TABLE' END,
      CASE it.conrelid WHEN 0 THEN it.contypid::pg_catalog.regtype::text
        ELSE it.conrelid::pg_catalog.regclass::text END, it.conname)
      || pg_catalog.format('ALTER %s %s ADD CONSTRAINT %I %s',
      CASE it.conrelid WHEN 0 THEN 'DOMAIN' ELSE 'TABLE' END,
      CASE it.conrelid WHEN 0 THEN it.contypid::pg_catalog.regtype::text
        ELSE it.conrelid::pg_catalog.regclass::text END, it.conname, it.definition);
  END LOOP;
  FOR it IN SELECT i.indexrelid, pg_catalog.pg_get_indexdef(i.indexrelid) AS definition
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    WHERE c.relnamespace >= 16384 AND c.relkind = 'i' AND NOT c.relispartition AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_constraint o WHERE o.conindid = i.indexrelid)
  LOOP
    statements := statements
      || pg_catalog.format('DROP INDEX %s', it.indexrelid::pg_catalog.regclass) || it.definition;
  END LOOP;
  FOR it IN SELECT d.adrelid, a.attname, pg_catalog.pg_get_expr(d.adbin, d.adrelid) AS definition
    FROM pg_catalog.pg_attrdef d
    JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
    WHERE a.attgenerated = ''
  LOOP
    statements := statements || pg_catalog.format('ALTER TABLE %s ALTER %I SET DEFAULT %s',
      it.adrelid::pg_catalog.regclass, it.attname, it.definition);
  END LOOP;
  FOR it IN SELECT c.oid, pg_catalog.pg_get_viewdef(c.oid) AS definition,
      ' WITH (' || pg_catalog.array_to_string(c.reloptions, ', ') || ')' AS options
    FROM pg_catalog.pg_class c WHERE c.relkind = 'v' AND c.relnamespace >= 16384 ORDER BY c.oid
  LOOP
    statements := statements || pg_catalog.format('CREATE OR REPLACE VIEW %s%s AS %s',
      it.oid::pg_catalog.regclass, it.options, it.definition);
  END LOOP;
  FOR it IN SELECT polname, polrelid::pg_catalog.regclass AS relation,
      pg_catalog.pg_get_expr(polqual, polrelid) AS condition,
      pg_catalog.pg_get_expr(polwithcheck, polrelid) AS with_check FROM pg_catalog.pg_policy
  LOOP
    statements := statements || pg_catalog.format('ALTER POLICY %I ON %s USING (%s)%s',
      it.polname, it.relation, it.condition, ' WITH CHECK (' || it.with_check || ')');
  END LOOP;
  FOR it IN SELECT *, tgrelid::pg_catalog.regclass AS relation,
      pg_catalog.pg_get_triggerdef(oid) AS definition
    FROM pg_catalog.pg_trigger WHERE NOT tgisinternal AND tgparentid = 0
  LOOP
    statements := statements
      || pg_catalog.format('DROP TRIGGER %I ON %s', it.tgname, it.relation) || it.definition;
    IF it.tgenabled <> 'O' THEN
      statements := statements || pg_catalog.format('ALTER TABLE %s %s TRIGGER %I', it.relation,
        CASE it.tgenabled WHEN 'D' THEN 'DISABLE' ELSE 'ENABLE ALWAYS' END, it.tgname);
    END IF;
  END LOOP;
  FOR it IN SELECT pg_catalog.pg_get_functiondef(f.oid) AS definition FROM pg_catalog.pg_proc f
    WHERE f.pronamespace >= 16384 AND f.prokind <> 'a' AND NOT EXISTS (
      SELECT FROM pg_catalog.pg_depend d WHERE d.objid = f.oid AND d.deptype = 'i')
  LOOP
    statements := statements || it.definition;
  END LOOP;
  FOREACH statement IN ARRAY statements LOOP EXECUTE statement; END LOOP;
END $reprint$;`;

/** Makes the constraints, indexes, defaults, views, policies, triggers and functions anew. */
export async function reprint(url: DatabaseUrl): Promise<void> {
  await query(url, REPRINT_SQL);
}

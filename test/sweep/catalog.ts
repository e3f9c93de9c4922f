/**
 * A schema as the sweep sees it, read with SQL of its own: the facts of restamp are what is
 * under test. It sees some things that restamp does not look at, such as comments.
 */
import type pg from "pg";

interface CatalogObject {
  readonly value: string;
  /** The statement that takes the object away; empty where that makes no sense. */
  readonly drop: string;
}

/** By a name that tells the kind, such as `column public.users.email`. */
export type Schema = ReadonlyMap<string, CatalogObject>;

/** The table whose only column is version_num is Alembic's own, whatever it is called. */
const VERSION_TABLES = `
  SELECT attrelid FROM pg_attribute WHERE attnum > 0 AND NOT attisdropped
  GROUP BY attrelid HAVING array_agg(attname::text) = ARRAY['version_num']`;

const OWN = `n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'`;

const NOT_IN_EXTENSION = (id: string) =>
  `NOT EXISTS (SELECT FROM pg_depend e WHERE e.objid = ${id} AND e.deptype = 'e')`;

const RELATIONS = `
  WITH relation AS (
    SELECT c.*, format('%I.%I', n.nspname, c.relname) AS named
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE ${OWN} AND ${NOT_IN_EXTENSION("c.oid")} AND c.oid NOT IN (${VERSION_TABLES}))`;

const OBJECTS = `${RELATIONS}
  SELECT 'table ' || named AS key, concat_ws(' ', relkind, relpersistence, relrowsecurity,
      reloptions::text, obj_description(oid, 'pg_class'), pg_get_partkeydef(oid),
      pg_get_expr(relpartbound, oid)) AS value, 'DROP TABLE ' || named AS drop
    FROM relation WHERE relkind IN ('r', 'p', 'f')
  UNION ALL
  SELECT 'view ' || named, pg_get_viewdef(oid),
      CASE relkind WHEN 'v' THEN 'DROP VIEW ' ELSE 'DROP MATERIALIZED VIEW ' END || named
    FROM relation WHERE relkind IN ('v', 'm')
  UNION ALL
  SELECT format('column %s.%I', named, attname), concat_ws(' ', format_type(atttypid, atttypmod),
      attnotnull, attidentity, attgenerated, attcollation::regcollation, col_description(attrelid, attnum),
      (SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef d WHERE d.adrelid = attrelid AND d.adnum = attnum)),
      format('ALTER TABLE %s DROP COLUMN %I', named, attname)
    FROM relation JOIN pg_attribute ON attrelid = oid
    WHERE relkind IN ('r', 'p', 'f') AND attnum > 0 AND NOT attisdropped
  UNION ALL
  SELECT format('constraint %s.%I', named, conname), pg_get_constraintdef(k.oid),
      format('ALTER TABLE %s DROP CONSTRAINT %I', named, conname)
    FROM relation r JOIN pg_constraint k ON conrelid = r.oid WHERE contype IN ('p', 'u', 'c', 'f', 'x')
  UNION ALL
  SELECT 'index ' || i.named, pg_get_indexdef(i.oid) || x.indisvalid, 'DROP INDEX ' || i.named
    FROM relation i JOIN pg_index x ON x.indexrelid = i.oid
    WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = i.oid AND contype IN ('p', 'u', 'x'))
  UNION ALL
  SELECT 'sequence ' || named, concat_ws(' ', s.*), ''
    FROM relation r JOIN LATERAL (SELECT seqtypid::regtype, seqstart, seqincrement, seqcycle
      FROM pg_sequence WHERE seqrelid = r.oid) s ON true
  UNION ALL
  SELECT format('trigger %s.%I', named, tgname), pg_get_triggerdef(t.oid) || tgenabled::text,
      format('DROP TRIGGER %I ON %s', tgname, named)
    FROM relation r JOIN pg_trigger t ON tgrelid = r.oid WHERE NOT tgisinternal
  UNION ALL
  SELECT format('policy %s.%I', named, polname), concat_ws(' ', polcmd, polpermissive,
      pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)),
      format('DROP POLICY %I ON %s', polname, named)
    FROM relation r JOIN pg_policy p ON polrelid = r.oid
  UNION ALL
  SELECT format('type %I.%I', n.nspname, typname), concat_ws(' ', typtype, typnotnull, typdefault,
      format_type(typbasetype, typtypmod),
      (SELECT string_agg(enumlabel, ',' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)), ''
    FROM pg_type t JOIN pg_namespace n ON n.oid = typnamespace
    WHERE ${OWN} AND typtype IN ('e', 'd') AND ${NOT_IN_EXTENSION("t.oid")}
  UNION ALL
  SELECT 'function ' || p.oid::regprocedure, md5(pg_get_functiondef(p.oid)),
      'DROP ROUTINE ' || p.oid::regprocedure
    FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
    WHERE ${OWN} AND prokind IN ('f', 'p') AND ${NOT_IN_EXTENSION("p.oid")}
  UNION ALL SELECT 'extension ' || extname, '', '' FROM pg_extension
  UNION ALL SELECT format('schema %I', nspname), '', '' FROM pg_namespace n WHERE ${OWN}
  ORDER BY 1`;

export async function readSchema(client: pg.Client): Promise<Schema> {
  await client.query("SET search_path = pg_catalog");
  const { rows } = await client.query<CatalogObject & { key: string }>(OBJECTS);
  await client.query("RESET search_path");
  return new Map(rows.map(({ key, value, drop }) => [key, { value, drop }]));
}

/** @returns names of the objects in which the two differ */
export function differences(one: Schema, other: Schema): string[] {
  const names = new Set([...one.keys(), ...other.keys()]);
  return [...names].filter((name) => one.get(name)?.value !== other.get(name)?.value);
}

export interface VersionTable {
  /** Qualified and quoted. */
  readonly named: string;
  readonly rows: readonly string[];
}

export async function readVersionTable(client: pg.Client): Promise<VersionTable | null> {
  const { rows } = await client.query<{ named: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS named FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'r' AND c.oid IN (${VERSION_TABLES})`,
  );
  const named = rows[0]?.named;
  if (named === undefined) return null;
  const stamp = await client.query<{ version_num: string }>(`SELECT version_num FROM ${named}`);
  return { named, rows: stamp.rows.map((row) => row.version_num).sort() };
}

/** Facts about types, and about collations. */
import type { FactSource } from "./source.ts";

const TYPE = "pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace";

const TYPE_NAMED = "quote_ident(n.nspname) || '.' || quote_ident(t.typname)";

const ENUM: FactSource = {
  key: `'enum ' || ${TYPE_NAMED}`,
  value: `coalesce((SELECT string_agg(quote_literal(v.enumlabel), ', ' ORDER BY v.enumsortorder)
      FROM pg_enum v WHERE v.enumtypid = t.oid), '')`,
  from: TYPE,
  where: "t.typtype = 'e'",
  unit: "t.oid",
  catalog: "pg_type",
};

/** Since PostgreSQL 17 a domain's NOT NULL is a constraint too (contype 'n'). */
const DOMAIN: FactSource = {
  key: `'domain ' || ${TYPE_NAMED}`,
  value: `concat_ws(' ', format_type(t.typbasetype, t.typtypmod),
      (SELECT 'collate ' || t.typcollation::regcollation::text FROM pg_type b
        WHERE b.oid = t.typbasetype AND b.typcollation <> t.typcollation),
      CASE WHEN t.typnotnull THEN 'not null' END, 'default ' || t.typdefault,
      (SELECT string_agg('constraint ' || quote_ident(o.conname) || ' ' || pg_get_constraintdef(o.oid), ' '
          ORDER BY o.conname)
        FROM pg_constraint o WHERE o.contypid = t.oid AND o.contype = 'c'))`,
  from: TYPE,
  where: "t.typtype = 'd'",
  unit: "t.oid",
  catalog: "pg_type",
};

/** Every table has a composite type too: those of CREATE TYPE have a relation of kind c. */
const COMPOSITE: FactSource = {
  key: `'composite ' || ${TYPE_NAMED}`,
  value: `coalesce((SELECT string_agg(concat_ws(' ', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
          (SELECT 'collate ' || a.attcollation::regcollation::text FROM pg_type b
            WHERE b.oid = a.atttypid AND b.typcollation <> a.attcollation)), ', ' ORDER BY a.attnum)
      FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0 AND NOT a.attisdropped), '')`,
  from: `${TYPE} JOIN pg_class r ON r.oid = t.typrelid`,
  where: "t.typtype = 'c' AND r.relkind = 'c'",
  unit: "t.oid",
  catalog: "pg_type",
};

/** Its multirange type and the functions that make its values follow from it. */
const RANGE: FactSource = {
  key: `'range ' || ${TYPE_NAMED}`,
  value: `concat_ws(' ', 'of ' || format_type(g.rngsubtype, NULL),
      (SELECT 'collate ' || g.rngcollation::regcollation::text FROM pg_type b
        WHERE b.oid = g.rngsubtype AND b.typcollation <> g.rngcollation),
      (SELECT 'class ' || quote_ident(kn.nspname) || '.' || quote_ident(k.opcname) FROM pg_opclass k
        JOIN pg_namespace kn ON kn.oid = k.opcnamespace WHERE k.oid = g.rngsubopc AND NOT k.opcdefault),
      CASE WHEN g.rngcanonical <> 0 THEN 'canonical ' || g.rngcanonical::regproc::text END,
      CASE WHEN g.rngsubdiff <> 0 THEN 'subtype_diff ' || g.rngsubdiff::regproc::text END)`,
  from: `${TYPE} JOIN pg_range g ON g.rngtypid = t.oid`,
  unit: "t.oid",
  catalog: "pg_type",
};

/** Which locale it is, each version spells in its own way. */
const COLLATION: FactSource = {
  key: "'collation ' || quote_ident(n.nspname) || '.' || quote_ident(k.collname)",
  value: `concat_ws(' ', CASE k.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' ELSE 'builtin' END,
      CASE WHEN NOT k.collisdeterministic THEN 'not deterministic' END)`,
  from: "pg_collation k JOIN pg_namespace n ON n.oid = k.collnamespace",
  unit: "k.oid",
  catalog: "pg_collation",
};

export const TYPE_SOURCES: readonly FactSource[] = [ENUM, DOMAIN, COMPOSITE, RANGE, COLLATION];

/** Rows for a schema that nobody has seen before: a few in each table that will take them. */

/**
 * Tables come in the order in which they were made, which is mostly that of their
 * foreign keys; a value is found by its type's category (PostgreSQL docs, "pg_type", typcategory),
 * a reference by the referenced table's own rows. A table that wants more than this stays empty.
 */
export const SAMPLE_ROWS_SQL = `DO $sample$
DECLARE
  target record;
  columns text;
  expressions text;
BEGIN
  FOR target IN
    SELECT c.oid, c.oid::regclass AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
      AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'version_num')
    ORDER BY c.oid
  LOOP
    FOR n IN 1..5 LOOP
      SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum),
        string_agg(CASE
          WHEN key.confrelid IS NOT NULL THEN
            format('(SELECT %I FROM %s ORDER BY 1 OFFSET %s LIMIT 1)', there.attname,
              key.confrelid::regclass, n - 1)
          WHEN base.typname = 'uuid' THEN quote_literal(md5(n::text)) || '::uuid'
          WHEN base.typname IN ('json', 'jsonb') THEN quote_literal('{}')
          WHEN base.typname = 'bytea' THEN quote_literal('')
          ELSE CASE base.typcategory
            WHEN 'N' THEN n::text
            WHEN 'S' THEN quote_literal(CASE
              WHEN base.typname = 'varchar' AND a.atttypmod > 4 THEN left(a.attname || n, a.atttypmod - 5) || n
              WHEN base.typname = 'bpchar' AND a.atttypmod > 4 THEN repeat(n::text, a.atttypmod - 4)
              ELSE a.attname || n END)
            WHEN 'B' THEN 'true'
            WHEN 'D' THEN format('%L::timestamptz::%s', '2026-01-0' || n, base.typname)
            WHEN 'T' THEN quote_literal(n || ' hours')
            WHEN 'I' THEN quote_literal('192.0.2.' || n)
            WHEN 'A' THEN quote_literal('{}')
            WHEN 'E' THEN (SELECT quote_literal(enumlabel) FROM pg_enum e WHERE e.enumtypid = base.oid
              ORDER BY enumsortorder LIMIT 1)
            ELSE 'NULL' END
          END, ', ' ORDER BY a.attnum)
      INTO columns, expressions
      FROM pg_attribute a
      JOIN pg_type own ON own.oid = a.atttypid
      JOIN pg_type base ON base.oid = CASE own.typtype WHEN 'd' THEN own.typbasetype ELSE own.oid END
      LEFT JOIN LATERAL (SELECT k.confrelid, k.confkey[1] AS there FROM pg_constraint k
        WHERE k.conrelid = a.attrelid AND k.contype = 'f' AND k.conkey = ARRAY[a.attnum]
          AND k.confrelid <> k.conrelid LIMIT 1) key ON true
      LEFT JOIN pg_attribute there ON there.attrelid = key.confrelid AND there.attnum = key.there
      WHERE a.attrelid = target.oid AND a.attnum > 0 AND NOT a.attisdropped
        AND a.attnotnull AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = '';
      BEGIN
        IF columns IS NULL THEN EXECUTE format('INSERT INTO %s DEFAULT VALUES', target.name);
        ELSE EXECUTE format('INSERT INTO %s (%s) VALUES (%s)', target.name, columns, expressions);
        END IF;
      EXCEPTION WHEN OTHERS THEN EXIT;
      END;
    END LOOP;
  END LOOP;
END $sample$;
ANALYZE`;

/** Facts about what hangs on a relation: constraints, indexes, triggers and policies. */
import { INDEX_TEXT, PRINTED_INDEX } from "./index-text.ts";
import { type FactSource, PART_NAMED, PART_OF } from "./source.ts";

/**
 * Since PostgreSQL 18 NOT NULL is a constraint too (contype 'n'); the column says it already.
 * A foreign key of or to a partitioned table has copies for its partitions (conparentid), which
 * follow from it and are named otherwise by each version.
 */
const CONSTRAINT: FactSource = {
  key: `'constraint ' || ${PART_NAMED("p.conname")}`,
  value: "pg_get_constraintdef(p.oid)",
  from: PART_OF("pg_constraint", "conrelid"),
  where: "p.contype IN ('p', 'u', 'c', 'f', 'x') AND (p.contype <> 'f' OR p.conparentid = 0)",
  unit: "c.oid",
  own: "p.oid",
  scoped: "fact",
  catalog: "pg_class",
};

const INVALID_MARK = "CASE WHEN p.indisvalid THEN '' ELSE ' INVALID' END";

const INDEX: FactSource = {
  key: `'index ' || ${PART_NAMED("ic.relname")}`,
  value: `${INDEX_TEXT} || ${INVALID_MARK}`,
  valueAlone: `${PRINTED_INDEX} || ${INVALID_MARK}`,
  from: `${PART_OF("pg_index", "indrelid")} JOIN pg_class ic ON ic.oid = p.indexrelid`,
  where: `c.relkind IN ('r', 'p', 'm') AND NOT EXISTS (SELECT FROM pg_constraint o
      WHERE o.conrelid = p.indrelid AND o.conindid = p.indexrelid AND o.contype IN ('p', 'u', 'x'))`,
  unit: "c.oid",
  own: "p.indexrelid",
  scoped: "fact",
  always: "NOT p.indisvalid",
  catalog: "pg_class",
};

/** A partitioned table's trigger is copied to its partitions (tgparentid), internal before 15. */
const TRIGGER: FactSource = {
  key: `'trigger ' || ${PART_NAMED("p.tgname")}`,
  value: `pg_get_triggerdef(p.oid)
      || CASE p.tgenabled WHEN 'O' THEN '' ELSE ' enabled ' || p.tgenabled::text END`,
  from: PART_OF("pg_trigger", "tgrelid"),
  where: "NOT p.tgisinternal AND p.tgparentid = 0",
  unit: "c.oid",
  isRare: true,
  own: "p.oid",
  scoped: "fact",
  catalog: "pg_class",
};

const POLICY: FactSource = {
  key: `'policy ' || ${PART_NAMED("p.polname")}`,
  value: `concat_ws(' ', CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END, p.polcmd::text,
      (SELECT 'to ' || string_agg(role, ', ' ORDER BY role) FROM (
        SELECT CASE r WHEN 0 THEN 'public' ELSE pg_get_userbyid(r)::text END COLLATE "C" AS role
        FROM unnest(p.polroles) r) roles))
      || CASE WHEN p.polqual IS NULL THEN '' ELSE ' using ' || pg_get_expr(p.polqual, p.polrelid) END
      || CASE WHEN p.polwithcheck IS NULL THEN ''
        ELSE ' check ' || pg_get_expr(p.polwithcheck, p.polrelid) END`,
  from: PART_OF("pg_policy", "polrelid"),
  unit: "c.oid",
  isRare: true,
  own: "p.oid",
  scoped: "fact",
  catalog: "pg_class",
};

export const PART_SOURCES: readonly FactSource[] = [CONSTRAINT, INDEX, TRIGGER, POLICY];

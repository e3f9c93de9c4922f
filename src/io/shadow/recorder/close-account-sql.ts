/**
 * Closes the account of a revision: reads the facts of what was touched again, and of whatever
 * those facts name, and notes which of them are otherwise than before.
 *
 * What touched objects are called appears in the facts of others (a foreign key names its table, a
 * view its columns), so when a fact has gone or a type has changed, what depends on it (pg_depend) is
 * read as well.
 */
import { factsOfUnitsSql } from "../../postgres/facts-sql.ts";
import { PRINTING_CLAUSES } from "../../postgres/printing.ts";
import { CLOSED_MARK, TELLS } from "./log-marks.ts";

export const CLOSE_ACCOUNT_SQL = `-- Every object that has facts or is part of one, and the unit that its facts belong to.
CREATE FUNCTION restamp_recorder.unit_of(class oid, object oid) RETURNS oid
LANGUAGE sql STABLE AS $recorder$
  SELECT CASE class
    WHEN 'pg_class'::regclass
      THEN coalesce((SELECT indrelid FROM pg_index WHERE indexrelid = object),
        (SELECT reltype FROM pg_class WHERE oid = object AND relkind = 'c'),
        (SELECT refobjid FROM pg_depend WHERE classid = class AND objid = object AND refclassid = class
          AND deptype = 'i' AND EXISTS (SELECT FROM pg_sequence WHERE seqrelid = object)), object)
    WHEN 'pg_constraint'::regclass
      THEN (SELECT CASE conrelid WHEN 0 THEN contypid ELSE conrelid END FROM pg_constraint WHERE oid = object)
    WHEN 'pg_attrdef'::regclass THEN (SELECT adrelid FROM pg_attrdef WHERE oid = object)
    WHEN 'pg_trigger'::regclass THEN (SELECT tgrelid FROM pg_trigger WHERE oid = object)
    WHEN 'pg_policy'::regclass THEN (SELECT polrelid FROM pg_policy WHERE oid = object)
    WHEN 'pg_rewrite'::regclass THEN (SELECT ev_class FROM pg_rewrite WHERE oid = object)
    ELSE object END
$recorder$;

CREATE FUNCTION restamp_recorder.close_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER ${PRINTING_CLAUSES} SET plan_cache_mode = force_generic_plan
  SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $recorder$
DECLARE
  turn bigint := nextval('restamp_recorder.closed') - 1;
  waiting oid[];
  read_again oid[] := '{}';
  -- Whether anything but relations was touched: most revisions leave the rest alone.
  others boolean;
  -- What moves an extension or a schema moves whatever is called after it.
  everything boolean := EXISTS (SELECT FROM restamp_recorder.touched
    WHERE account = turn AND classid IN ('pg_namespace'::regclass, 'pg_extension'::regclass));
BEGIN
  INSERT INTO restamp_recorder.account (revision) VALUES (NEW.version_num);
  IF ${TELLS} THEN RAISE LOG '${CLOSED_MARK}%', NEW.version_num; END IF;
  -- It moved rows only.
  IF NOT EXISTS (SELECT FROM restamp_recorder.touched WHERE account = turn) THEN RETURN NULL; END IF;
  SELECT array_agg(DISTINCT unit) INTO waiting FROM (
    SELECT restamp_recorder.unit_of(t.classid, t.objid) AS unit FROM restamp_recorder.touched t
      WHERE t.account = turn
    UNION SELECT k.unit FROM restamp_recorder.known k JOIN restamp_recorder.touched t ON k.own = t.objid
      WHERE t.account = turn
    UNION SELECT k.unit FROM restamp_recorder.known k WHERE everything
  ) units WHERE unit IS NOT NULL;
  -- A command on a parent is a command on its children, and no trigger names them.
  IF EXISTS (SELECT FROM pg_inherits WHERE inhparent = ANY(waiting) OR inhrelid = ANY(waiting))
    OR EXISTS (SELECT FROM restamp_recorder.known WHERE value LIKE '%partition of %')
  THEN
    SELECT array_agg(DISTINCT unit) INTO waiting FROM (
      SELECT unnest(waiting) UNION SELECT inhrelid FROM pg_inherits
      UNION SELECT k.unit FROM restamp_recorder.known k WHERE k.value LIKE '%partition of %'
    ) inheriting (unit) WHERE unit IS NOT NULL;
  END IF;
  others := EXISTS (SELECT FROM unnest(waiting) unit
    WHERE NOT EXISTS (SELECT FROM pg_class c WHERE c.oid = unit));
  WHILE waiting IS NOT NULL LOOP
    -- Setting up a query over so many catalogs takes longer than running it.
    IF EXISTS (SELECT FROM pg_class WHERE oid = ANY(waiting) AND relkind IN ('r', 'p', 'f', 'm')) THEN
      INSERT INTO restamp_recorder.now
        SELECT facts.*, turn FROM (${factsOfUnitsSql("waiting", "tables")}) facts WHERE unit <> TG_RELID;
    END IF;
    IF EXISTS (SELECT FROM pg_class WHERE oid = ANY(waiting) AND relkind IN ('v', 'm', 'S'))
      OR EXISTS (SELECT FROM pg_trigger WHERE tgrelid = ANY(waiting) AND NOT tgisinternal)
      OR EXISTS (SELECT FROM pg_policy WHERE polrelid = ANY(waiting))
    THEN
      INSERT INTO restamp_recorder.now
        SELECT facts.*, turn FROM (${factsOfUnitsSql("waiting", "rarer")}) facts WHERE unit <> TG_RELID;
    END IF;
    IF others THEN
      INSERT INTO restamp_recorder.now
        SELECT facts.*, turn FROM (${factsOfUnitsSql("waiting", "others")}) facts;
    END IF;
    read_again := read_again || waiting;
    others := true; -- what depends on them may be of any kind
    -- An object that is called otherwise now, and a type with other labels.
    SELECT array_agg(DISTINCT dependent) INTO waiting FROM (
      SELECT restamp_recorder.unit_of(d.classid, d.objid) AS dependent
      FROM (
        SELECT k.unit FROM restamp_recorder.known k
        LEFT JOIN restamp_recorder.now n ON n.key = k.key AND n.account = turn
        WHERE k.unit = ANY(waiting) AND (n.key IS NULL
          OR (n.value <> k.value AND (n.key LIKE 'enum %' OR n.key LIKE 'composite %')))
      ) renamed JOIN pg_depend d ON d.refobjid = renamed.unit
        OR d.refobjid = (SELECT typrelid FROM pg_type WHERE oid = renamed.unit AND typrelid <> 0)
    ) dependents WHERE dependent IS NOT NULL AND NOT dependent = ANY(read_again);
  END LOOP;
  INSERT INTO restamp_recorder.account (revision, key, before, after)
    SELECT NEW.version_num, key, k.value, n.value
    FROM (SELECT * FROM restamp_recorder.known WHERE unit = ANY(read_again)) k
    FULL JOIN (SELECT * FROM restamp_recorder.now WHERE account = turn) n USING (key)
    WHERE k.value IS DISTINCT FROM n.value
    ORDER BY key COLLATE "C";
  DELETE FROM restamp_recorder.known WHERE unit = ANY(read_again);
  INSERT INTO restamp_recorder.known
    SELECT key, value, unit, own FROM restamp_recorder.now WHERE account = turn;
  RETURN NULL;
END $recorder$;`;

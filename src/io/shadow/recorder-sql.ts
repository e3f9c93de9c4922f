/**
 * The observer that lives inside a shadow database while Alembic upgrades it.
 *
 * Alembic tells when a revision is done by moving the version table's rows: INSERT for a base
 * or a new branch, UPDATE for a step along one, DELETE and UPDATE for a merge (HeadMaintainer
 * in alembic/runtime/migration.py, 1.8 to 1.20). A trigger on that table closes the account of
 * the revision that the new row names. The table's own name is the project's choice, so an
 * event trigger looks out for the creation of one.
 *
 * Reading the whole catalog for every revision would cost many times the upgrade itself, so
 * event triggers note which objects each command touched or dropped (PostgreSQL docs, "Event
 * Trigger Functions"), and only the facts of those are read again. What touched objects are
 * called appears in the facts of others (a foreign key names its table, a view its columns),
 * so when a fact has gone or a type has changed, what depends on it (pg_depend) is read as well.
 */
import { ALL_FACTS_SQL, factsOfUnitsSql } from "../postgres/facts-sql.ts";
import { PRINTING_CLAUSES } from "../postgres/printing.ts";

/** What the recorder writes into the server's log where `restamp.tell` is on. */
export const STARTED_MARK = "restamp has a version table";
export const CLOSED_MARK = "restamp closed ";

const TELLS = "coalesce(current_setting('restamp.tell', true), '') = 'on'";

/** Any role that env.py takes on may read the token. */
export const SENTINEL_SQL = `
CREATE SCHEMA IF NOT EXISTS restamp_recorder;
DROP TABLE IF EXISTS restamp_recorder.sentinel;
CREATE TABLE restamp_recorder.sentinel (token text NOT NULL);
GRANT USAGE ON SCHEMA restamp_recorder TO PUBLIC;
GRANT SELECT ON restamp_recorder.sentinel TO PUBLIC;
`;

/** What every recorder keeps. */
export const RECORDER_TABLES_SQL = `CREATE TABLE restamp_recorder.account (
  place bigint GENERATED ALWAYS AS IDENTITY, revision text NOT NULL,
  key text, before text, after text);

-- How many accounts were closed: a sequence keeps counting where a failed upgrade is rolled back.
CREATE SEQUENCE restamp_recorder.closed;

-- Facts as of the last closed account, and as they are now.
CREATE UNLOGGED TABLE restamp_recorder.known (key text, value text, unit oid, own oid);
CREATE INDEX ON restamp_recorder.known (unit);
CREATE INDEX ON restamp_recorder.known (own);
-- Asked for at every revision, and usually empty.
CREATE INDEX ON restamp_recorder.known (unit) WHERE value LIKE '%partition of %';
CREATE UNLOGGED TABLE restamp_recorder.now (LIKE restamp_recorder.known);
`;

/** Accounts closed so far: a sequence that was never used says 1, too. */
const CLOSED =
  "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM restamp_recorder.closed)";

export const INSTALL_RECORDER_SQL = `
CREATE SCHEMA IF NOT EXISTS restamp_recorder;
SET search_path = pg_catalog;

${RECORDER_TABLES_SQL}
-- Rows carry the number of their account and are never deleted: within one transaction deleted
-- rows stay, and each account would read those of all before it.
CREATE UNLOGGED TABLE restamp_recorder.touched (account bigint, classid oid, objid oid);
CREATE INDEX ON restamp_recorder.touched (account);
ALTER TABLE restamp_recorder.now ADD account bigint;
CREATE INDEX ON restamp_recorder.now (account);

-- Every object that has facts or is part of one, and the unit that its facts belong to.
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
END $recorder$;

CREATE FUNCTION restamp_recorder.note_touched() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $recorder$
DECLARE
  created regclass;
BEGIN
  INSERT INTO restamp_recorder.touched
    SELECT ${CLOSED}, c.classid, c.objid
    FROM pg_event_trigger_ddl_commands() c
    WHERE c.objid IS NOT NULL AND c.schema_name IS DISTINCT FROM 'restamp_recorder';
  IF TG_TAG <> 'CREATE TABLE' THEN RETURN; END IF;
  FOR created IN
    SELECT c.objid FROM pg_event_trigger_ddl_commands() c
    WHERE c.object_type = 'table' AND (SELECT array_agg(a.attname::text) FROM pg_attribute a
      WHERE a.attrelid = c.objid AND a.attnum > 0 AND NOT a.attisdropped) = ARRAY['version_num']
  LOOP
    EXECUTE format('CREATE TRIGGER restamp_recorder AFTER INSERT OR UPDATE ON %s
      FOR EACH ROW EXECUTE FUNCTION restamp_recorder.close_account()', created);
    -- Also where a script switches triggers off (session_replication_role).
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER restamp_recorder', created);
    -- Where ids are longer than Alembic has room for, somebody has widened the real one.
    EXECUTE format('ALTER TABLE %s ALTER version_num TYPE text', created);
    IF ${TELLS} THEN RAISE LOG '${STARTED_MARK}'; END IF;
  END LOOP;
END $recorder$;

CREATE FUNCTION restamp_recorder.note_dropped() RETURNS event_trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $recorder$
BEGIN
  INSERT INTO restamp_recorder.touched
    SELECT ${CLOSED}, d.classid, d.objid FROM pg_event_trigger_dropped_objects() d
    WHERE NOT d.is_temporary AND d.schema_name IS DISTINCT FROM 'restamp_recorder';
END $recorder$;

-- What is there before the first revision, such as what env.py makes, is not its doing; what a
-- revision makes of it is.
CREATE FUNCTION restamp_recorder.begin() RETURNS void
LANGUAGE plpgsql ${PRINTING_CLAUSES} AS $recorder$
BEGIN
  TRUNCATE restamp_recorder.touched, restamp_recorder.known;
  INSERT INTO restamp_recorder.known (key, value, unit, own) ${ALL_FACTS_SQL};
END $recorder$;
SELECT restamp_recorder.begin();

CREATE EVENT TRIGGER restamp_touched ON ddl_command_end EXECUTE FUNCTION restamp_recorder.note_touched();
CREATE EVENT TRIGGER restamp_dropped ON sql_drop EXECUTE FUNCTION restamp_recorder.note_dropped();
ALTER EVENT TRIGGER restamp_touched ENABLE ALWAYS;
ALTER EVENT TRIGGER restamp_dropped ENABLE ALWAYS;
RESET search_path;
`;

/** After the recorder was installed and before the first revision is run. */
export const BEGIN_AGAIN_SQL = `
DO $$ BEGIN
  IF EXISTS (SELECT FROM restamp_recorder.touched) THEN PERFORM restamp_recorder.begin(); END IF;
END $$`;

export const CLOSED_SQL = `SELECT ${CLOSED}::int AS closed`;

export const READ_ACCOUNTS_SQL = `
SELECT revision, key, before, after FROM restamp_recorder.account ORDER BY place`;

/** The table that the recorder's trigger sits on. */
export const VERSION_TABLE_SQL = `
SELECT n.nspname AS schema, c.relname AS name FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.tgname = 'restamp_recorder'`;

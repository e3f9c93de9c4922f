/** Notes which objects each command touches or drops, and looks out for the version table. */
import { STARTED_MARK, TELLS } from "./log-marks.ts";
import { CLOSED } from "./tables-sql.ts";

export const NOTE_TOUCHED_SQL = `CREATE FUNCTION restamp_recorder.note_touched() RETURNS event_trigger
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
END $recorder$;`;

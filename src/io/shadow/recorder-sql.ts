/**
 * The observer that lives inside a shadow database while Alembic upgrades it.
 *
 * Alembic tells when a revision is done by moving the version table's rows: INSERT for a base
 * or a new branch, UPDATE for a step along one, DELETE and UPDATE for a merge (HeadMaintainer
 * in alembic/runtime/migration.py, 1.8 to 1.20). A trigger on that table closes the account of
 * the revision that the new row names. The table's own name is the project's choice, so an
 * event trigger looks out for the creation of one.
 */
import { FACTS_SQL } from "../postgres/catalog-sql.ts";

export const INSTALL_RECORDER_SQL = `
CREATE SCHEMA restamp_recorder;

CREATE TABLE restamp_recorder.account (
  place bigint GENERATED ALWAYS AS IDENTITY, revision text NOT NULL,
  key text, before text, after text);

CREATE TABLE restamp_recorder.known (key text PRIMARY KEY, value text NOT NULL);

SET search_path = pg_catalog;
CREATE VIEW restamp_recorder.facts AS ${FACTS_SQL};

CREATE FUNCTION restamp_recorder.close_account() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $recorder$
DECLARE
  version_table text := quote_ident(TG_TABLE_SCHEMA) || '.' || quote_ident(TG_TABLE_NAME);
BEGIN
  INSERT INTO restamp_recorder.account (revision) VALUES (NEW.version_num);
  CREATE TEMP TABLE restamp_now ON COMMIT DROP AS
    SELECT key, coalesce(value, '') AS value FROM restamp_recorder.facts
    WHERE key <> 'table ' || version_table
      AND key NOT LIKE '% ' || replace(replace(version_table, '\\', '\\\\'), '_', '\\_') || '.%';
  INSERT INTO restamp_recorder.account (revision, key, before, after)
    SELECT NEW.version_num, key, k.value, n.value
    FROM pg_temp.restamp_now n FULL JOIN restamp_recorder.known k USING (key)
    WHERE k.value IS DISTINCT FROM n.value
    ORDER BY key COLLATE "C";
  DELETE FROM restamp_recorder.known;
  INSERT INTO restamp_recorder.known SELECT key, value FROM pg_temp.restamp_now;
  DROP TABLE pg_temp.restamp_now;
  RETURN NULL;
END $recorder$;

CREATE FUNCTION restamp_recorder.watch_version_table() RETURNS event_trigger
LANGUAGE plpgsql SET search_path = pg_catalog AS $recorder$
DECLARE
  created record;
BEGIN
  FOR created IN
    SELECT c.objid::regclass AS name FROM pg_event_trigger_ddl_commands() c
    WHERE c.object_type = 'table' AND (SELECT array_agg(a.attname::text) FROM pg_attribute a
      WHERE a.attrelid = c.objid AND a.attnum > 0 AND NOT a.attisdropped) = ARRAY['version_num']
  LOOP
    EXECUTE format('CREATE TRIGGER restamp_recorder AFTER INSERT OR UPDATE ON %s
      FOR EACH ROW EXECUTE FUNCTION restamp_recorder.close_account()', created.name);
  END LOOP;
END $recorder$;

CREATE EVENT TRIGGER restamp_recorder ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
  EXECUTE FUNCTION restamp_recorder.watch_version_table();

-- What is there before the first revision, such as an extension of the template, is not its doing.
INSERT INTO restamp_recorder.known SELECT key, coalesce(value, '') FROM restamp_recorder.facts;
RESET search_path;
`;

export const READ_ACCOUNTS_SQL = `
SELECT revision, key, before, after FROM restamp_recorder.account ORDER BY place`;

/**
 * The recorder for a role that is no superuser, and so may make no event triggers before
 * PostgreSQL 18: it reads the whole catalog again at each revision. That is slower, and finds the
 * same. Without event triggers nothing tells when the version table is made, so it is made here,
 * as Alembic makes it (`_ensure_version_table` in alembic/runtime/migration.py, 1.8 to 1.20), with room
 * for ids of any length: where they are long, somebody has widened the real one.
 */
import { qualifiedName, quoteIdentifier, quoteLiteral } from "../../../core/sql-text.ts";
import { ALL_FACTS_SQL } from "../../postgres/facts-sql.ts";
import { PRINTING_CLAUSES } from "../../postgres/printing.ts";
import { RECORDER_TABLES_SQL } from "./tables-sql.ts";

/** @param versionTable as env.py configures it */
export function readingRecorderSql({ schema, name }: { schema: string; name: string }): string {
  const table = qualifiedName({ schema, name });
  return `
CREATE SCHEMA IF NOT EXISTS restamp_recorder;
CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(schema)};
CREATE TABLE ${table} (version_num text NOT NULL,
  CONSTRAINT ${quoteIdentifier(`${name}_pkc`)} PRIMARY KEY (version_num));
SET search_path = pg_catalog;
${RECORDER_TABLES_SQL}
CREATE FUNCTION restamp_recorder.close_account() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER ${PRINTING_CLAUSES} AS $recorder$
BEGIN
  PERFORM nextval('restamp_recorder.closed');
  INSERT INTO restamp_recorder.account (revision) VALUES (NEW.version_num);
  -- Not DELETE: deleted rows stay until the transaction ends, and an upgrade is one.
  TRUNCATE restamp_recorder.now;
  INSERT INTO restamp_recorder.now (key, value)
    SELECT key, value FROM (${ALL_FACTS_SQL}) facts WHERE unit <> TG_RELID;
  INSERT INTO restamp_recorder.account (revision, key, before, after)
    SELECT NEW.version_num, key, k.value, n.value
    FROM restamp_recorder.known k FULL JOIN restamp_recorder.now n USING (key)
    WHERE k.value IS DISTINCT FROM n.value
    ORDER BY key COLLATE "C";
  TRUNCATE restamp_recorder.known;
  INSERT INTO restamp_recorder.known SELECT * FROM restamp_recorder.now;
  RETURN NULL;
END $recorder$;
INSERT INTO restamp_recorder.known (key, value)
  SELECT key, value FROM (${ALL_FACTS_SQL}) facts WHERE unit <> ${quoteLiteral(table)}::regclass;
CREATE TRIGGER restamp_recorder AFTER INSERT OR UPDATE ON ${table}
  FOR EACH ROW EXECUTE FUNCTION restamp_recorder.close_account();
RESET search_path;
`;
}

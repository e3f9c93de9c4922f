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
 * Trigger Functions"), and only the facts of those are read again.
 */
import { ALL_FACTS_SQL } from "../../postgres/facts-sql.ts";
import { PRINTING_CLAUSES } from "../../postgres/printing.ts";
import { CLOSE_ACCOUNT_SQL } from "./close-account-sql.ts";
import { NOTE_TOUCHED_SQL } from "./note-touched-sql.ts";
import { RECORDER_TABLES_SQL } from "./tables-sql.ts";

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

${CLOSE_ACCOUNT_SQL}

${NOTE_TOUCHED_SQL}

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

/** The tables that every recorder keeps: the accounts, and the facts that they are made of. */
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
export const CLOSED =
  "(SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM restamp_recorder.closed)";

/** What a role or a database is set to for its application, and must not end what restamp holds open. */
import type { Ask } from "./statements.ts";

/** Which of them there are depends on the server's version. */
export const LIFT_SQL = `
SELECT set_config(name, '0', false) FROM pg_catalog.pg_settings WHERE name IN
  ('statement_timeout', 'transaction_timeout', 'idle_in_transaction_session_timeout', 'idle_session_timeout')`;

/**
 * For a session that waits for other programs, or reads every row: pg_dump, whose snapshot may be such
 * a session's, lifts the same limits for itself (pg_dump.c, setup_connection).
 */
export async function liftTimeLimits(ask: Ask): Promise<void> {
  await ask(LIFT_SQL);
}

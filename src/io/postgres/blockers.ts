/** Who holds what a session waits for. */
import type { Blocker } from "../../core/blocker.ts";
import { visible } from "../../core/display.ts";
import { quoteLiteral } from "../../core/sql-text.ts";
import type { Ask } from "./statements.ts";

/**
 * pg_blocking_pids also names those that are ahead in the queue (PostgreSQL docs, "Session
 * Information Functions"). A driver that does not heed PGAPPNAME has sessions without the name:
 * those that are newer than the step are alembic's as well, or wait like it.
 */
const blockersSql = (sessionName: string, seconds: number) => `
SELECT DISTINCT blocking.pid, coalesce(b.usename, '') AS role,
  coalesce(b.application_name, '') AS application, coalesce(b.state, '') AS state,
  round(extract(epoch FROM now() - b.xact_start))::float8 AS seconds,
  left(regexp_replace(coalesce(b.query, ''), '\\s+', ' ', 'g'), 200) AS query
FROM pg_stat_activity w
CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS blocking (pid)
LEFT JOIN pg_stat_activity b ON b.pid = blocking.pid
WHERE w.datname = current_database() AND w.wait_event_type = 'Lock' AND w.pid <> pg_backend_pid()
  AND (w.application_name = ${quoteLiteral(sessionName)}
    OR w.backend_start > now() - make_interval(secs => ${seconds}))
ORDER BY blocking.pid`;

/** @param seconds since the step began */
export async function readBlockers(
  ask: Ask,
  sessionName: string,
  seconds: number,
): Promise<Blocker[]> {
  const rows = await ask<Blocker & Record<string, unknown>>(blockersSql(sessionName, seconds));
  return rows.map((row) => ({
    pid: row.pid,
    seconds: row.seconds,
    // A session calls itself what it likes.
    role: visible(row.role),
    application: visible(row.application),
    state: visible(row.state),
    query: visible(row.query),
  }));
}

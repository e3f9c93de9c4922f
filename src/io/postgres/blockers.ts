/** Who holds what a session waits for, and who is at work on the schema. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Blocker } from "../../core/blocker.ts";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import { quoteLiteral } from "../../core/sql-text.ts";
import { NAMED, USER_SCHEMAS } from "./catalog-conditions.ts";
import type { Ask } from "./statements.ts";

/** Of l, whatever holds the lock, and of a, its session. The start tells it from a later one. */
const SESSION_COLUMNS = `l.pid, coalesce(a.usename, '') AS role,
  coalesce(a.application_name, '') AS application, coalesce(a.state, '') AS state,
  coalesce(extract(epoch FROM a.backend_start)::text, '') AS started,
  round(extract(epoch FROM now() - a.xact_start))::float8 AS seconds,
  left(regexp_replace(coalesce(a.query, ''), '\\s+', ' ', 'g'), 200) AS query`;

/**
 * pg_blocking_pids also names those that are ahead in the queue (PostgreSQL docs, "Session
 * Information Functions"). A driver that does not heed PGAPPNAME has sessions without the name: only
 * then are those that are newer than the step taken for alembic's, or for waiting like it. An
 * application's new session may wait for alembic itself, which is not what alembic waits for.
 */
const blockersSql = (sessionName: string, seconds: number) => `
WITH waiting AS (
  SELECT w.pid FROM pg_stat_activity w
  WHERE w.datname = current_database() AND w.wait_event_type = 'Lock' AND w.pid <> pg_backend_pid()
    AND CASE WHEN EXISTS (SELECT FROM pg_stat_activity s
        WHERE s.datname = w.datname AND s.application_name = ${quoteLiteral(sessionName)})
      THEN w.application_name = ${quoteLiteral(sessionName)}
      ELSE w.backend_start > now() - make_interval(secs => ${seconds}) END)
SELECT DISTINCT ${SESSION_COLUMNS}
FROM waiting w
CROSS JOIN LATERAL unnest(pg_blocking_pids(w.pid)) AS l (pid)
LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.pid NOT IN (SELECT pid FROM waiting)
ORDER BY pid`;

/**
 * Who is changing the schema or the stamp now: a migration holds ACCESS EXCLUSIVE on what it changes
 * (or CREATE INDEX CONCURRENTLY SHARE UPDATE EXCLUSIVE), and once it has moved the stamp ROW EXCLUSIVE
 * on the version table. What it makes anew is not to be seen yet; the lock on the schema that it is
 * made in is (catalog/namespace.c, RangeVarGetAndLockCreationNamespace), and a temporary table's
 * schema is none of the user's. An autovacuum worker holds weaker ones, and gives way by itself.
 */
const migrationsSql = (versionTables: readonly string[]) => `
SELECT DISTINCT ${SESSION_COLUMNS}
FROM pg_locks l
LEFT JOIN pg_class c ON l.locktype = 'relation' AND c.oid = l.relation
JOIN pg_namespace n ON n.oid = coalesce(c.relnamespace,
  CASE WHEN l.locktype = 'object' AND l.classid = 'pg_namespace'::regclass THEN l.objid END)
LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.granted AND l.pid <> pg_backend_pid() AND ${USER_SCHEMAS}
  AND coalesce(a.backend_type, '') NOT LIKE 'autovacuum%'
  AND (l.mode = 'AccessExclusiveLock'
    OR l.locktype = 'object'
    OR (l.mode = 'RowExclusiveLock' AND ${NAMED} = ANY (ARRAY[${versionTables.map(quoteLiteral).join(", ")}]::text[]))
    OR (l.mode = 'ShareUpdateExclusiveLock' AND a.query ILIKE 'CREATE %INDEX%'))
ORDER BY pid`;

/** @param versionTables identities, quoted as in facts */
export async function readMigrations(
  ask: Ask,
  versionTables: readonly string[],
): Promise<Blocker[]> {
  return safe(await ask<Blocker & Record<string, unknown>>(migrationsSql(versionTables)));
}

/** @param seconds since the step began */
export async function readBlockers(
  ask: Ask,
  sessionName: string,
  seconds: number,
): Promise<Blocker[]> {
  return safe(await ask<Blocker & Record<string, unknown>>(blockersSql(sessionName, seconds)));
}

/**
 * alembic's own session, where its driver did not heed the lock timeout: as young as the step, of
 * the same role, waiting, and it holds or wants the version table, as `alembic upgrade` does from
 * its beginning on.
 */
const cancelSql = (versionTables: readonly string[], seconds: number) => `
SELECT pg_cancel_backend(w.pid) AS cancelled
FROM pg_stat_activity w
WHERE w.datname = current_database() AND w.wait_event_type = 'Lock' AND w.pid <> pg_backend_pid()
  AND w.usename = current_user AND w.backend_start > now() - make_interval(secs => ${seconds})
  AND EXISTS (SELECT FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE l.pid = w.pid AND l.locktype = 'relation'
      AND ${NAMED} = ANY (ARRAY[${versionTables.map(quoteLiteral).join(", ")}]::text[]))`;

/**
 * @param seconds since the step began
 * @returns whether there was such a session
 */
export async function cancelWaiting(
  ask: Ask,
  versionTables: readonly string[],
  seconds: number,
): Promise<boolean> {
  const rows = await ask<{ cancelled: boolean }>(cancelSql(versionTables, seconds));
  return rows.some(({ cancelled }) => cancelled);
}

/** Milliseconds that a session is given to end, and between two looks. */
const ENDING = { timeout: 5000, interval: 100 };

/**
 * Ends that session, and none that has got its number since.
 * @throws Problem permission_denied; session_stays when it is still there after five seconds
 */
export async function endSession(
  ask: Ask,
  { pid, started }: Pick<Blocker, "pid" | "started">,
): Promise<void> {
  const same = `FROM pg_stat_activity a WHERE a.pid = ${pid} AND a.datname = current_database()
  AND coalesce(extract(epoch FROM a.backend_start)::text, '') = ${quoteLiteral(started)}`;
  await ask(`SELECT pg_terminate_backend(a.pid) ${same}`);
  const deadline = performance.now() + ENDING.timeout;
  for (;;) {
    const left = await ask(`SELECT a.pid ${same}`);
    if (left.length === 0) return;
    if (performance.now() > deadline) throw new Problem("session_stays", { pid: String(pid) });
    await sleep(ENDING.interval);
  }
}

/** A session calls itself what it likes. */
function safe(rows: readonly Blocker[]): Blocker[] {
  return rows.map((row) => ({
    pid: row.pid ?? 0,
    started: row.started,
    seconds: row.seconds,
    role: visible(row.role),
    application: visible(row.application),
    state: visible(row.state),
    query: visible(row.query),
  }));
}

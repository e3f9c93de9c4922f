/** Who holds what a session waits for, and who is at work on the schema. */
import type { Blocker } from "../../core/blocker.ts";
import { visible } from "../../core/display.ts";
import { quoteLiteral } from "../../core/sql-text.ts";
import { NAMED, USER_SCHEMAS } from "./catalog-conditions.ts";
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

/**
 * Who is changing the schema or the stamp now: a migration holds ACCESS EXCLUSIVE on what it changes
 * (or CREATE INDEX CONCURRENTLY SHARE UPDATE EXCLUSIVE), and once it has moved the stamp ROW EXCLUSIVE
 * on the version table. An autovacuum worker holds weaker ones, and gives way by itself. What only
 * makes new tables is not seen: nothing tells those from an application's temporary ones.
 */
const migrationsSql = (versionTables: readonly string[]) => `
SELECT DISTINCT l.pid, coalesce(a.usename, '') AS role,
  coalesce(a.application_name, '') AS application, coalesce(a.state, '') AS state,
  round(extract(epoch FROM now() - a.xact_start))::float8 AS seconds,
  left(regexp_replace(coalesce(a.query, ''), '\\s+', ' ', 'g'), 200) AS query
FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  AND l.granted AND l.pid <> pg_backend_pid() AND ${USER_SCHEMAS}
  AND coalesce(a.backend_type, '') NOT LIKE 'autovacuum%'
  AND (l.mode = 'AccessExclusiveLock'
    OR (l.mode = 'RowExclusiveLock' AND ${NAMED} = ANY (ARRAY[${versionTables.map(quoteLiteral).join(", ")}]::text[]))
    OR (l.mode = 'ShareUpdateExclusiveLock' AND a.query ILIKE 'CREATE %INDEX%'))
ORDER BY l.pid`;

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

/** A session calls itself what it likes. */
function safe(rows: readonly Blocker[]): Blocker[] {
  return rows.map((row) => ({
    pid: row.pid ?? 0,
    seconds: row.seconds,
    role: visible(row.role),
    application: visible(row.application),
    state: visible(row.state),
    query: visible(row.query),
  }));
}

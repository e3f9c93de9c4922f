/**
 * The questions that restamp asks about tables, stamps and the server; facts are in facts-sql.ts.
 *
 * All run with `search_path` set to pg_catalog, so that the server qualifies every name that
 * it prints (ruleutils.c, format_type).
 */
import { NAMED, USER_SCHEMAS, userTables } from "./catalog-conditions.ts";

/**
 * Tables that cannot be opened now: somebody holds or awaits an ACCESS EXCLUSIVE lock on them or
 * on an index of theirs, as a running migration does. Whoever looks into a parent looks into its
 * children, so that is meant as well.
 */
export const LOCKED_SQL = `
WITH RECURSIVE locked (oid) AS (
  SELECT coalesce(i.indrelid, l.relation) FROM pg_locks l
  LEFT JOIN pg_index i ON i.indexrelid = l.relation
  WHERE l.mode = 'AccessExclusiveLock' AND l.pid <> pg_backend_pid()
    AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  UNION SELECT i.inhparent FROM pg_inherits i JOIN locked ON locked.oid = i.inhrelid)
SELECT oid FROM locked WHERE oid IS NOT NULL
`;

/**
 * reltuples is -1 for a table that was never analysed (PostgreSQL 14 and newer; before, 0 says
 * both). Where row security hides rows from the role, it cannot tell whether there are any.
 * pg_relation_size waits for a lock, so it is asked for where it decides only.
 * @param locked ids of tables that must not be opened
 */
export const tablesSql = (locked: readonly number[]) => `
SELECT c.oid, n.nspname AS schema, c.relname AS name, ${NAMED} AS identity,
  pg_get_userbyid(c.relowner) AS owner,
  CASE WHEN c.reltuples < 0 THEN NULL ELSE c.reltuples::float8 END AS rows_estimate,
  CASE WHEN c.relkind = 'p' OR c.reltuples > 0 OR c.oid = ANY('{${locked.join(",")}}'::oid[])
    THEN true ELSE pg_relation_size(c.oid) > 0 END AS may_have_rows,
  has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE')
    AND NOT row_security_active(c.oid) AS readable,
  pg_has_role(c.relowner, 'USAGE') AS is_ours
${userTables("r", "p")}
ORDER BY n.nspname, c.relname
`;

/** A version table is called alembic_version, or has version_num as its only column. */
export const VERSION_TABLES_SQL = `
SELECT n.nspname AS schema, c.relname AS name,
  has_table_privilege(c.oid, 'SELECT') AND has_schema_privilege(n.oid, 'USAGE') AS readable,
  NULLIF(a.atttypmod, -1) - 4 AS max_length
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'version_num' AND NOT a.attisdropped
WHERE c.relkind IN ('r', 'p') AND ${USER_SCHEMAS}
  AND (c.relname = 'alembic_version' OR NOT EXISTS (SELECT FROM pg_attribute o
    WHERE o.attrelid = c.oid AND o.attnum > 0 AND NOT o.attisdropped AND o.attname <> 'version_num'))
ORDER BY n.nspname, c.relname
`;

export const TABLE_LINKS_SQL = `
SELECT quote_ident(o.conname) AS constraint,
  quote_ident(n.nspname) || '.' || quote_ident(c.relname) AS table,
  quote_ident(fn.nspname) || '.' || quote_ident(f.relname) AS references
FROM pg_constraint o
JOIN pg_class c ON c.oid = o.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = o.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE o.contype = 'f' AND ${USER_SCHEMAS}
UNION ALL
SELECT NULL, quote_ident(n.nspname) || '.' || quote_ident(c.relname),
  quote_ident(fn.nspname) || '.' || quote_ident(f.relname)
FROM pg_inherits i
JOIN pg_class c ON c.oid = i.inhrelid AND c.relispartition AND c.relkind IN ('r', 'p', 'f')
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_class f ON f.oid = i.inhparent JOIN pg_namespace fn ON fn.oid = f.relnamespace
WHERE ${USER_SCHEMAS}
ORDER BY 2, 1
`;

/**
 * Who keeps others from tables of this database, the oldest first; where nobody holds one, who waits
 * for one, because whoever comes later waits behind it. What another role's session does is seen by
 * members of pg_read_all_stats only.
 */
export const BLOCKER_SQL = `
SELECT l.pid::text AS pid, a.application_name AS application, coalesce(a.state, '') AS state,
  coalesce(round(extract(epoch FROM now() - a.xact_start))::text, '') AS seconds,
  ${NAMED} AS relation, CASE WHEN l.granted THEN '' ELSE 'waits' END AS waits
FROM pg_locks l JOIN pg_class c ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN pg_stat_activity a ON a.pid = l.pid
WHERE l.mode = 'AccessExclusiveLock' AND l.pid <> pg_backend_pid()
  AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
ORDER BY l.granted DESC, a.xact_start, c.relname LIMIT 1
`;

/**
 * Which of these tables were rewritten since the reading began: to a snapshot from before that they
 * are empty (PostgreSQL docs, "Concurrency Control", "Caveats"). The function sees what is so now.
 */
export const rewrittenSql = (oids: readonly number[]) =>
  `SELECT FROM pg_class WHERE oid = ANY (ARRAY[${oids.join(", ")}]::oid[]) AND pg_relation_filenode(oid) <> relfilenode`;

/** current_schema() is null when no schema of the search_path exists or may be used. */
export const SERVER_SQL = `
SELECT current_database() AS database, current_user AS role, current_schema() AS schema,
  pg_backend_pid() AS pid,
  current_setting('server_version') AS version,
  coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS can_create_tables,
  pg_is_in_recovery() AS is_standby
`;

/** How many rows of a clone were written, by table: the server counts them anyway. */
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { RowChange } from "../../core/rehearsal.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import { withConnection } from "../postgres/connection.ts";

/** Milliseconds that sessions are given to end. */
const PATIENCE = 3000;

/** A session's counts are there once it has ended (PostgreSQL docs, "The Cumulative Statistics System"). */
async function untilAlone(client: pg.Client): Promise<void> {
  const others = `SELECT FROM pg_stat_activity WHERE datname = current_database()
    AND backend_type = 'client backend' AND pid <> pg_backend_pid()`;
  const deadline = Date.now() + PATIENCE;
  while (((await client.query(others)).rowCount ?? 0) > 0 && Date.now() < deadline) await sleep(20);
}

/** What filled the clone is no change. */
export async function forgetRowChanges(client: pg.Client): Promise<void> {
  await untilAlone(client);
  // Before PostgreSQL 15 a session sends its counts only now and then, and nothing can make it.
  const flushes = `SELECT FROM pg_proc WHERE proname = 'pg_stat_force_next_flush'`;
  const { rowCount } = await client.query(flushes);
  if (rowCount) await client.query("SELECT pg_stat_force_next_flush()");
  await client.query("SELECT pg_stat_reset()");
}

const ROW_CHANGES_SQL = `
SELECT quote_ident(schemaname) || '.' || quote_ident(relname) AS table,
  n_tup_ins::float8 AS inserted, n_tup_upd::float8 AS updated, n_tup_del::float8 AS deleted
FROM pg_stat_user_tables WHERE n_tup_ins + n_tup_upd + n_tup_del > 0 ORDER BY 1`;

export async function readRowChanges(
  url: DatabaseUrl,
  { versionTables }: Pick<Snapshot, "versionTables">,
): Promise<RowChange[]> {
  return withConnection(url, "restamp rehearsal", async (client) => {
    await untilAlone(client);
    const { rows } = await client.query<RowChange>(ROW_CHANGES_SQL);
    const isStamp = (table: string) =>
      versionTables.some((t) => table === `${t.schema}.${t.name}`) ||
      /\.alembic_version$/.test(table);
    return rows.filter(({ table }) => !isStamp(table));
  });
}

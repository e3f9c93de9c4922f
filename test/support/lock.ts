/** The application at work: a session that others have to wait for. */
import pg from "pg";
import { onTestFinished, vi } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { query } from "./database.ts";

export interface HeldLock {
  /** Whether a session waits for any lock in this database. */
  isWaitedFor(): Promise<boolean>;
  somebodyWaits(): Promise<void>;
  release(): Promise<void>;
}

/**
 * For pg_locks, which tells of every database of the server: those made from one template have tables of
 * the same numbers, and tests run beside each other.
 */
export const IN_THIS_DATABASE =
  "database = (SELECT oid FROM pg_database WHERE datname = current_database())";

const WAITING = `
  SELECT count(*)::int AS n FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'`;

/** Whether a session waits for any lock in this database. */
export async function isAnyoneWaiting(database: DatabaseUrl): Promise<boolean> {
  return ((await query<{ n: number }>(database, WAITING))[0]?.n ?? 0) > 0;
}

/** Another session that does something and does not commit it. */
export async function holdBack(
  database: DatabaseUrl,
  statement: string,
): Promise<{ release(): Promise<void> }> {
  const client = new pg.Client({ connectionString: database.text });
  // The database may be dropped below it when a test fails.
  client.on("error", () => {});
  await client.connect();
  const release = () => client.end().catch(() => {});
  onTestFinished(release);
  await client.query(`BEGIN; ${statement}`);
  return { release };
}

/**
 * @param mode by default what a session holds that has written to the table: reading goes on,
 *   migrations wait
 */
export async function holdLock(
  database: DatabaseUrl,
  table: string,
  mode: "ROW EXCLUSIVE" | "ACCESS EXCLUSIVE" = "ROW EXCLUSIVE",
): Promise<HeldLock> {
  const lock = `LOCK TABLE ${pg.escapeIdentifier(table)} IN ${mode} MODE`;
  const { release } = await holdBack(database, lock);
  const isWaitedFor = () => isAnyoneWaiting(database);
  return {
    isWaitedFor,
    somebodyWaits: () =>
      vi.waitUntil(isWaitedFor, { timeout: 20_000, interval: 30 }).then(() => {}),
    release,
  };
}

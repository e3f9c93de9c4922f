/** The lock that makes one repair at a time, per database. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Ask } from "./statements.ts";

/**
 * The advisory lock that makes one repair at a time, per database: advisory locks are local
 * to the database. The number is arbitrary: the bytes of "restamp".
 */
const SESSION_LOCK = "32199693893201264";

/** In milliseconds. */
const LOCK_PATIENCE = 3_000;
const LOCK_PAUSE = 250;

/** pg_locks shows the halves of a number as classid and objid (PostgreSQL docs, "pg_locks"). */
const IS_LOCKED_SQL = `
SELECT EXISTS (SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND objsubid = 1 AND granted
    AND (classid::bigint << 32) | objid::bigint = ${SESSION_LOCK}
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS held`;

/** @returns whether any session holds the lock, in this database */
export async function isUnderRepair(ask: Ask): Promise<boolean> {
  const [row] = await ask<{ held: boolean }>(IS_LOCKED_SQL);
  return row?.held === true;
}

/**
 * A session of PostgreSQL outlives its connection by a moment, longer on a busy server, and keeps its
 * locks for as long: one that has just ended, of this restamp or of a killed one, is waited for.
 *
 * @returns whether this session holds the lock now
 */
export async function takeLock(ask: Ask): Promise<boolean> {
  for (let waited = 0; ; waited += LOCK_PAUSE) {
    const [row] = await ask<{ locked: boolean }>(
      `SELECT pg_try_advisory_lock(${SESSION_LOCK}) AS locked`,
    );
    if (row?.locked === true) return true;
    if (waited >= LOCK_PATIENCE) return false;
    await sleep(LOCK_PAUSE);
  }
}

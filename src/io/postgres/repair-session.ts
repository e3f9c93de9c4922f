/** The one connection that writes: it holds the session lock, so that there is one repair at a time. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { DatabaseIdentity } from "../../core/journal/entries.ts";
import { Problem } from "../../core/problem.ts";
import type { CommandLog } from "../ports/command.ts";
import type { RepairSession } from "../ports/repair-session.ts";
import { describe } from "./address.ts";
import { cancelWaiting, readBlockers, readMigrations } from "./blockers.ts";
import { connect } from "./connection.ts";
import { type DatabaseSettings, placeOf, questionsTo, snapshotOf } from "./database-settings.ts";
import { transaction } from "./reading.ts";
import { type Ask, questioner } from "./statements.ts";

/**
 * The advisory lock that makes one repair at a time, per database: advisory locks are local
 * to the database. The number is arbitrary: the bytes of "restamp".
 */
const SESSION_LOCK = "32199693893201264";

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

/** @throws Problem session_running when another restamp holds the session lock */
export async function beginRepair(
  url: DatabaseUrl,
  log: CommandLog,
  settings: DatabaseSettings,
): Promise<RepairSession> {
  const where = describe(url);
  const client = await connect(url, "restamp repair", {
    lock_timeout: settings.lockTimeout,
    ...placeOf(settings),
  });
  const questions = questionsTo(client, url, log, settings);
  const { ask } = questions;
  const end = () => client.end().catch(() => {});
  const [row] = await ask<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(${SESSION_LOCK}) AS locked`,
  );
  if (row?.locked !== true) {
    await end();
    throw new Problem("session_running", where);
  }
  const known = async () => ({
    identity: await readIdentity(ask),
    lockTimeout: await readLockTimeout(ask),
  });
  const { identity, lockTimeout } = await known().catch(async (error) => {
    await end();
    throw error;
  });
  return {
    identity,
    lockTimeout,
    snapshot: (scope = null) => snapshotOf(questions, scope, settings),
    // Asked every second: not for the log.
    blockers: (sessionName, seconds) =>
      readBlockers(questioner(client, () => {}, where).ask, sessionName, seconds),
    cancelWaiting: (versionTables, seconds) => cancelWaiting(ask, versionTables, seconds),
    migrations: (versionTables) => readMigrations(ask, versionTables),
    execute: (statements) =>
      transaction(ask, "BEGIN", async () => {
        for (const statement of statements) await ask(statement);
      }),
    end,
  };
}

/** The server knows best how it reads "10s". pg_settings has it in milliseconds. */
async function readLockTimeout(ask: Ask): Promise<number> {
  const [row] = await ask<{ ms: number }>(
    "SELECT setting::int AS ms FROM pg_settings WHERE name = 'lock_timeout'",
  );
  return row?.ms ?? 0;
}

async function readIdentity(ask: Ask): Promise<DatabaseIdentity> {
  const [row] = await ask<{ name: string; oid: string }>(
    "SELECT datname AS name, oid::text FROM pg_database WHERE datname = current_database()",
  );
  const system = await ask<{ id: string }>(
    "SELECT system_identifier::text AS id FROM pg_control_system()",
  ).catch((error) => {
    // Some providers keep it to themselves.
    if (error instanceof Problem && error.code === "permission_denied") return [];
    throw error;
  });
  return { name: row?.name ?? "", oid: Number(row?.oid), system: system[0]?.id ?? null };
}

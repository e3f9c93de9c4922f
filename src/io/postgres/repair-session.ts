/** The one connection that writes: it holds the session lock, so that there is one repair at a time. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { DatabaseIdentity } from "../../core/journal/entries.ts";
import { Problem } from "../../core/problem.ts";
import type { CommandLog } from "../ports/command.ts";
import type { RepairSession } from "../ports/repair-session.ts";
import { describe } from "./address.ts";
import { cancelWaiting, readBlockers, readMigrations } from "./blockers.ts";
import { connect } from "./connection.ts";
import { type DatabaseSettings, placeOf, questionsTo, snapshotOf } from "./database-settings.ts";
import { answers, endClient } from "./patience.ts";
import { transaction } from "./reading.ts";
import { takeLock } from "./session-lock.ts";
import type { Questions } from "./snapshot.ts";
import { type Ask, questioner } from "./statements.ts";
import { liftTimeLimits } from "./time-limits.ts";

/**
 * @throws Problem server_read_only; session_running when another restamp holds the session lock
 */
export async function beginRepair(
  url: DatabaseUrl,
  log: CommandLog,
  settings: DatabaseSettings,
): Promise<RepairSession> {
  const where = describe(url);
  let held = await hold(url, log, settings);
  const ask: Ask = (statement, options) => held.questions.ask(statement, options);
  const end = () => endClient(held.client);
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
    snapshot: (scope = null) => snapshotOf(held.questions, scope, settings),
    // Asked every second: not for the log.
    blockers: (sessionName, seconds) =>
      readBlockers(questioner(held.client, () => {}, where).ask, sessionName, seconds),
    cancelWaiting: (versionTables, seconds) => cancelWaiting(ask, versionTables, seconds),
    migrations: (versionTables) => readMigrations(ask, versionTables),
    execute: (statements, empty = []) =>
      transaction(ask, "BEGIN", async () => {
        await requireEmpty(ask, empty);
        for (const statement of statements) await ask(statement);
      }),
    requireHeld: async () => {
      if (await answers(held.client)) return;
      await end();
      held = await hold(url, log, settings);
    },
    end,
  };
}

interface Held {
  readonly client: pg.Client;
  readonly questions: Questions;
}

/** A new connection, which has the lock. */
async function hold(url: DatabaseUrl, log: CommandLog, settings: DatabaseSettings): Promise<Held> {
  const where = describe(url);
  const client = await connect(url, "restamp repair", {
    lock_timeout: settings.lockTimeout,
    ...placeOf(settings),
  });
  const questions = questionsTo(client, url, log, settings);
  try {
    await liftTimeLimits(questions.ask);
    await requireWritable(questions.ask, where);
    if (!(await takeLock(questions.ask))) throw new Problem("session_running", where);
    return { client, questions };
  } catch (error) {
    await endClient(client);
    throw error;
  }
}

/** From then on nobody else writes into them. @throws Problem database_changed */
async function requireEmpty(ask: Ask, tables: readonly string[]): Promise<void> {
  if (tables.length === 0) return;
  await ask(`LOCK TABLE ${tables.join(", ")} IN ACCESS EXCLUSIVE MODE`);
  const found = tables.map((table) => `EXISTS (SELECT FROM ONLY ${table})`).join(" OR ");
  const [row] = await ask<{ filled: boolean }>(`SELECT ${found} AS filled`);
  if (row?.filled) throw new Problem("database_changed", { what: "rows" });
}

/** alembic's session would be no other. @throws Problem server_read_only */
async function requireWritable(ask: Ask, where: Readonly<Record<string, string>>): Promise<void> {
  const [row] = await ask<{ reason: string | null }>(
    `SELECT CASE WHEN pg_is_in_recovery() THEN 'standby'
  WHEN current_setting('transaction_read_only')::bool THEN 'default' END AS reason`,
  );
  if (row?.reason) throw new Problem("server_read_only", { ...where, reason: row.reason });
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

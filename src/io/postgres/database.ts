/** The database under repair: read in read-only transactions, written in one repair session. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { DatabaseIdentity } from "../../core/journal/entries.ts";
import { Problem } from "../../core/problem.ts";
import type { Server, Snapshot, VersionTable } from "../../core/snapshot.ts";
import { searchPath } from "../../core/sql-text.ts";
import type { CommandLog } from "../ports/command.ts";
import type { DatabasePort, DatabaseReader } from "../ports/database.ts";
import type { RepairSession } from "../ports/repair-session.ts";
import { describe, knownAddressOf } from "./address.ts";
import { cancelWaiting, endSession, readBlockers, readMigrations } from "./blockers.ts";
import { SERVER_SQL, tablesSql } from "./catalog-sql.ts";
import { connect, withConnection } from "./connection.ts";
import { watchFor, withMark } from "./marks.ts";
import { READING, readOnly, takeSnapshot, transaction } from "./reading.ts";
import type { Questions } from "./snapshot.ts";
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

export interface DatabaseSettings {
  /** The schema to work in, when the role's search_path leads to another. */
  readonly schema?: string | undefined;
  /** What evidence/<revision>.sql asks, by revision. */
  readonly questions?: ReadonlyMap<string, string>;
  /** As PostgreSQL reads it: "10s". */
  readonly lockTimeout: string;
}

interface Session extends Questions {
  /** Of its process, as it was told when the connection was made. */
  readonly pid: number | undefined;
}

export function openDatabase(
  url: DatabaseUrl,
  log: CommandLog,
  settings: DatabaseSettings,
): DatabasePort {
  /** One connection that reads, whatever happens. */
  async function reading<T>(read: (questions: Session) => Promise<T>): Promise<T> {
    return withConnection(
      url,
      "restamp",
      async (client) => {
        const { processID: pid } = client as { processID?: number };
        return await read({ ...questionsTo(client, url, log, settings), pid });
      },
      { ...READING, ...placeOf(settings) },
    );
  }

  const readerOf = (questions: Session): DatabaseReader => ({
    server: () =>
      readOnly(questions.ask, () => readServer(questions.ask, questions.pid, url, settings)),
    snapshot: (scope = null) => snapshotOf(questions, scope, settings),
  });

  return {
    tablesStatement: tablesSql([]),
    onOneConnection: (work) => reading((questions) => work(readerOf(questions))),
    server: () => reading((questions) => readerOf(questions).server()),
    snapshot: (scope) => reading((questions) => readerOf(questions).snapshot(scope)),
    withMark: (work) => withMark(url, work),
    watchFor: (sessionName, work) => watchFor(url, sessionName, work),
    endSession: (session) =>
      withConnection(url, "restamp", (client) =>
        endSession(questionsTo(client, url, log, settings).ask, session),
      ),
    isUnderRepair: () =>
      reading(async ({ ask }) => {
        const [row] = await ask<{ held: boolean }>(IS_LOCKED_SQL);
        return row?.held === true;
      }),
    beginRepair: () => beginRepair(url, log, settings),
  };
}

function placeOf({ schema }: DatabaseSettings): Readonly<Record<string, string>> {
  return schema === undefined ? {} : searchPath(schema);
}

/** Of several version tables, the one in the schema that was asked for. */
async function snapshotOf(
  questions: Questions,
  scope: ReadonlySet<string> | null,
  { schema }: DatabaseSettings,
): Promise<Snapshot> {
  const snapshot = await takeSnapshot(questions, scope);
  const isAsked = (table: VersionTable) => schema === undefined || table.schema === schema;
  return { ...snapshot, versionTables: snapshot.versionTables.filter(isAsked) };
}

function questionsTo(
  client: pg.Client,
  url: DatabaseUrl,
  log: CommandLog,
  settings: DatabaseSettings,
): Questions {
  return { ...questioner(client, log, describe(url)), evidence: settings.questions ?? new Map() };
}

interface ServerRow {
  readonly database: string;
  readonly role: string;
  /** Where unqualified names lead; null when the schemas of the search_path are not there. */
  readonly schema: string | null;
  readonly version: string;
  readonly can_create_tables: boolean;
  readonly pid: number;
}

/** @param pid of the session's process, as it was told when the connection was made */
async function readServer(
  ask: Ask,
  pid: number | undefined,
  url: DatabaseUrl,
  { schema }: DatabaseSettings,
): Promise<Server> {
  const [row] = await ask<ServerRow>(SERVER_SQL);
  if (!row) throw new Problem("bug", { what: "SERVER_SQL gave no row" });
  if (schema !== undefined && row.schema !== schema) {
    throw new Problem("schema_missing", { ...describe(url), schema });
  }
  return {
    ...knownAddressOf(url),
    database: row.database,
    role: row.role,
    version: row.version.split(" ", 1)[0] ?? row.version,
    canCreateTables: row.can_create_tables,
    // A pooler answers with a number of its own (PostgreSQL docs, "Message Formats", BackendKeyData).
    isPooled: pid !== undefined && pid !== row.pid,
  };
}

async function beginRepair(
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

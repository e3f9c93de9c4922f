/** The database under repair: read in read-only transactions, written in one repair session. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visibleLines } from "../../core/display.ts";
import { sqlLines } from "../../core/plan/steps.ts";
import { Problem } from "../../core/problem.ts";
import type { Server, Snapshot } from "../../core/snapshot.ts";
import type { CommandLog, DatabasePort, RepairSession } from "../ports.ts";
import { SERVER_SQL, TABLES_SQL } from "./catalog-sql.ts";
import { addressOf, connect, describe } from "./connection.ts";
import { asDatabaseProblem } from "./problems.ts";
import { readSnapshot } from "./snapshot.ts";

/** Reading must not wait behind a migration for long, and must not hold the server up. */
const READING = { lock_timeout: "10s", statement_timeout: "60s" };

/**
 * The advisory lock that makes one repair at a time, per database: advisory locks are local
 * to the database. The number is arbitrary: the bytes of "restamp".
 */
const SESSION_LOCK = "32199693893201264";

export interface RepairSettings {
  /** As PostgreSQL reads it: "10s". */
  readonly lockTimeout: string;
}

export function openDatabase(
  url: DatabaseUrl,
  log: CommandLog,
  settings: RepairSettings,
): DatabasePort {
  const where = describe(url);

  /** One connection, one READ ONLY transaction, whatever happens inside. */
  async function reading<T>(text: string, read: (client: pg.Client) => Promise<T>): Promise<T> {
    const started = performance.now();
    const client = await connect(url, "restamp", READING);
    try {
      await client.query("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      const result = await read(client);
      await client.query("ROLLBACK");
      log({ kind: "sql", text, output: [], took: performance.now() - started, failed: false });
      return result;
    } catch (error) {
      const problem = asDatabaseProblem(error, where);
      log(failure(text, problem, started));
      throw problem;
    } finally {
      await client.end().catch(() => {});
    }
  }

  return {
    tablesStatement: TABLES_SQL,
    server: () =>
      reading(SERVER_SQL.trim(), async (client) => {
        const { rows } = await client.query<ServerRow>(SERVER_SQL);
        const row = rows[0];
        if (!row) throw new Problem("bug", { what: "SERVER_SQL gave no row" });
        return asServer(row, addressOf(url));
      }),
    snapshot: () => reading(TABLES_SQL.trim(), readSnapshot),
    beginRepair: () => beginRepair(url, log, settings),
  };
}

interface ServerRow {
  readonly database: string;
  readonly role: string;
  readonly version: string;
  readonly can_create_tables: boolean;
  readonly is_superuser: boolean;
}

function asServer(row: ServerRow, address: { host: string; port: number }): Server {
  return {
    ...address,
    database: row.database,
    role: row.role,
    version: row.version.split(" ", 1)[0] ?? row.version,
    canCreateTables: row.can_create_tables,
    isSuperuser: row.is_superuser,
  };
}

async function beginRepair(
  url: DatabaseUrl,
  log: CommandLog,
  settings: RepairSettings,
): Promise<RepairSession> {
  const where = describe(url);
  const client = await connect(url, "restamp repair", { lock_timeout: settings.lockTimeout });
  const { rows } = await client.query<{ locked: boolean }>(
    `SELECT pg_try_advisory_lock(${SESSION_LOCK}) AS locked`,
  );
  if (rows[0]?.locked !== true) {
    await client.end();
    throw new Problem("session_running", where);
  }

  async function transaction<T>(begin: string, work: () => Promise<T>): Promise<T> {
    try {
      await client.query(begin);
      const result = await work();
      await client.query("COMMIT");
      return result;
    } catch (error) {
      await client.query("ROLLBACK").catch(() => {});
      throw asDatabaseProblem(error, where);
    }
  }

  return {
    snapshot: (): Promise<Snapshot> =>
      transaction("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY", () =>
        readSnapshot(client),
      ),
    execute: async (statements) => {
      const started = performance.now();
      const text = sqlLines(statements).join("\n");
      try {
        await transaction("BEGIN", async () => {
          for (const statement of statements) await client.query(statement);
        });
        log({ kind: "sql", text, output: [], took: performance.now() - started, failed: false });
      } catch (error) {
        const problem = asDatabaseProblem(error, where);
        log(failure(text, problem, started));
        throw problem;
      }
    },
    end: async () => {
      await client.end().catch(() => {});
    },
  };
}

function failure(text: string, problem: Problem, started: number) {
  return {
    kind: "sql" as const,
    text,
    output: visibleLines(problem.details["message"] ?? problem.code),
    took: performance.now() - started,
    failed: true,
  };
}

/** Databases for tests: real ones, each test's own. */
import { randomBytes } from "node:crypto";
import { fileURLToPath } from "node:url";
import pg from "pg";
import { inject, onTestFinished } from "vitest";
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { openAlembic } from "../../src/io/alembic/alembic.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import type { AlembicPort } from "../../src/io/ports/alembic.ts";

/** The bundled Alembic project. */
export const REVISIONS = fileURLToPath(new URL("../../revisions", import.meta.url));

let server: string | null = null;

/** From now on this file's databases are on another server. @param url of its maintenance database */
export function useServer(url: string): void {
  server = url;
}

/** @returns the server's URL with another database, for a driver that is none or psycopg's */
export function databaseUrl(name: string): DatabaseUrl {
  const text = (server ?? inject("serverUrl")).replace(
    /\/postgres$/,
    `/${encodeURIComponent(name)}`,
  );
  const url = parseDatabaseUrl(text);
  if (isUrlFault(url)) throw new Error(`test URL: ${url}`);
  return url;
}

/** A new empty database, dropped when the test ends. @param clauses of CREATE DATABASE */
export async function freshDatabase(
  name = `t_${randomBytes(6).toString("hex")}`,
  clauses = "",
): Promise<DatabaseUrl> {
  await query(databaseUrl("postgres"), `CREATE DATABASE ${quoteIdentifier(name)} ${clauses}`);
  onTestFinished(async () => {
    const drop = `DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`;
    await query(databaseUrl("postgres"), drop);
  });
  return databaseUrl(name);
}

/** Runs one statement or, without parameters, several. @returns the last statement's rows */
export async function query<Row extends pg.QueryResultRow>(
  url: DatabaseUrl,
  statement: string,
  values?: unknown[],
): Promise<Row[]> {
  const client = new pg.Client({
    host: url.host ?? "",
    port: url.port ?? 0,
    user: url.user ?? "",
    password: url.password ?? "",
    database: url.database ?? "",
  });
  // A server that ends at once is told by the query that waits.
  client.on("error", () => {});
  await client.connect();
  try {
    const result: pg.QueryResult<Row> | pg.QueryResult<Row>[] = await client.query<Row>(
      statement,
      values,
    );
    return (Array.isArray(result) ? result.at(-1)?.rows : result.rows) ?? [];
  } finally {
    await client.end();
  }
}

/** The real alembic. */
function alembicFor(database: DatabaseUrl, project: string): AlembicPort {
  return openAlembic(
    {
      findCommand: () => findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]),
      configPath: `${project}/alembic.ini`,
      section: undefined,
      extra: [],
      database,
      variable: "DATABASE_URL",
      lockTimeout: "10s",
    },
    () => {},
  );
}

/** On the bundled project. @throws Error with alembic's output when it fails */
export function alembic(database: DatabaseUrl, ...args: string[]): Promise<string[]> {
  return alembicIn(REVISIONS, database, ...args);
}

/** @param project the folder of alembic.ini */
export async function alembicIn(
  project: string,
  database: DatabaseUrl,
  ...args: string[]
): Promise<string[]> {
  const result = await alembicFor(database, project).run(args);
  if (result.exitCode !== 0) throw new Error(result.lines.join("\n"));
  return [...result.output];
}

/** Opens connections as libpq would for the same URL. */
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import pg from "pg";
import pgpass from "pgpass";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { sessionOptions } from "../../core/sql-text.ts";
import { asDatabaseProblem } from "./problems.ts";

/** Milliseconds until an unanswered connection attempt is given up. */
const CONNECT_TIMEOUT = 10_000;

/** Sockets of a server on this machine: libpq's compiled-in default differs by packager. */
const SOCKET_DIRECTORIES = ["/var/run/postgresql", "/tmp"];

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** @returns where a connection for this URL goes, with libpq's defaults and PG* variables. */
export function addressOf(url: DatabaseUrl): ServerAddress {
  const port = url.port ?? (Number(process.env["PGPORT"]) || 5432);
  const named = url.host ?? process.env["PGHOST"];
  const socket = SOCKET_DIRECTORIES.find((folder) => existsSync(`${folder}/.s.PGSQL.${port}`));
  return { host: named || socket || "localhost", port };
}

/**
 * @param settings server settings for the session, such as lock_timeout
 * @returns a connected client
 * @throws Problem
 */
export async function connect(
  url: DatabaseUrl,
  applicationName: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<pg.Client> {
  const { host, port } = addressOf(url);
  const where = describe(url);
  const client = new pg.Client({
    host,
    port,
    database: url.database ?? "",
    user: where["role"] ?? "",
    password: url.password ?? process.env["PGPASSWORD"] ?? (() => fromPasswordFile(url)),
    ...tls(url),
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    options: sessionOptions(settings),
  });
  // A lost connection is reported to whoever waits for a query; without a listener it would
  // end the process as well.
  client.on("error", () => {});
  try {
    await client.connect();
  } catch (error) {
    client.end().catch(() => {});
    const given = url.password ?? process.env["PGPASSWORD"] ?? (await fromPasswordFile(url));
    const offered = given !== "";
    throw asDatabaseProblem(error, where, offered);
  }
  return client;
}

/**
 * Connects for one piece of work, and ends the connection however that went.
 * @throws Problem, when there is no connection; otherwise what the work throws
 */
export async function withConnection<T>(
  url: DatabaseUrl,
  applicationName: string,
  work: (client: pg.Client) => Promise<T>,
  settings: Readonly<Record<string, string>> = {},
): Promise<T> {
  const client = await connect(url, applicationName, settings);
  try {
    return await work(client);
  } finally {
    // The work's own outcome counts, whatever became of the connection.
    await client.end().catch(() => {});
  }
}

/** @returns the password from ~/.pgpass or PGPASSFILE, empty when there is none */
function fromPasswordFile(url: DatabaseUrl): Promise<string> {
  const { host, port } = addressOf(url);
  const { role: user, database } = describe(url);
  return new Promise((resolve) => {
    pgpass({ host, port, user, database }, (password) => resolve(password ?? ""));
  });
}

/** @returns what sentences say of the server: host, port, database and role. */
export function describe(url: DatabaseUrl): Record<string, string> {
  const { host, port } = addressOf(url);
  return {
    host,
    port: String(port),
    database: url.database ?? "",
    role: url.user ?? process.env["PGUSER"] ?? userInfo().username,
  };
}

/** libpq's sslmode: https://www.postgresql.org/docs/current/libpq-ssl.html */
function tls(url: DatabaseUrl): { ssl: false | { rejectUnauthorized: boolean } } {
  const mode = url.options["sslmode"] ?? process.env["PGSSLMODE"] ?? "prefer";
  if (mode === "require") return { ssl: { rejectUnauthorized: false } };
  if (mode === "verify-ca" || mode === "verify-full") return { ssl: { rejectUnauthorized: true } };
  // Said in so many words: otherwise pg reads PGSSLMODE itself, and takes `prefer` for `require`
  // (pg 8, lib/connection-parameters.js).
  return { ssl: false };
}

/** Opens connections as libpq would for the same URL. */
import { Socket } from "node:net";
import pg from "pg";
import pgpass from "pgpass";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem, type ProblemCode } from "../../core/problem.ts";
import { sessionOptions } from "../../core/sql-text.ts";
import { addressesOf, describe, type ServerAddress, staysAt } from "./address.ts";
import { asDatabaseProblem } from "./problems.ts";
import { relayFailure } from "./relay.ts";
import { type Security, securities } from "./tls.ts";

/** Milliseconds until an unanswered connection attempt is given up. */
const CONNECT_TIMEOUT = 10_000;

interface Session {
  readonly url: DatabaseUrl;
  readonly applicationName: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** What another host may do better. */
const NOT_THERE: ReadonlySet<ProblemCode> = new Set([
  "server_refused",
  "server_unreachable",
  "host_unknown",
  "connection_lost",
  "server_not_wanted",
  "server_not_ready",
  "too_many_connections",
]);

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
  const session = { url, applicationName, settings };
  let first: unknown = null;
  for (const address of addressesOf(url)) {
    try {
      const client = await connectTo(address, session);
      staysAt(url, address);
      return client;
    } catch (error) {
      first ??= error;
      if (!(error instanceof Problem) || !NOT_THERE.has(error.code)) throw error;
    }
  }
  throw first;
}

/** What a server has agreed to, so that it is asked only once. */
const agreed = new Map<string, number>();

async function connectTo(address: ServerAddress, session: Session): Promise<pg.Client> {
  const { url } = session;
  const server = `${address.host} ${address.port} ${url.text}`;
  const ways = securities(url, address.host);
  // The same server by a URL that leaves out TLS has one way only.
  const start = Math.min(agreed.get(server) ?? 0, ways.length - 1);
  let problem: unknown = null;
  for (const [at, security] of ways.entries()) {
    if (at < start) continue;
    try {
      const client = await open(address, session, security);
      agreed.set(server, at);
      return client;
    } catch (error) {
      // What hung up on a request for TLS says more when it is not asked for it.
      problem = problem instanceof Problem && problem.code !== "connection_lost" ? problem : error;
      // A server that is not there, or a wrong password, is so with and without TLS.
      if (!(error instanceof Problem) || !OTHERWISE.has(error.code)) throw error;
    }
  }
  throw problem;
}

/** What the other of two ways may do better: `allow` and `prefer` try both. */
const OTHERWISE: ReadonlySet<ProblemCode> = new Set([
  "tls_failed",
  "login_refused",
  "connection_lost",
]);

async function open(
  { host, port }: ServerAddress,
  { url, applicationName, settings }: Session,
  security: Security,
): Promise<pg.Client> {
  // Of several hosts, the very one; behind a detour, what is there.
  const where = url.knownAs ? describe(url) : { ...describe(url), host, port: String(port) };
  const password = url.password ?? process.env["PGPASSWORD"];
  const fromFile = () => fromPasswordFile(url, { host, port });
  const socket = new Socket();
  const client = new pg.Client({
    stream: () => socket,
    host,
    port,
    database: url.database ?? "",
    user: where.role,
    password: password ?? fromFile,
    // Said in so many words: otherwise pg reads PGSSLMODE itself, and takes `prefer` for `require`
    // (pg 8, lib/connection-parameters.js).
    ssl: security,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    options: sessionOptions(settings),
  });
  // A lost connection is reported to whoever waits for a query; without a listener it would
  // end the process as well.
  client.on("error", () => {});
  try {
    await client.connect();
    await requireWanted(client, url, where);
  } catch (error) {
    client.end().catch(() => {});
    // Whatever is at the other end need not hang up.
    socket.destroy();
    const offered = (password ?? (await fromFile())) !== "";
    throw relayFailure(host) ?? asDatabaseProblem(error, where, offered);
  }
  return client;
}

/** Of several hosts, libpq's target_session_attrs says which one is meant (its docs, same name). */
async function requireWanted(
  client: pg.Client,
  { options, places }: DatabaseUrl,
  where: Readonly<Record<string, string>>,
): Promise<void> {
  const wanted = options["target_session_attrs"] ?? process.env["PGTARGETSESSIONATTRS"] ?? "any";
  if (!places || wanted === "any" || wanted === "prefer-standby") return;
  // restamp's own sessions read only: whether others may write, only the server's part in replication tells.
  const { rows } = await client.query<{ standby: boolean }>(
    "SELECT pg_is_in_recovery() AS standby",
  );
  const isStandby = rows[0]?.standby === true;
  if (isStandby !== ["read-only", "standby"].includes(wanted)) {
    throw new Problem("server_not_wanted", { ...where, wanted });
  }
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

/** @returns the URL's password, or the one that libpq would take for it; null where there is none */
export async function passwordFor(url: DatabaseUrl): Promise<string | null> {
  const own = url.password ?? process.env["PGPASSWORD"];
  return own ?? ((await fromPasswordFile(url, addressesOf(url)[0])) || null);
}

/** @returns the password from ~/.pgpass or PGPASSFILE, empty when there is none */
function fromPasswordFile(url: DatabaseUrl, address: ServerAddress): Promise<string> {
  const { role: user, database } = describe(url);
  return new Promise((resolve) => {
    pgpass({ ...address, user, database }, (password) => resolve(password ?? ""));
  });
}

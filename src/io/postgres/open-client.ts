/** Opens one connection: to one address, secured in one way. */
import { isIP, Socket } from "node:net";
import pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { sessionOptions } from "../../core/sql-text.ts";
import {
  addressesOf,
  describe,
  numericHost,
  type ServerAddress,
  SOCKET_DIRECTORIES,
} from "./address.ts";
import { loginDemands, watchLogin } from "./login-demands.ts";
import { endInSilence } from "./patience.ts";
import { asDatabaseProblem } from "./problems.ts";
import { relayFailure } from "./relay.ts";
import { negotiationOf, type Security } from "./tls.ts";
import { requireWanted } from "./wanted-server.ts";

/** Milliseconds until an unanswered connection attempt is given up. */
const CONNECT_TIMEOUT = 10_000;

/** Milliseconds of silence after which the system asks whether the other end is still there. */
const KEEP_ALIVE = 30_000;

export interface Session {
  readonly url: DatabaseUrl;
  readonly applicationName: string;
  readonly settings: Readonly<Record<string, string>>;
}

/** @throws Problem */
export async function openClient(
  { host, port }: ServerAddress,
  { url, applicationName, settings }: Session,
  security: Security,
): Promise<pg.Client> {
  // Of several hosts, the very one; behind a detour, what is there.
  const where = url.knownAs ? describe(url) : { ...describe(url), host, port: String(port) };
  const password = url.password ?? process.env["PGPASSWORD"];
  const fromFile = () => fromPasswordFile(url, { host, port });
  const socket = new Socket();
  const demands = loginDemands(url);
  const client = new pg.Client({
    stream: () => socket,
    host: numericHost(url) ?? host,
    port,
    database: url.database ?? "",
    user: where.role,
    password: password ?? fromFile,
    // Said in so many words: otherwise pg reads PGSSLMODE itself, and takes `prefer` for `require`
    // (pg 8, lib/connection-parameters.js).
    ssl: security && { ...security, ...(isIP(host) === 0 ? { servername: host } : {}) },
    sslnegotiation: negotiationOf(url, security),
    enableChannelBinding: demands.isBound,
    application_name: applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    options: sessionOptions(settings),
    // A line that is cut without a word is noticed some time, also by who only waits for an answer.
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE,
  });
  // A lost connection is reported to whoever waits for a query; without a listener it would
  // end the process as well.
  client.on("error", () => {});
  endInSilence(socket, settings, where);
  let refusal: Problem | null = null;
  watchLogin(client, demands, (code, details) => {
    refusal ??= new Problem(code, { ...where, ...details });
    socket.destroy();
  });
  try {
    await client.connect();
    // What lets in at once is connected before the socket is gone.
    if (refusal) throw refusal;
    await requireWanted(client, url, where);
  } catch (error) {
    client.end().catch(() => {});
    // Whatever is at the other end need not hang up.
    socket.destroy();
    if (refusal) throw refusal;
    const offered = (password ?? (await fromFile())) !== "";
    throw relayFailure(host) ?? asDatabaseProblem(error, where, offered);
  }
  return client;
}

/** @returns the URL's password, or the one that libpq would take for it; null where there is none */
export async function passwordFor(url: DatabaseUrl): Promise<string | null> {
  const own = url.password ?? process.env["PGPASSWORD"];
  return own ?? ((await fromPasswordFile(url, addressesOf(url)[0])) || null);
}

/** @returns the password from ~/.pgpass or PGPASSFILE, empty when there is none */
async function fromPasswordFile(url: DatabaseUrl, { host, port }: ServerAddress): Promise<string> {
  const { role: user, database } = describe(url);
  // Most URLs have a password of their own.
  const { default: pgpass } = await import("pgpass");
  const passwordAt = (name: string) =>
    new Promise<string>((resolve) => {
      pgpass({ host: name, port, user, database }, (password) => resolve(password ?? ""));
    });
  const own = await passwordAt(host);
  // There, the socket of this machine has its name ("The Password File").
  return own === "" && SOCKET_DIRECTORIES.includes(host) ? passwordAt("localhost") : own;
}

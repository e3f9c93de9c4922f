/** A PostgreSQL server of our own: for shadow databases and for practice. */
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chownSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { quoteIdentifier } from "../../core/sql-text.ts";
import { connect } from "../postgres/connection.ts";
import { startServer } from "../process/background.ts";
import { findBinaries, SERVER_PACKAGE, serverUser } from "./binaries.ts";
import { makeServerFolder } from "./dead-servers.ts";
import { LOG_LINE_PREFIX } from "./statement-log.ts";
import { newDataDirectory } from "./template.ts";

/** Milliseconds until a server that does not answer is given up. */
const START_TIMEOUT = 30_000;

/** Nothing here outlives the session, so nothing has to survive a power cut. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  autovacuum: "off",
  shared_buffers: "32MB",
  max_connections: "40",
  jit: "off",
  log_line_prefix: LOG_LINE_PREFIX,
};

export interface Cluster {
  /** @param driver the URL's scheme, such as postgresql+asyncpg */
  url(database: string, scheme?: string): DatabaseUrl;
  createDatabase(name: string): Promise<void>;
  dropDatabase(name: string): Promise<void>;
  /** A role that nobody can log in as, and that may do everything here. */
  createRole(name: string): Promise<void>;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
}

export interface ClusterSettings {
  readonly programs?: string;
  readonly onLog?: (chunk: string) => void;
}

/**
 * @param settings.programs the npm package of a PostgreSQL server
 * @param settings.onLog is given what the server writes into its log
 * @throws Problem shadow_unavailable
 */
export async function startCluster({
  programs = SERVER_PACKAGE,
  onLog = () => {},
}: ClusterSettings = {}): Promise<Cluster> {
  const as = serverUser();
  const binaries = await findBinaries(as, programs);
  let folder = "";
  try {
    folder = makeServerFolder(as);
    if (as) chownSync(folder, as.uid, as.gid);
    const { path, password } = await newDataDirectory(binaries.initdb, folder, as);
    const port = await freePort();
    const settings = Object.entries({ ...SETTINGS, port: String(port) });
    const argv = [binaries.postgres, "-D", path];
    const process = startServer(
      [...argv, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      as,
      folder,
    );
    const cluster = clusterAt(port, password, process);
    await untilReady(cluster, process, onLog);
    return clusterAt(port, await changePassword(cluster), process);
  } catch (error) {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
    if (error instanceof Problem) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Problem("shadow_unavailable", { reason: "start_failed", message }, error);
  }
}

function clusterAt(port: number, password: string, server: ChildProcess): Cluster {
  const url = (database: string, scheme = "postgresql"): DatabaseUrl => {
    const text = `${scheme}://restamp:${password}@127.0.0.1:${port}/${encodeURIComponent(database)}`;
    const parsed = parseDatabaseUrl(text);
    if (isUrlFault(parsed)) throw new Problem("bug", { what: `own URL: ${parsed}` });
    return parsed;
  };
  const asAdministrator = async (work: (client: pg.Client) => Promise<unknown>) => {
    const client = await connect(url("postgres"), "restamp shadow");
    try {
      await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  };
  return {
    url,
    createDatabase: (name) =>
      asAdministrator((client) => client.query(`CREATE DATABASE ${quoteIdentifier(name)}`)),
    dropDatabase: (name) =>
      asAdministrator((client) =>
        client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(name)} WITH (FORCE)`),
      ),
    createRole: (name) =>
      asAdministrator((client) =>
        client.query(`CREATE ROLE ${quoteIdentifier(name)} SUPERUSER NOLOGIN`),
      ),
    stop: async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const ended = new Promise((resolve) => server.once("exit", resolve));
      server.stdin?.end();
      await ended;
    },
  };
}

/** The template's password is the same for every server that is made from it. */
async function changePassword(cluster: Cluster): Promise<string> {
  const password = randomBytes(18).toString("base64url");
  const client = await connect(cluster.url("postgres"), "restamp shadow");
  try {
    await client.query(`ALTER ROLE restamp PASSWORD '${password}'`);
    return password;
  } finally {
    await client.end().catch(() => {});
  }
}

async function untilReady(
  cluster: Cluster,
  server: ChildProcess,
  onLog: (chunk: string) => void,
): Promise<void> {
  let log = "";
  server.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
    log = (log + chunk).slice(-4000);
    onLog(chunk);
  });
  const deadline = Date.now() + START_TIMEOUT;
  for (;;) {
    try {
      const client = await connect(cluster.url("postgres"), "restamp shadow");
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || server.signalCode !== null || Date.now() > deadline) {
        await cluster.stop();
        throw new Problem(
          "shadow_unavailable",
          { reason: "start_failed", message: log.trim() },
          error,
        );
      }
    }
    await sleep(15);
  }
}

/** A port that was free a moment ago; another program may still take it, which fails loudly. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      const port = typeof address === "object" && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

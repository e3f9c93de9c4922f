/** A PostgreSQL server of our own: for shadow databases and for practice. */
import type { ChildProcess } from "node:child_process";
import { chownSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Problem } from "../../core/problem.ts";
import { connect } from "../postgres/connection.ts";
import { KEEP, startServer } from "../process/background.ts";
import { freePort } from "../process/free-port.ts";
import { type Administration, administer, changePassword } from "./administer.ts";
import { findBinaries, serverUser } from "./binaries.ts";
import { makeServerFolder } from "./dead-servers.ts";
import { SERVER_PACKAGE } from "./server-package.ts";
import { LOG_LINE_PREFIX } from "./statement-log.ts";
import { copyDataDirectory, newDataDirectory } from "./template.ts";

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

export interface Cluster extends Administration {
  /** What lies in it goes with the server. */
  readonly folder: string;
  /** Stops the server and removes its files. */
  stop(): Promise<void>;
  /** Stops the server in good order. @returns what it leaves; null when it was down already */
  stopAndLeave(): Promise<StoppedServer | null>;
}

/** A server can be started from it again. */
export interface StoppedServer {
  /** Holds its data directory, as `data`. */
  readonly folder: string;
  /** Of the superuser restamp. */
  readonly password: string;
}

export interface ClusterSettings {
  readonly programs?: string;
  readonly from?: string | undefined;
  readonly onLog?: (chunk: string) => void;
}

/**
 * @param settings.programs the npm package of a PostgreSQL server
 * @param settings.from a folder with a data directory and its password; without it, all is new
 * @param settings.onLog is given what the server writes into its log
 * @throws Problem shadow_unavailable
 */
export async function startCluster({
  programs = SERVER_PACKAGE,
  from,
  onLog = () => {},
}: ClusterSettings = {}): Promise<Cluster> {
  const as = serverUser();
  const binaries = await findBinaries(as, programs);
  let folder = "";
  try {
    folder = makeServerFolder(as);
    if (as) chownSync(folder, as.uid, as.gid);
    const { path, password } = await (from === undefined
      ? newDataDirectory(binaries, folder, as)
      : copyDataDirectory(from, folder, as));
    const port = await freePort();
    const settings = Object.entries({ ...SETTINGS, port: String(port) });
    const argv = [binaries.postgres, "-D", path];
    const process = startServer(
      [...argv, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      as,
      folder,
    );
    await untilReady(administer(port, password), process, onLog);
    const own = await changePassword(administer(port, password));
    return {
      ...administer(port, own),
      folder,
      stop: async () => {
        await end(process, "");
      },
      stopAndLeave: async () => ((await end(process, KEEP)) ? { folder, password: own } : null),
    };
  } catch (error) {
    if (folder !== "") rmSync(folder, { recursive: true, force: true });
    if (error instanceof Problem) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new Problem("shadow_unavailable", { reason: "start_failed", message }, error);
  }
}

/** @param how what its shell is told. @returns whether it was up and ended well */
async function end(server: ChildProcess, how: string): Promise<boolean> {
  if (server.exitCode !== null || server.signalCode !== null) return false;
  const ended = new Promise((resolve) => server.once("exit", resolve));
  server.stdin?.end(how);
  return (await ended) === 0;
}

async function untilReady(
  { url }: Administration,
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
      const client = await connect(url("postgres"), "restamp shadow");
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null || server.signalCode !== null || Date.now() > deadline) {
        await end(server, "");
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

/** A server that can go down and come back, for one test file. */
import { chownSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { startServer } from "../../src/io/process/background.ts";
import { freePort } from "../../src/io/process/free-port.ts";
import { findBinaries, serverUser } from "../../src/io/shadow/binaries.ts";
import { makeServerFolder } from "../../src/io/shadow/dead-servers.ts";
import { newDataDirectory } from "../../src/io/shadow/template.ts";

export interface RestartingServer {
  /** Of its maintenance database. */
  readonly url: string;
  /** `pg_ctl stop -m immediate`, and the start after it: what was committed is read from the log. */
  crash(): Promise<void>;
  /** From then on it is a standby, of a primary that has nothing to tell. */
  demote(): Promise<void>;
  end(): Promise<void>;
}

/** What was committed outlives the server's processes, though not the machine: nothing waits for the disk. */
const SETTINGS = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  fsync: "off",
  full_page_writes: "off",
  autovacuum: "off",
  shared_buffers: "32MB",
  max_connections: "60",
};

export async function startRestartingServer(): Promise<RestartingServer> {
  const as = serverUser();
  const binaries = await findBinaries(as);
  const folder = makeServerFolder(as);
  if (as) chownSync(folder, as.uid, as.gid);
  const { path, password } = await newDataDirectory(binaries, folder, as);
  const port = await freePort();
  const url = `postgresql://restamp:${password}@127.0.0.1:${port}/postgres`;
  const settings = Object.entries({ ...SETTINGS, port: String(port) });
  const argv = [binaries.postgres, "-D", path];
  const start = async () => {
    // It ends with this process; what it takes away then is not its data.
    const server = startServer(
      [...argv, ...settings.flatMap(([name, value]) => ["-c", `${name}=${value}`])],
      as,
      join(folder, "nothing"),
    );
    server.stderr?.resume();
    await untilReady(url);
    return server;
  };
  let server = await start();
  const ended = (one: typeof server) => new Promise((resolve) => one.once("exit", resolve));
  /** @param signal as PostgreSQL understands it (docs, "Shutting Down the Server") */
  const stop = async (signal: "SIGQUIT" | "SIGINT") => {
    const down = ended(server);
    const [pid] = readFileSync(join(path, "postmaster.pid"), "utf8").split("\n");
    process.kill(Number(pid), signal);
    await down;
  };
  return {
    url,
    crash: async () => {
      await stop("SIGQUIT");
      server = await start();
    },
    demote: async () => {
      await stop("SIGINT");
      writeFileSync(join(path, "standby.signal"), "");
      server = await start();
    },
    end: async () => {
      const down = ended(server);
      server.stdin?.end();
      await down;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function untilReady(url: string): Promise<void> {
  for (let left = 500; ; left -= 1) {
    const client = new pg.Client({ connectionString: url });
    client.on("error", () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (left === 0) throw error;
      await sleep(20);
    }
  }
}

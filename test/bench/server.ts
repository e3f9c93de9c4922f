/** A PostgreSQL 15 of the measurement's own, with room for as many locks as pg_dump takes. */
import { spawn, spawnSync } from "node:child_process";
import { chownSync, cpSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import pg from "pg";

const PROGRAMS = fileURLToPath(new URL("../../node_modules/postgres-15/native", import.meta.url));

/** PostgreSQL refuses to run as root. */
const AS = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}

interface Server {
  /** The URL of its only database. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** @param folder is made its own, and holds its programs and its data */
export async function startServer(folder: string): Promise<Server> {
  // Another user's server cannot be started from a folder that is root's own.
  cpSync(PROGRAMS, join(folder, "native"), {
    recursive: true,
    verbatimSymlinks: true,
  });
  chownSync(folder, AS.uid ?? process.getuid?.() ?? 0, AS.gid ?? process.getgid?.() ?? 0);
  const [bin, data] = [join(folder, "native/bin"), join(folder, "data")];
  const made = spawnSync(
    join(bin, "initdb"),
    ["-D", data, "-U", "bench", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"],
    { ...AS, cwd: "/", encoding: "utf8" },
  );
  if (made.status !== 0) throw new Error(made.stderr);
  const port = await freePort();
  // pg_dump locks every table at once.
  const settings = ["max_locks_per_transaction=1024", "fsync=off", "unix_socket_directories="];
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, "-p", String(port), ...settings.flatMap((each) => ["-c", each])],
    { ...AS, cwd: "/", stdio: "ignore" },
  );
  const stop = async () => {
    server.kill("SIGINT");
    await new Promise((resolve) => server.once("exit", resolve));
  };
  return { url: `postgresql://bench@127.0.0.1:${port}/postgres`, stop };
}

/** @returns a client, once the server has come up */
export async function connect(url: string): Promise<pg.Client> {
  for (let attempt = 0; ; attempt++) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (attempt > 200) throw error;
      await sleep(50);
    }
  }
}

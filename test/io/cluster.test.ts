import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { startCluster } from "../../src/io/shadow/cluster.ts";
import { reach } from "../../src/io/troubleshooting.ts";
import { query } from "../support/database.ts";
import { processesNaming } from "../support/processes.ts";
import { temporaryFolder } from "../support/restamp.ts";

const CLUSTER = fileURLToPath(new URL("../../src/io/shadow/cluster.ts", import.meta.url));

/** As /tmp is: the server may run as another user, who has to clean up there. */
function openFolder(): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o1777);
  return folder;
}

function place(): string {
  const folder = openFolder();
  vi.stubEnv("TMPDIR", folder);
  return folder;
}

const serverFolders = (folder: string) =>
  readdirSync(folder).filter((name) => name.startsWith("restamp-server-"));

afterEach(() => vi.unstubAllEnvs());

test("a cluster takes connections, makes and drops databases, and leaves nothing when it stops", async () => {
  const folder = place();
  const cluster = await startCluster();
  const url = cluster.url("sha dow");
  await cluster.createDatabase("sha dow");
  expect(await query(url, "SELECT current_database() AS name")).toEqual([{ name: "sha dow" }]);
  await cluster.dropDatabase("sha dow");
  const databases = "SELECT datname FROM pg_database WHERE NOT datistemplate";
  expect(await query(cluster.url("postgres"), databases)).toEqual([{ datname: "postgres" }]);
  expect(serverFolders(folder)).toHaveLength(1);
  await cluster.stop();
  expect(serverFolders(folder)).toEqual([]);
  expect(await reach("127.0.0.1", url.port ?? 0)).toBe("refused");
  await cluster.stop();
});

test("a cluster wants its password, listens on this machine only and keeps its files to itself", async () => {
  const folder = place();
  const cluster = await startCluster();
  onTestFinished(() => cluster.stop());
  const url = cluster.url("postgres");
  await expect(query({ ...url, password: "wrong" }, "SELECT 1")).rejects.toMatchObject({
    code: "28P01",
  });
  const settings = await query(url, "SHOW listen_addresses");
  expect(settings).toEqual([{ listen_addresses: "127.0.0.1" }]);
  expect(await query(url, "SHOW unix_socket_directories")).toEqual([
    { unix_socket_directories: "" },
  ]);
  const data = join(folder, serverFolders(folder)[0] ?? "", "data");
  expect(existsSync(join(data, "..", "password"))).toBe(false);
  const arguments_ = processesNaming(folder).flatMap((each) => each.args);
  expect(arguments_.filter((word) => word.includes(url.password ?? "?"))).toEqual([]);
});

test("a driver is only another way to write the same address", async () => {
  place();
  const cluster = await startCluster();
  onTestFinished(() => cluster.stop());
  const url = cluster.url("postgres", "postgresql+asyncpg");
  expect(url).toMatchObject({ dialect: "postgresql", driver: "asyncpg", host: "127.0.0.1" });
  expect({ ...url, text: "", driver: null }).toEqual({ ...cluster.url("postgres"), text: "" });
});

test("two clusters live side by side", async () => {
  place();
  const clusters = await Promise.all([startCluster(), startCluster()]);
  for (const cluster of clusters) onTestFinished(() => cluster.stop());
  const [one, other] = clusters.map((cluster) => cluster.url("postgres"));
  expect(one?.port).not.toBe(other?.port);
  for (const url of [one, other]) if (url) await query(url, "SELECT 1");
});

/** Starts a cluster in a process of its own. @returns the process and the server's URL */
async function holder(folder: string, as: { uid?: number; gid?: number } = {}) {
  const program = `
    const { startCluster } = await import(${JSON.stringify(CLUSTER)});
    const cluster = await startCluster();
    process.stdout.write(cluster.url("postgres").text + "\\n");
    process.stdin.once("end", () => cluster.stop()).resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], {
    env: { PATH: process.env["PATH"] ?? "", TMPDIR: folder, HOME: folder },
    stdio: ["pipe", "pipe", "pipe"],
    cwd: "/",
    ...as,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  const text = await firstLine(child);
  const url = parseDatabaseUrl(text);
  if (isUrlFault(url)) throw new Error(text);
  return { child, url };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let errors = "";
    child.stderr?.on("data", (chunk) => {
      errors += String(chunk);
    });
    child.stdout?.once("data", (chunk) => resolve(String(chunk).trim()));
    child.once("exit", () => reject(new Error(errors)));
  });
}

test.for(["SIGKILL", "SIGTERM"] as const)(
  "a server ends and its files go when its parent is ended by %s",
  async (signal) => {
    const folder = openFolder();
    const { child, url } = await holder(folder);
    await query(url, "CREATE TABLE t (a int)");
    child.kill(signal);
    await expect.poll(() => reach("127.0.0.1", url.port ?? 0), { timeout: 10_000 }).toBe("refused");
    await expect.poll(() => serverFolders(folder), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => processesNaming(folder), { timeout: 10_000 }).toEqual([]);
  },
);

test("a server ends with its parent even while a client is connected", async () => {
  const folder = openFolder();
  const { child, url } = await holder(folder);
  const client = query(url, "SELECT pg_sleep(60)").catch((error) => error.code ?? "lost");
  await expect
    .poll(() =>
      query(
        url,
        "SELECT count(*)::int AS n FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%'",
      ),
    )
    .toEqual([{ n: 1 }]);
  child.kill("SIGKILL");
  expect(await client).not.toBeUndefined();
  await expect.poll(() => serverFolders(folder), { timeout: 10_000 }).toEqual([]);
});

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

test.runIf(isRoot)("started by root, the server runs as somebody else", async () => {
  const folder = place();
  const cluster = await startCluster();
  onTestFinished(() => cluster.stop());
  const data = join(folder, serverFolders(folder)[0] ?? "", "data");
  expect(statSync(data).uid).not.toBe(0);
  const pid = readFileSync(join(data, "postmaster.pid"), "utf8").split("\n", 1)[0];
  if (existsSync(`/proc/${pid}`)) expect(statSync(`/proc/${pid}`).uid).toBe(statSync(data).uid);
});

/** Whether others than root can get at Node and at the sources. */
const canRunAsNobody = () =>
  spawnSync(process.execPath, ["--eval", `require("node:fs").readFileSync("${CLUSTER}")`], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: "/",
  }).status === 0;

test.runIf(!isRoot || canRunAsNobody())(
  "started by anybody else, the server runs as that user",
  async () => {
    const folder = openFolder();
    const uid = isRoot ? NOBODY : process.getuid?.();
    const { child, url } = await holder(folder, isRoot ? { uid: NOBODY, gid: NOBODY } : {});
    await query(url, "SELECT 1");
    expect(statSync(join(folder, serverFolders(folder)[0] ?? "", "data")).uid).toBe(uid);
    child.stdin?.end();
    await expect.poll(() => serverFolders(folder), { timeout: 10_000 }).toEqual([]);
  },
);

test("a machine without room for the server's files is a problem, not a fault of restamp's", async () => {
  vi.stubEnv("TMPDIR", join(place(), "nowhere"));
  await expect(startCluster()).rejects.toMatchObject({ code: "shadow_unavailable", exitCode: 3 });
});

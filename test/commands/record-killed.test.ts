import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { expect, test, vi } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { makeOwnFolder } from "../../src/io/process/own-folders.ts";
import { serverUser } from "../../src/io/shadow/binaries.ts";
import { freshDatabase, query } from "../support/database.ts";
import { revisionScript } from "../support/files.ts";
import { canSeeProcesses, processesNaming } from "../support/processes.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { ordinaryDatabase } from "../support/roles.ts";
import { smallProject } from "../support/small-project.ts";

const QUICK = { "a.py": revisionScript("a1", null, 'op.execute("CREATE TABLE a (x int)")') };

/** Long enough to be killed in, and over soon afterwards. */
const SLOW = {
  "a.py": revisionScript("a1", null, 'op.execute("CREATE TABLE a (x int); SELECT pg_sleep(6)")'),
};

const LEFT = `SELECT datname AS name FROM pg_database WHERE datname ~ '^restamp_shadow_'
  AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)`;

const AT_WORK = `SELECT FROM pg_stat_activity WHERE datname ~ '^restamp_shadow_'
  AND query LIKE '%pg_sleep%' AND usename = current_user`;

const record = (own: DatabaseUrl, scripts: Readonly<Record<string, string>>, home: string) =>
  restampOn(own, ["record", "--shadow", "same-server"], {
    project: smallProject({ scripts }),
    home,
  });

const until = (isSo: () => Promise<boolean>) =>
  vi.waitUntil(isSo, { timeout: 30_000, interval: 50 });

test.skipIf(!canSeeProcesses)(
  "a shadow whose restamp was killed is removed at the next recording, and not while it is in use",
  async () => {
    const own = await ordinaryDatabase();
    const home = temporaryFolder();
    const killed = record(own, SLOW, home);
    await until(async () => (await query(own, AT_WORK)).length > 0);
    // Its owner is alive: another recording leaves it alone.
    const beside = await record(own, QUICK, temporaryFolder());
    expect(beside.stderr).not.toContain("left behind");
    const [left] = await query<{ name: string }>(own, LEFT);
    const name = left?.name ?? "none";
    const restamp = processesNaming(home).find(({ args }) => args.includes("same-server"));
    process.kill(restamp?.pid ?? 0, "SIGKILL");
    expect(await killed).toMatchObject({ signal: "SIGKILL" });
    await until(async () => (await query(own, AT_WORK)).length === 0);
    expect(await query(own, LEFT)).toEqual([{ name }]);
    const next = await record(own, QUICK, temporaryFolder());
    expect(next).toMatchObject({ code: 0 });
    expect(next.stderr).toContain(`left behind: ${name}`);
    expect(await query(own, LEFT)).toEqual([]);
  },
);

test("a database that only looks like a shadow's is left alone", async () => {
  const own = await ordinaryDatabase();
  const other = await freshDatabase("restamp_shadow_of_somebody");
  await record(own, QUICK, temporaryFolder());
  expect(await query(other, "SELECT 1 AS n")).toEqual([{ n: 1 }]);
});

test("the folder of a server that went down with its restamp is removed and told", async () => {
  // As /tmp is, for the server may run as another user; only what is the server's own counts.
  const places = temporaryFolder();
  const alive = makeOwnFolder(places, "server");
  // Above every number that Linux gives.
  const folder = alive.replace(`-${process.pid}-`, "-4194305-");
  mkdirSync(folder);
  const as = serverUser();
  chmodSync(places, 0o1777);
  if (as) for (const each of [folder, alive]) chownSync(each, as.uid, as.gid);
  const ran = await restampOn(await freshDatabase(), ["record"], {
    project: smallProject({ scripts: QUICK }),
    environment: { TMPDIR: places },
  });
  expect(ran.code).toBe(0);
  expect(ran.stderr).toContain(folder);
  expect(existsSync(alive)).toBe(true);
  expect(readdirSync(places)).toHaveLength(1);
});

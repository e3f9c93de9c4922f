import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { freshDatabase, query, REVISIONS } from "../support/database.ts";
import { canImport } from "../support/drivers.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { IN_THIS_DATABASE } from "../support/lock.ts";
import { canSeeProcesses, processesNaming } from "../support/processes.ts";
import { expectOneMessage, restampOn } from "../support/repairs.ts";
import { startRestamp, temporaryFolder } from "../support/restamp.ts";
import { urlWith } from "../support/roles.ts";
import { asyncEnv, smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

const DRIVER = "postgresql+psycopg";

const wrong = populatedDatabases(FIRST, WRONG);

/** Holds a table until it is let go, as an application in a long transaction does. */
async function hold(database: DatabaseUrl, table: string): Promise<() => Promise<void>> {
  const held = query(
    database,
    `BEGIN; LOCK TABLE ${table} IN SHARE MODE; SELECT pg_sleep(60)`,
  ).catch(() => {});
  const granted = `SELECT count(*)::int AS n FROM pg_locks
    WHERE relation = '${table}'::regclass AND mode = 'ShareLock' AND ${IN_THIS_DATABASE}`;
  await expect.poll(() => query(database, granted)).toEqual([{ n: 1 }]);
  const release = async () => {
    await query(
      database,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`,
    );
    await held;
  };
  onTestFinished(release);
  return release;
}

test("a lock that another session holds ends the repair at a revision that is true", async () => {
  const database = await wrong();
  const release = await hold(database, "users");
  const { code, stderr } = await restampOn(database, [
    "repair",
    "--yes",
    "--lock-timeout",
    "300ms",
  ]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/restamp: alembic upgrade head failed: .*LockNotAvailable/);
  expect(stderr).toContain("pg_stat_activity");
  await release();
  expect(await stampOf(database)).toEqual([FIRST]);
  expect(await restampOn(database, ["diagnose"])).toMatchObject({ code: 0, stderr: "" });
});

test("a repair that is still at work is told to whoever comes to begin another", async () => {
  const [database, home] = [await wrong(), temporaryFolder()];
  const release = await hold(database, "users");
  const first = restampOn(database, ["repair", "--yes", "--lock-timeout", "1min"], { home });
  const waiting = `SELECT FROM pg_locks
    WHERE relation = 'users'::regclass AND NOT granted AND ${IN_THIS_DATABASE}`;
  await expect.poll(() => query(database, waiting), { timeout: 20_000 }).not.toEqual([]);
  const second = await restampOn(database, ["repair", "--yes"], { home });
  expect(second.code).toBe(1);
  expect(second.stderr).toMatch(
    /Session \S+ is at work: 1 of 3 steps are done, and upgrade is under way\./,
  );
  await release();
  expect((await first).code).toBe(0);
});

test.for([DRIVER, "postgresql+asyncpg"])(
  "while alembic waits for a lock it is said who holds it, and again when it has given up: %s",
  async (scheme, context) => {
    context.skip(scheme.includes("asyncpg") && !canImport("asyncpg"), "asyncpg is not installed");
    const database = await freshDatabase();
    const project = smallProject({
      scripts: {
        "a.py": sqlScript("a1", null, "CREATE TABLE a (x int)"),
        "b.py": sqlScript("b2", "a1", "ALTER TABLE a ADD y int"),
      },
    });
    if (scheme.includes("asyncpg")) writeFiles(project, { "env.py": asyncEnv() });
    await query(database, "CREATE TABLE a (x int); INSERT INTO a VALUES (1)");
    const url = urlWith(database, { scheme });
    await restampOn(url, ["record"], { project });
    const release = await hold(database, "a");
    const args = ["repair", "--yes", "--path", "adopt", "--stamp", "a1", "--lock-timeout", "4s"];
    const { code, stderr } = await restampOn(url, args, { project });
    expect(stderr).toMatch(
      new RegExp(
        `alembic waits for a lock that process \\d+ \\(role ${database.user}, .*active, for \\d+ s\\) holds`,
      ),
    );
    expect(stderr).toContain("pg_sleep(60)");
    expect(code).toBe(1);
    // asyncpg does not heed PGOPTIONS: restamp itself takes back what waits too long.
    expect(stderr).toMatch(/Why: +It waited longer than the lock timeout for process \d+/);
    await release();
    expect(await stampOf(database)).toEqual(["a1"]);
  },
);

test.for([
  [
    // It keeps the diagnosis itself from the table.
    "an upgrade whose restamp or terminal is gone",
    "ALTER TABLE calls ADD x int",
    /The session with the pid \d+ \(active, for \d+ s\) holds the table public\.calls/,
  ],
  [
    "one that has only made something new so far",
    "CREATE TEMP TABLE t AS SELECT 1; CREATE TABLE new_one (a int)",
    /Somebody else is changing [\s\S]*Why: +It is process \d+ \(role restamp, .*CREATE TABLE new_one/,
  ],
  [
    "one that has moved the stamp so far",
    "UPDATE alembic_version SET version_num = version_num",
    /Somebody else is changing [\s\S]*Why: +It is process \d+ \(role restamp, .*UPDATE alembic_version/,
  ],
] as const)("%s is found before the first step", async ([, sql, says]) => {
  const database = await wrong();
  const at = query(database, `BEGIN; ${sql}; SELECT pg_sleep(60)`).catch(() => {});
  const sleeping = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event = 'PgSleep'`;
  await expect.poll(() => query(database, sleeping)).toEqual([{ n: 1 }]);
  const ran = await restampOn(database, ["repair", "--yes"]);
  expect(ran.code).toBeGreaterThan(0);
  expect(ran.stderr).toMatch(says);
  await query(
    database,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  );
  await at;
  expect(await stampOf(database)).toEqual([WRONG]);
});

test("a repair whose own session is ended while alembic works takes its lock again", async () => {
  const database = await wrong();
  const release = await hold(database, "users");
  const running = restampOn(database, ["repair", "--yes", "--lock-timeout", "60s"]);
  const holders = `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted
    AND ${IN_THIS_DATABASE}
    AND EXISTS (SELECT FROM pg_locks
      WHERE NOT granted AND relation = 'users'::regclass AND ${IN_THIS_DATABASE})`;
  const found = async () => (await query<{ pid: number }>(database, holders))[0]?.pid ?? null;
  const nobody = expect.poll(found, { timeout: 60_000 }).not;
  await nobody.toBeNull();
  const first = await found();
  await query(database, "SELECT pg_terminate_backend($1, 5000)", [first]);
  await expect.poll(found, { timeout: 20_000 }).not.toBe(first);
  await nobody.toBeNull();
  await release();
  expect((await running).code).toBe(0);
});

test("a repair beside another one is refused and changes nothing", async () => {
  const database = await wrong();
  const other = await openDatabase(database, () => {}, { lockTimeout: "1s" }).beginRepair();
  onTestFinished(() => other.end());
  const unchanged = await untouched(database);
  const ran = await restampOn(database, ["repair", "--yes"]);
  expect(ran.code).toBe(1);
  expectOneMessage(ran);
  expect(ran.stderr).toContain(`Another restamp is repairing database ${database.database}.`);
  await unchanged();
});

test.each([
  ["Ctrl+C", "SIGINT"],
  ["the end of a job", "SIGTERM"],
] as const)(
  "%s during an upgrade ends with 130, and PostgreSQL takes back what was begun",
  async (_, signal) => {
    const database = await wrong();
    const release = await hold(database, "users");
    const bundle =
      process.env["RESTAMP_BUNDLE"] ?? new URL("../../dist/restamp.js", import.meta.url).pathname;
    const child = spawn(
      process.execPath,
      [
        ...[bundle, "-c", `${REVISIONS}/alembic.ini`, "repair", "--yes", "--lock-timeout", "4s"],
        ...["--backup", "none", "--rehearse", "none"],
      ],
      { env: { ...process.env, DATABASE_URL: database.text, XDG_STATE_HOME: temporaryFolder() } },
    );
    onTestFinished(() => void child.kill("SIGKILL"));
    const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    await expect.poll(() => query(database, waiting), { timeout: 10_000 }).toEqual([{ n: 1 }]);
    child.kill(signal);
    expect(await exitCode(child)).toBe(130);
    await release();
    expect(await stampOf(database)).toEqual([FIRST]);
    const stats = "SELECT to_regclass('call_stats') AS found";
    expect(await query(database, stats)).toEqual([{ found: null }]);
  },
);

test.skipIf(!canSeeProcesses)("who only looks is ended at once, and leaves no server", async () => {
  const slow = sqlScript("a1", null, "CREATE TABLE a (x int); SELECT pg_sleep(30)");
  const project = smallProject({ scripts: { "a.py": slow } });
  const database = await freshDatabase();
  const temporary = temporaryFolder();
  chmodSync(temporary, 0o1777);
  let pid = 0;
  const running = restampOn(database, ["repair", "--yes"], {
    project,
    environment: { TMPDIR: temporary },
    onStart: (own) => (pid = own),
  });
  const servers = () =>
    processesNaming(temporary).filter(({ args }) => args[0]?.endsWith("/postgres"));
  await expect.poll(servers, { timeout: 20_000 }).not.toEqual([]);
  const began = performance.now();
  process.kill(pid, "SIGTERM");
  expect(await running).toMatchObject({ signal: "SIGTERM" });
  expect(performance.now() - began).toBeLessThan(5_000);
  await expect.poll(() => processesNaming(temporary), { timeout: 10_000 }).toEqual([]);
});

test("a repair whose terminal goes comes to its end all the same, and its session says so", async () => {
  const database = await wrong();
  const home = temporaryFolder();
  const release = await hold(database, "users");
  const url = ["--url", database.text, "-c", `${REVISIONS}/alembic.ini`];
  const bare = ["--backup", "none", "--rehearse", "none", "--lock-timeout", "50s"];
  const terminal = startRestamp([...url, ...bare, "repair", "--yes"], { home });
  const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(() => query(database, waiting), { timeout: 20_000 }).toEqual([{ n: 1 }]);
  terminal.hangUp();
  await release();
  expect((await terminal.exit()).code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
  const sessions = await restampOn(database, ["sessions", "--json"], { home });
  expect(JSON.parse(sessions.stdout)).toMatchObject([{ status: "verified" }]);
});

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => child.once("exit", resolve));
}

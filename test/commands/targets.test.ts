/** Several databases and schemas in one call: a few at a time, one report, the worst exit code. */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { databaseUrl, freshDatabase, query, REVISIONS } from "../support/database.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { expectValid } from "../support/json-schema.ts";
import { IN_THIS_DATABASE } from "../support/lock.ts";
import { expectNoSecrets } from "../support/refusals.ts";
import { expectHealthy, expectOneMessage } from "../support/repairs.ts";
import { projectCopy, runRestamp, type StartOptions, temporaryFolder } from "../support/restamp.ts";
import { ALEMBIC } from "../support/stand-in-alembic.ts";
import { stampIn, TENANT, twoSchemas } from "../support/two-schemas.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);
const healthy = populatedDatabases(HEAD, HEAD);

/** @returns the path of a file with these lines */
function targetsFile(...lines: readonly string[]): string {
  const folder = temporaryFolder();
  const file = join(folder, "targets");
  writeFileSync(file, `${lines.join("\n")}\n`, { mode: 0o600 });
  return file;
}

const named = (targets: Readonly<Record<string, DatabaseUrl>>) =>
  targetsFile(...Object.entries(targets).map(([name, url]) => `${name} = ${url.text}`));

function several(
  file: string,
  [command = "", ...args]: readonly string[],
  { project = REVISIONS, ...options }: StartOptions & { readonly project?: string } = {},
) {
  const bare = command === "repair" ? ["--backup", "none", "--rehearse", "none"] : [];
  const given = ["-c", `${project}/alembic.ini`, command, "--targets", file, ...bare, ...args];
  return runRestamp(given, options);
}

test("a file with a password that others may read is warned of, and one that is one's own is not", async () => {
  const file = named({ ok: await healthy() });
  const warned = async () => (await several(file, ["diagnose"])).stderr;
  chmodSync(file, 0o640);
  expect(await warned()).toContain(`chmod 600 ${file}`);
  chmodSync(file, 0o600);
  expect(await warned()).not.toContain("chmod");
});

/** Nothing listens there. */
const down = () => ({ ...databaseUrl("down"), text: "postgresql://u:s3cret@127.0.0.1:1/down" });

test("one report of all, with the worst exit code, and no password anywhere", async () => {
  const targets = { ok: await healthy(), ahead: await wrong(), down: down() };
  const file = named(targets);
  const home = temporaryFolder();
  const [json, words] = await Promise.all([
    several(file, ["diagnose", "--json", "-v"], { home }),
    several(file, ["diagnose"], { home }),
  ]);
  expect([json.code, words.code]).toEqual([3, 3]);
  const { host, port } = targets.ok;
  const place = { host, port, schema: null };
  expect(expectValid(json.stdout)).toEqual({
    targets: [
      expect.objectContaining({ ...place, name: "ok", database: targets.ok.database, exit: 0 }),
      expect.objectContaining({ ...place, name: "ahead", exit: 1 }),
      {
        ...{ name: "down", host: "127.0.0.1", port: 1, database: "down", schema: null, exit: 3 },
        error: expect.objectContaining({ code: "server_refused" }),
      },
    ],
    exit: 3,
  });
  expect(words.stdout).toContain("ahead: Stamp ahead of the schema\n");
  expect(words.stdout).toMatch(/\n {2}Next: /);
  expect(words.stdout).not.toContain("ok: ");
  const table = words.stdout.trimEnd().split("\n").slice(-4);
  expect(table.map((line) => line.split(/ {2,}/).filter((_, at) => at !== 1))).toEqual([
    ["target", "exit", "result"],
    ["ok", "0", "Healthy"],
    ["ahead", "1", "Stamp ahead of the schema"],
    ["down", "3", "Nothing answers at 127.0.0.1:1."],
  ]);
  for (const secret of ["s3cret", targets.ok.password ?? ""]) {
    for (const ran of [json, words]) expect(ran.stdout + ran.stderr).not.toContain(secret);
    expectNoSecrets(home, [secret]);
  }
});

test("each is repaired by itself, with a journal and a report of its own; a failing one stops no other", async () => {
  const targets = { a: await wrong(), down: down(), b: await wrong(), c: await healthy() };
  const home = temporaryFolder();
  const ran = await several(named(targets), ["repair", "--yes", "--json"], { home });
  expect(ran.code).toBe(3);
  const report = expectValid(ran.stdout);
  expect(report.targets).toMatchObject([
    { name: "a", exit: 0, result: { verdict: "healthy", repaired: true } },
    { name: "down", exit: 3, error: { code: "server_refused" } },
    { name: "b", exit: 0, result: { verdict: "healthy", repaired: true } },
    { name: "c", exit: 0, result: { ran: [] } },
  ]);
  for (const name of ["a", "b", "c"] as const) await expectHealthy(targets[name]);
  const sessions = report.targets.flatMap(({ result }: { result?: { session?: string } }) =>
    result?.session === undefined ? [] : [result.session],
  );
  expect(new Set(sessions).size).toBe(2);
  const folder = join(home, "state", "restamp");
  expect(readdirSync(join(folder, "sessions")).sort()).toEqual(
    sessions.map((id: string) => `${id}.jsonl`).sort(),
  );
  expect(readdirSync(join(folder, "reports"))).toHaveLength(2);
  expect(ran.stderr).toMatch(/^\[a\] Repaired and verified\.$/m);
  expect(ran.stderr).not.toMatch(/^(?!\[(a|b|c|down)\] )./m);
});

test("without --yes none is repaired, and with --fail-fast none is begun after a failure", async () => {
  const targets = { down: down(), later: await wrong() };
  const unchanged = await untouched(targets.later);
  const file = named(targets);
  const asked = await several(file, ["repair"]);
  expect(asked.code).toBe(4);
  expectOneMessage(asked);
  const fast = ["--fail-fast", "--parallel", "1", "--json"];
  const ran = await several(file, ["repair", "--yes", ...fast]);
  expect(ran.code).toBe(3);
  const [, later] = expectValid(ran.stdout).targets;
  expect(later).toMatchObject({ name: "later", exit: null });
  expect(later).not.toHaveProperty("result");
  const words = await several(file, ["diagnose", "--fail-fast", "--parallel", "1"]);
  expect(words.stdout).toMatch(/^later +\S+ +- +not begun$/m);
  await unchanged();
});

test("the reference is recorded once for all of them", async () => {
  const project = projectCopy();
  rmSync(join(project, "restamp.reference.json"));
  const targets = { a: await healthy(), b: await healthy(), c: await wrong() };
  const ran = await several(named(targets), ["diagnose", "--json"], { project });
  expect(ran.code).toBe(1);
  expect(expectValid(ran.stdout).targets.map(({ exit }: { exit: number }) => exit)).toEqual([
    0, 0, 1,
  ]);
  expect(ran.stderr.match(/Recorded 8 revisions/g)).toHaveLength(1);
});

test("no more than --parallel are at work at a time", async () => {
  const targets = { a: await wrong(), b: await wrong(), c: await wrong() };
  const folder = temporaryFolder();
  const log = `${folder}/log`;
  // Each call writes down when it begins and when it ends.
  const lines = [`echo "+" >> '${log}'`, `${ALEMBIC} "$@"`, "code=$?", `echo "-" >> '${log}'`];
  const alembic = standIn(folder, "alembic", [...lines, "exit $code"].join("\n"));
  const atOnce = async (parallel: string) => {
    const environment = { RESTAMP_ALEMBIC: alembic };
    const args = ["repair", "--yes", "--parallel", parallel];
    writeFiles(folder, { log: "" });
    const ran = await several(named(targets), args, { environment });
    expect(ran.code).toBe(0);
    let now = 0;
    return Math.max(
      ...readFileSync(log, "utf8")
        .trim()
        .split("\n")
        .map((sign) => (now += sign === "+" ? 1 : -1)),
    );
  };
  expect(await atOnce("1")).toBe(1);
});

test("two schemas of one database are repaired one after the other, in one call", async () => {
  const database = await twoSchemas();
  const args = ["--schema", "public", "--schema", TENANT];
  const url = ["-c", `${REVISIONS}/alembic.ini`, "--url", database.text];
  const seen = await runRestamp([...url, "diagnose", "--json", ...args]);
  expect(expectValid(seen.stdout)).toMatchObject({
    targets: [
      { name: "public", database: database.database, schema: "public", exit: 1 },
      { name: TENANT, schema: TENANT, exit: 1, result: { verdict: "stamp_behind" } },
    ],
    exit: 1,
  });
  const bare = ["--backup", "none", "--rehearse", "none"];
  const ran = await runRestamp([...url, "repair", "--yes", ...args, ...bare]);
  expect(ran.code).toBe(0);
  expect(ran.stdout).toMatch(/^target +database +exit +result$/m);
  for (const schema of ["public", TENANT]) expect(await stampIn(database, schema)).toEqual([HEAD]);
});

test("comments, empty lines and lines without a name are read, and may name other databases", async () => {
  const [one, two] = [await healthy(), await healthy()];
  const keywords = `host=${two.host} port=${two.port} user=${two.user} password=${two.password} dbname=${two.database}`;
  const file = targetsFile("# all of them", "", `  ${one.text}  # the first`, keywords);
  const ran = await several(file, ["diagnose"]);
  expect(ran.code).toBe(0);
  const rows = [one, two].map(({ host, port, database }) => `${host}:${port}/${database}`);
  expect(ran.stdout).toMatch(/^target +exit +result$/m);
  for (const row of rows) expect(ran.stdout).toMatch(new RegExp(`^${row} +0 +Healthy$`, "m"));
});

test.for([
  ["an empty file", ["# nothing", ""], ["names no database"]],
  ["a line that is no URL", ["a = postgresql://u:s3cret@h/x", "nonsense s3cret"], ["line 2"]],
  ["a URL without a database", ["a = postgresql://u:s3cret@h"], ["line 1", "names no database"]],
  [
    "the same database twice",
    ["a = postgresql://u:s3cret@db/x", "", "b = postgresql+psycopg://u:other@DB:5432/x"],
    ["Lines 1 and 3", "same database"],
  ],
  [
    "the same name twice",
    ["a = postgresql://u:s3cret@db/x", "a = postgresql://u:s3cret@db/y"],
    ["Lines 1 and 2", "same name, a"],
  ],
] as const)("%s is a mistake that is told by its line", async ([, lines, says]) => {
  const file = targetsFile(...lines);
  const ran = await several(file, ["diagnose"]);
  expect(ran.code).toBe(2);
  expectOneMessage(ran);
  for (const words of says) expect(ran.stderr).toContain(words);
  expect(ran.stderr).not.toContain("s3cret");
  const json = await several(file, ["diagnose", "--json"]);
  expect(expectValid(json.stdout).error.code).toBe("targets_file");
});

test.for([
  [["diagnose", "--targets", "/nowhere/targets"], "ENOENT"],
  [["diagnose", "--targets", "/", "--url", "postgresql://u@h/d"], "--url"],
  [["diagnose", "--targets", "/", "--via", "nc"], "--via"],
  [["diagnose", "--parallel", "0"], "--parallel"],
  [["diagnose", "--schema", "a", "--schema", "a"], "given twice"],
  [["plan", "--schema", "a", "--schema", "b"], "--schema"],
  [["repair", "--yes", "--targets", "/", "--confirm", "app"], "--confirm"],
] as const)("a call that cannot be meant so is refused: %j", async ([args, says]) => {
  const ran = await runRestamp(["-c", `${REVISIONS}/alembic.ini`, ...args]);
  expect(ran.code).toBe(2);
  expectOneMessage(ran);
  expect(ran.stderr).toContain(says);
});

test("a job of GitHub Actions is told which target it is", async () => {
  const targets = { ok: await healthy(), ahead: await wrong() };
  const ran = await several(named(targets), ["diagnose", "--format", "github"]);
  expect(ran.code).toBe(1);
  const commands = ran.stdout.split("\n").filter((line) => line.startsWith("::"));
  expect(commands).toEqual([
    expect.stringMatching(/^::error file=.*,title=ahead%3A Stamp ahead of the schema::/),
  ]);
  expect(ran.stdout).toMatch(/^ok +\S+ +0 +Healthy$/m);
});

/** Holds a table until it is let go. */
async function hold(database: DatabaseUrl): Promise<() => Promise<void>> {
  const held = query(database, "BEGIN; LOCK TABLE users IN SHARE MODE; SELECT pg_sleep(60)").catch(
    () => {},
  );
  const granted = `SELECT count(*)::int AS n FROM pg_locks
    WHERE relation = 'users'::regclass AND mode = 'ShareLock' AND granted AND ${IN_THIS_DATABASE}`;
  await expect.poll(() => query(database, granted)).toEqual([{ n: 1 }]);
  return async () => {
    await query(
      database,
      `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`,
    );
    await held;
  };
}

async function untilWaiting(database: DatabaseUrl): Promise<void> {
  const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(() => query(database, waiting), { timeout: 30_000 }).toEqual([{ n: 1 }]);
}

/** A repair of these, one after the other, that waits for a table of the first. */
async function repairBehindALock(targets: Readonly<Record<"first" | "second", DatabaseUrl>>) {
  const release = await hold(targets.first);
  let pid = 0;
  let said = "";
  const args = ["repair", "--yes", "--json", "--parallel", "1", "--lock-timeout", "50s"];
  const running = several(named(targets), args, {
    onStart: (own) => (pid = own),
    onMessage: (text) => (said += text),
  });
  await untilWaiting(targets.first);
  const send = (signal: NodeJS.Signals) => process.kill(pid, signal);
  return { running, release, send, said: () => said };
}

test("Ctrl+C begins nothing more, and lets what is at work come to its end", async () => {
  const targets = { first: await wrong(), second: await wrong() };
  const unchanged = await untouched(targets.second);
  const { running, release, send } = await repairBehindALock(targets);
  send("SIGINT");
  await release();
  const ran = await running;
  expect(ran.code).toBe(130);
  expect(expectValid(ran.stdout)).toMatchObject({
    targets: [
      { name: "first", exit: 0, result: { verdict: "healthy" } },
      { name: "second", exit: null },
    ],
    exit: 130,
  });
  expect(ran.stderr).toContain("Nothing more is begun; 1 target still at work.");
  await expectHealthy(targets.first);
  await unchanged();
});

const ENDS: readonly (readonly [how: string, first: NodeJS.Signals, ...more: NodeJS.Signals[]])[] =
  [
    ["a second Ctrl+C", "SIGINT", "SIGINT"],
    ["SIGTERM", "SIGTERM"],
  ];

test.for(ENDS)(
  "%s interrupts what is at work, and PostgreSQL takes it back",
  async ([, first, ...more]) => {
    const targets = { first: await wrong(), second: await wrong() };
    const { running, release, send, said } = await repairBehindALock(targets);
    send(first);
    for (const signal of more) {
      // Two signals at once would be one.
      await expect.poll(said).toContain("Nothing more is begun");
      send(signal);
    }
    const ran = await running;
    expect(ran.code).toBe(130);
    expect(expectValid(ran.stdout)).toMatchObject({
      targets: [
        { name: "first", exit: 130, error: { code: "interrupted" } },
        { name: "second", exit: null },
      ],
    });
    await release();
    expect(await stampOf(targets.first)).toEqual([FIRST]);
  },
);

test("an empty database and one that is behind are no trouble to each other", async () => {
  const targets = {
    empty: await freshDatabase(),
    behind: await populatedDatabases(FIRST, FIRST)(),
  };
  const ran = await several(named(targets), ["diagnose", "--json"]);
  expect(ran.code).toBe(1);
  expect(expectValid(ran.stdout).targets).toMatchObject([
    { exit: 1, result: { verdict: "empty" } },
    { exit: 0, result: { verdict: "pending" } },
  ]);
});

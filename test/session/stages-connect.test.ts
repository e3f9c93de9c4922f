import { describe, expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import type { CommandResult, Workbench } from "../../src/io/ports.ts";
import { type Check, connectStage } from "../../src/session/stages.ts";
import { fakePorts, fakeWorkbench, SERVER, said, script } from "./fakes.ts";

const VERSION = said("--version", ["alembic 1.20.1"]);

function currentFor(url: string, rest: readonly string[] = [], exitCode = 0): CommandResult {
  const info = "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.";
  return said("current --verbose", [info, `Current revision(s) for ${url}:`, ...rest], exitCode);
}

interface Given {
  readonly server?: Partial<typeof SERVER>;
  readonly version?: CommandResult | Error;
  readonly current?: CommandResult | Error;
  readonly source?: Workbench["source"];
}

/** Connects with the calls that are expected, in their order. */
async function connect({ server, version = VERSION, current, source }: Given) {
  const same = currentFor("postgresql+psycopg2://calls_owner:***@db.example:5432/calls");
  const failed = version instanceof Error || version.exitCode !== 0;
  const calls = script(
    ["open", () => workbench],
    ["server", { ...SERVER, ...server }],
    ["alembic --version", version],
    ...(failed ? [] : [["alembic current --verbose", current ?? same] as const]),
  );
  const workbench = { ...fakeWorkbench(calls), ...(source ? { source } : {}) };
  const checks: Check[] = [];
  const result = await connectStage(fakePorts(calls), (check) => checks.push(check)).catch(
    (error) => error,
  );
  expect(calls.faults()).toEqual([]);
  return { checks, result };
}

const named = (checks: readonly Check[]) => checks.map(({ name, outcome }) => `${name} ${outcome}`);

test("the checks come in the order in which one needs the other", async () => {
  const { checks, result } = await connect({});
  expect(named(checks)).toEqual([
    "project ok",
    "url ok",
    "server ok",
    "rights ok",
    "alembic ok",
    "same_database ok",
  ]);
  expect(result).toMatchObject({ server: SERVER, checks });
});

test("each check tells what was found", async () => {
  const { checks } = await connect({});
  const details = Object.fromEntries(checks.map((check) => [check.name, check.details]));
  expect(details["project"]).toEqual({
    config: "/srv/calls/alembic.ini",
    versions: "/srv/calls/versions",
    revisions: "8",
    heads: "g1h2i3j4k5l6",
  });
  expect(details["url"]).toEqual({ from: "environment", path: "", overrides: "" });
  expect(details["server"]).toEqual({
    host: "db.example",
    port: "5432",
    database: "calls",
    role: "calls_owner",
    version: "17.2",
  });
  expect(details["alembic"]).toEqual({ command: "alembic", version: "alembic 1.20.1" });
  expect(details["same_database"]).toMatchObject({
    seen: "postgresql+psycopg2://calls_owner:***@db.example:5432/calls",
  });
});

test("a project that cannot be opened ends it before anything is asked", async () => {
  const calls = script(["open", new Problem("config_missing", { looked: "/srv" })]);
  await expect(connectStage(fakePorts(calls), () => {})).rejects.toMatchObject({
    code: "config_missing",
  });
  expect(calls.faults()).toEqual([]);
});

test("a server that refuses ends it before alembic is started", async () => {
  const calls = script(
    ["open", () => fakeWorkbench(calls)],
    ["server", new Problem("server_refused", { host: "db.example", port: "5432" })],
  );
  const checks: Check[] = [];
  const connecting = connectStage(fakePorts(calls), (check) => checks.push(check));
  await expect(connecting).rejects.toMatchObject({ code: "server_refused" });
  expect(named(checks)).toEqual(["project ok", "url ok"]);
  expect(calls.faults()).toEqual([]);
});

test("a URL in a file that the environment overrides is a warning, and names the file", async () => {
  const overrides = "/srv/calls/.env";
  const { checks } = await connect({
    source: { from: "environment", name: "DATABASE_URL", overrides },
  });
  expect(checks[1]).toMatchObject({ name: "url", outcome: "warning", details: { overrides } });
});

test("a URL from a file is told with its path", async () => {
  const path = "/srv/calls/.env";
  const { checks } = await connect({ source: { from: "env_file", name: "DATABASE_URL", path } });
  expect(checks[1]).toMatchObject({ outcome: "ok", details: { from: "env_file", path } });
});

test("a role that may not create tables is a warning, not an end", async () => {
  const { checks, result } = await connect({ server: { canCreateTables: false } });
  expect(named(checks)).toContain("rights warning");
  expect(result).not.toBeInstanceOf(Error);
});

test("an alembic that cannot be started, or fails, ends it", async () => {
  const missing = await connect({ version: new Problem("alembic_missing", { reason: "ENOENT" }) });
  expect(missing.result).toMatchObject({ code: "alembic_missing" });
  const broken = await connect({
    version: said("--version", ["Traceback", "ImportError: no module named sqlalchemy"], 1),
  });
  expect(broken.result).toMatchObject({
    code: "alembic_failed",
    details: { command: "alembic --version", line: "ImportError: no module named sqlalchemy" },
  });
  expect(named(broken.checks)).toEqual(["project ok", "url ok", "server ok", "rights ok"]);
});

describe("whether alembic reaches the same database", () => {
  test.each([
    [
      "another database",
      "postgresql://calls_owner:***@db.example:5432/other",
      "db.example:5432/other",
    ],
    ["another port", "postgresql://calls_owner:***@db.example:5433/calls", "db.example:5433/calls"],
    [
      "another port by default",
      "postgresql://calls_owner:***@db.example/other",
      "db.example:5432/other",
    ],
  ])("%s is refused, and both are named", async (_, url, theirs) => {
    const { checks, result } = await connect({ current: currentFor(url) });
    expect(result).toMatchObject({
      code: "alembic_elsewhere",
      details: { theirs, ours: "db.example:5432/calls" },
    });
    expect(checks.at(-1)?.name).toBe("alembic");
  });

  test.each([
    ["the same", "db.example", "db.example", "ok"],
    ["another name", "postgres", "db.example", "warning"],
    ["two names of this machine", "127.0.0.1", "localhost", "ok"],
    ["a socket and this machine", "localhost", "/var/run/postgresql", "ok"],
    ["this machine and another", "localhost", "db.example", "warning"],
  ])("as host %s is %s beside %s: %s", async (_, theirs, ours, outcome) => {
    const url = `postgresql://calls_owner:***@${theirs}:5432/calls`;
    const { checks } = await connect({ server: { host: ours }, current: currentFor(url) });
    expect(checks.at(-1)).toMatchObject({ name: "same_database", outcome });
  });

  test("an unknown stamp makes alembic fail, but it has said where it is by then", async () => {
    const url = "postgresql://calls_owner:***@db.example:5432/calls";
    const lost = ["FAILED: Can't locate revision identified by '0123456789ab'"];
    const { checks } = await connect({ current: currentFor(url, lost, 255) });
    expect(checks.at(-1)).toMatchObject({ name: "same_database", outcome: "ok" });
  });

  test("an alembic that fails before it says where it is ends it, with all its output", async () => {
    const lines = ["Traceback (most recent call last):", "KeyError: 'DATABASE_URL'", ""];
    const { result } = await connect({ current: said("current --verbose", lines, 1) });
    expect(result).toMatchObject({
      code: "alembic_failed",
      details: {
        command: "alembic current --verbose",
        line: "KeyError: 'DATABASE_URL'",
        output: lines.join("\n"),
      },
    });
  });

  test("an alembic that works but does not say where it is leaves a warning", async () => {
    const { checks } = await connect({
      current: said("current --verbose", ["g1h2i3j4k5l6 (head)"]),
    });
    expect(checks.at(-1)).toMatchObject({ outcome: "warning", details: { seen: "" } });
  });
});

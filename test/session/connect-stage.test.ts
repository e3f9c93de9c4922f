import { describe, expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import type { Snapshot } from "../../src/core/snapshot.ts";
import type { AlembicAnswer } from "../../src/io/ports/alembic.ts";
import type { CommandResult } from "../../src/io/ports/command.ts";
import type { Workbench } from "../../src/io/ports/workbench.ts";
import { connectStage } from "../../src/session/stages/connect-stage.ts";
import type { Check } from "../../src/session/stages/stages.ts";
import { fakePorts, fakeWorkbench, SERVER, said, script } from "./fakes.ts";

const answered = (answer: unknown, lines: readonly string[] = []): AlembicAnswer => ({
  version: "1.20.1",
  answer,
  home: "public",
  lines,
});
const VERSION = said("--version", ["alembic 1.20.1"]);

function currentFor(url: string, rest: readonly string[] = [], exitCode = 0): CommandResult {
  const info = "INFO  [alembic.runtime.migration] Context impl PostgresqlImpl.";
  return said("current --verbose", [info, `Current revision(s) for ${url}:`, ...rest], exitCode);
}

interface Given {
  readonly server?: Partial<typeof SERVER>;
  /** Asked only where its Python cannot be. */
  readonly version?: CommandResult | Error;
  /** What the mark's question gives on alembic's connection: it is seen, if nothing else is said. */
  readonly seen?: AlembicAnswer | Error | null;
  /** Asked only where the mark was not seen. */
  readonly current?: CommandResult | Error;
  /** Whether alembic's session is seen on the server meanwhile. */
  readonly isWatched?: boolean;
  /** restamp's own look at the database, where alembic fails. */
  readonly snapshot?: Pick<Snapshot, "versionTables">;
  readonly source?: Workbench["source"];
}

/** Connects with the calls that are expected, in their order. */
async function connect(given: Given) {
  const { server, version = VERSION, seen, current, isWatched = false, snapshot, source } = given;
  // Where nothing else can be a proof, a short session is looked for again.
  const works = current && !(current instanceof Error) && current.exitCode === 0;
  const looks = seen === null && works && !isWatched ? 4 : 1;
  const sees = seen === undefined ? answered(1) : seen;
  const calls = script(
    ["open", () => workbench],
    ["server", { ...SERVER, ...server }],
    ["mark", "SELECT 1"],
    ["alembic ask", sees],
    ...(sees === null ? [["alembic --version", version] as const] : []),
    ...Array.from({ length: current ? looks : 0 }, () => [
      ["alembic current --verbose", current] as const,
      ["watch", isWatched] as const,
    ]).flat(),
    ...(snapshot !== undefined ? [["snapshot", snapshot] as const] : []),
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
  expect(details["same_database"]).toEqual({ proved: "yes" });
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
  const problem = new Problem("alembic_missing", { reason: "ENOENT" });
  const missing = await connect({ seen: problem });
  expect(missing.result).toMatchObject({ code: "alembic_missing" });
  const alone = await connect({ seen: null, version: problem });
  expect(alone.result).toMatchObject({ code: "alembic_missing" });
  const broken = await connect({
    seen: null,
    version: said("--version", ["Traceback", "ImportError: no module named sqlalchemy"], 1),
  });
  expect(broken.result).toMatchObject({
    code: "alembic_failed",
    details: { command: "alembic --version", line: "ImportError: no module named sqlalchemy" },
  });
  expect(named(broken.checks)).toEqual(["project ok", "url ok", "server ok", "rights ok"]);
});

describe("whether alembic reaches the same database", () => {
  const UNSEEN = answered(0);
  const URL = "postgresql://calls_owner:***@db.example:5432/calls";

  test.each([1, "1"])("is proved by a mark that alembic sees: %j", async (answer) => {
    const { checks } = await connect({ seen: answered(answer) });
    expect(checks.at(-1)).toMatchObject({ name: "same_database", outcome: "ok" });
  });

  test.each([
    ["another database", "postgresql://calls_owner:***@db.example:5432/other", "other"],
    ["the same names on another server", URL, "calls"],
  ])("a mark that is not seen means %s, which is refused", async (_, url, theirs) => {
    const { checks, result } = await connect({ seen: UNSEEN, current: currentFor(url) });
    expect(result).toMatchObject({
      code: "alembic_elsewhere",
      details: { theirs: expect.stringContaining(theirs), ours: "db.example:5432/calls" },
    });
    expect(checks.at(-1)?.name).toBe("alembic");
  });

  test.each([
    ["another database", "postgresql://calls_owner:***@db.example:5432/other"],
    ["another port", "postgresql://calls_owner:***@db.example:5433/calls"],
  ])("where nothing can be proved, %s is refused by its name", async (_, url) => {
    const { result } = await connect({ seen: null, current: currentFor(url) });
    expect(result).toMatchObject({ code: "alembic_elsewhere" });
  });

  test.each([URL, "postgresql://calls_owner:***@db.example/calls"])(
    "where nothing can be proved, the same names are a warning: %s",
    async (url) => {
      const { checks } = await connect({ seen: null, current: currentFor(url) });
      expect(checks.at(-1)).toMatchObject({ outcome: "warning", details: { seen: url } });
    },
  );

  test("an alembic that fails ends it, with all its output, if restamp can read the stamp", async () => {
    const lines = ["Traceback (most recent call last):", "KeyError: 'DATABASE_URL'", ""];
    const current = said("current --verbose", lines, 1);
    const calls = script(
      ["open", () => fakeWorkbench(calls)],
      ["server", SERVER],
      ["mark", "SELECT 1"],
      ["alembic ask", answered(null, lines)],
      ["alembic current --verbose", current],
      ["watch", false],
      ["snapshot", { versionTables: [] }],
    );
    await expect(connectStage(fakePorts(calls), () => {})).rejects.toMatchObject({
      code: "alembic_failed",
      details: { line: "KeyError: 'DATABASE_URL'", output: lines.join("\n") },
    });
    expect(calls.faults()).toEqual([]);
  });

  test("a stamp that restamp may not read either is the better explanation", async () => {
    const { result } = await connect({
      seen: answered(null),
      current: said("current --verbose", ["permission denied"], 1),
      snapshot: {
        versionTables: [
          { schema: "public", name: "alembic_version", rows: [], hidden: true, maxLength: 32 },
        ],
      },
    });
    expect(result).toMatchObject({ code: "version_table_unreadable" });
  });

  test("an alembic that cannot be asked is proved by its session on the server", async () => {
    const { checks } = await connect({ seen: null, current: currentFor(URL), isWatched: true });
    expect(checks.at(-1)).toMatchObject({ name: "same_database", outcome: "ok" });
  });

  test("an alembic that works but does not say where it is leaves a warning", async () => {
    const { checks } = await connect({
      seen: null,
      current: said("current --verbose", ["g1h2i3j4k5l6 (head)"]),
    });
    expect(checks.at(-1)).toMatchObject({ outcome: "warning", details: { seen: "" } });
  });
});

/** Plays a practice scenario as a senior would, with the real restamp, and looks how it ends. */
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import type { Sandbox } from "../../src/io/ports/sandbox.ts";
import { openSandbox } from "../../src/io/practice/sandbox.ts";
import { bundledSandboxProject } from "../../src/io/practice/sandbox-project.ts";
import { readScenarioFiles } from "../../src/io/practice/scenario-files.ts";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";
import { parseScenario } from "../../src/practice/parse-scenario.ts";
import type { Scenario, SeniorAction } from "../../src/practice/scenario.ts";
import { REVISIONS } from "./database.ts";
import { type Ran, runRestamp, temporaryFolder } from "./restamp.ts";
import { rowsIn } from "./sandbox-state.ts";

export const SCENARIOS = readScenarioFiles().map(({ name, text, path }) =>
  parseScenario(name, text, path),
);

/** What restamp is called with: a lock is not waited for longer than a test can wait. */
const BARE = ["--backup", "none", "--rehearse", "none", "--lock-timeout", "1s"];

/** Runs the real restamp in the sandbox, as somebody who stands in its project. */
function restampIn(sandbox: Sandbox, args: readonly string[]): Promise<Ran> {
  return runRestamp(args, {
    cwd: sandbox.project,
    home: temporaryFolder(),
    environment: sandbox.environment,
  });
}

/** What restamp finds: its verdict and what it recommends, or the problem that stops it. */
async function findingsOf(sandbox: Sandbox): Promise<Record<string, unknown>> {
  const { stdout } = await restampIn(sandbox, ["diagnose", "--json"]);
  const { error, verdict, stamp, recommended } = JSON.parse(stdout);
  if (error) return { verdict: null, problem: error.code };
  return { verdict, stamp, path: recommended.path };
}

/** What a repair is stopped by when nothing was mended before. */
async function expectStopped(sandbox: Sandbox, problem: string): Promise<void> {
  const { code, stdout } = await restampIn(sandbox, ["repair", "--yes", "--json", ...BARE]);
  expect(code).not.toBe(0);
  expect(JSON.parse(stdout).error.code).toBe(problem);
}

async function act(sandbox: Sandbox, action: SeniorAction): Promise<void> {
  switch (action.kind) {
    case "repair": {
      const stamp = action.stamp === null ? [] : ["--stamp", action.stamp];
      const args = ["repair", "--yes", "--path", action.path, ...stamp, ...BARE];
      const { code, stderr } = await restampIn(sandbox, args);
      expect({ code, stderr }).toMatchObject({ code: 0 });
      return;
    }
    case "sql":
      return sandbox.execute(action.sql);
    case "alembic": {
      const { exitCode, lines } = await sandbox.alembic(action.command);
      expect({ exitCode, lines }).toMatchObject({ exitCode: 0 });
      return;
    }
    case "write":
      return sandbox.write(action.file, action.text);
    case "restore":
      return sandbox.restore(action.file);
    case "end_session":
      return sandbox.endSession();
  }
}

/** To be called at the top of a test file. All of it happens on one server, one after the other. */
export function playAll(scenarios: readonly Scenario[]): void {
  let server: Cluster;
  beforeAll(async () => {
    server = await startCluster();
  });
  afterAll(() => server.stop());
  const alembic = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]);

  test.for(scenarios)("$name is found, repaired, and broken again by a reset", async (scenario) => {
    const { breakage, verdict, problem, path, senior } = scenario;
    const sandbox = await openSandbox({
      server,
      breakage,
      project: bundledSandboxProject(),
      alembic,
    });
    onTestFinished(() => sandbox.end());
    const before = await rowsIn(sandbox);
    const found = await findingsOf(sandbox);
    expect(found).toMatchObject(verdict === null ? { verdict, problem } : { verdict });
    // A person decides, or mends something first, exactly where the file says so.
    if (verdict !== null && path !== "mend" && !isDecided(senior))
      expect(found).toMatchObject({ path });
    if (verdict !== null && problem !== null) await expectStopped(sandbox, problem);

    for (const action of senior) await act(sandbox, action);
    for (const { sql, gives } of scenario.end) expect(await sandbox.ask(sql)).toEqual(gives);
    expect(await findingsOf(sandbox)).toMatchObject({ verdict: scenario.ends });

    const started = performance.now();
    await sandbox.reset();
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(await rowsIn(sandbox)).toEqual(before);
    expect(await findingsOf(sandbox)).toEqual(found);
  });
}

/** Where restamp asks, a senior has named the stamp. */
function isDecided(senior: readonly SeniorAction[]): boolean {
  return senior.some((action) => action.kind === "repair" && action.stamp !== null);
}

import { describe, expect, test } from "vitest";
import { makeClone, run, write } from "./support.ts";

const report = (...statuses: string[]) =>
  JSON.stringify({
    testResults: [{ status: "passed", assertionResults: statuses.map((status) => ({ status })) }],
  });

/** Runs `npm test` on a fresh clone. */
async function npmTest(env: NodeJS.ProcessEnv, args: string[] = [], source?: string) {
  const clone = makeClone();
  if (source) write(`${clone.root}/src/restamp.ts`, source);
  const { code, stdout, stderr } = await run(clone.test(...args), { ...clone.env, ...env });
  const ran = clone.log().filter((line) => !["npm ci", "python3"].includes(line));
  return { code, stdout, stderr, ran, last: stdout.trimEnd().split("\n").at(-1) };
}

const ALL = ["biome ci .", "tsc", "knip", "vitest run"];

describe("npm test", () => {
  test("sets up, runs every check and the tests, and counts them all", async () => {
    const result = await npmTest({ STAND_IN_REPORT: report("passed", "passed", "skipped") });
    expect(result.ran).toEqual(ALL);
    expect(result.last).toBe("5 passed, 0 failed, 1 skipped");
    expect(result.code).toBe(0);
    for (const heading of ["biome ci .", "tsc --noEmit", "knip", "vitest run"]) {
      expect(result.stdout).toMatch(new RegExp(`^── ${heading}\\n   passed after [\\d.]+ s$`, "m"));
    }
  });

  test("goes on after a check that fails", async () => {
    const env = { STAND_IN_FAILING: "biome knip", STAND_IN_REPORT: report("passed") };
    const result = await npmTest(env);
    expect(result.ran).toEqual(ALL);
    expect(result.last).toBe("2 passed, 2 failed");
    expect(result.stdout).toContain("── knip\n   FAILED after");
    expect(result.code).toBe(1);
  });

  test("fails when a test fails, or when vitest dies without a word", async () => {
    const failing = { STAND_IN_FAILING: "vitest" };
    const one = await npmTest({ ...failing, STAND_IN_REPORT: report("passed", "failed") });
    expect([one.last, one.code]).toEqual(["4 passed, 1 failed", 1]);
    const none = await npmTest(failing);
    expect([none.last, none.code]).toEqual(["3 passed, 1 failed", 1]);
  });

  test("with arguments runs vitest alone, with them", async () => {
    const result = await npmTest({ STAND_IN_REPORT: report("passed") }, ["test/core", "-t", "x y"]);
    expect(result.ran).toEqual(["vitest run test/core -t x y"]);
    expect([result.last, result.code]).toEqual(["1 passed, 0 failed", 0]);
  });

  test("is no success when no test ran", async () => {
    const result = await npmTest({ STAND_IN_REPORT: report("skipped") });
    expect(result.stdout).toContain("No test ran, so this does not count as a success.\n");
    expect([result.last, result.code]).toEqual(["3 passed, 0 failed, 1 skipped", 1]);
  });

  test("counts a build that fails, and runs the rest", async () => {
    const result = await npmTest({ STAND_IN_REPORT: report("passed") }, [], "const = 1;");
    expect(result.stderr).toContain("restamp was not built:");
    expect(result.ran).toEqual(ALL);
    expect([result.last, result.code]).toEqual(["4 passed, 1 failed", 1]);
  });
});

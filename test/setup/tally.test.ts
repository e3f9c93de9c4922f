import { describe, expect, test } from "vitest";
import { closing } from "../../src/setup/sentences.mjs";
import { tallyTests, withChecks } from "../../src/setup/tally.mjs";

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((result) => ({ status: result })),
});

describe("the count of tests", () => {
  test("counts passed, failed and skipped ones over all files", () => {
    const report = {
      testResults: [
        file("passed", "passed", "passed", "skipped"),
        file("failed", "passed", "failed", "todo"),
      ],
    };
    expect(tallyTests(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  test("counts a file that could not be loaded as one failed", () => {
    const report = { testResults: [file("passed", "passed"), file("failed")] };
    expect(tallyTests(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });

  test("counts a failed hook, which fails no test, as one failed", () => {
    const report = { testResults: [file("failed", "passed", "skipped")] };
    expect(tallyTests(report, 1)).toEqual({ passed: 1, failed: 1, skipped: 1 });
  });

  test("never says that nothing failed when vitest says that something did", () => {
    expect(tallyTests({ testResults: [file("passed", "passed")] }, 1).failed).toBe(1);
    expect(tallyTests(undefined, 134)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe("the closing line", () => {
  test("counts each check as one", () => {
    const total = withChecks({ passed: 40, failed: 0, skipped: 0 }, [true, false, true]);
    expect(closing(total)).toBe("42 passed, 1 failed");
  });

  test("names skipped tests only when there are some", () => {
    expect(closing({ passed: 5, failed: 0, skipped: 2 })).toBe("5 passed, 0 failed, 2 skipped");
  });
});

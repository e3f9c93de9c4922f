/** @typedef {{ passed: number, failed: number, skipped: number }} Tally */

/**
 * What we read of vitest's JSON report.
 * @typedef {{
 *   testResults: { status: string, assertionResults: { status: string }[] }[],
 * }} Report
 */

/**
 * Counts the tests of one vitest run. What went wrong outside of any test counts as one failed:
 * a file that could not be loaded, a hook, an error that nobody caught.
 * @param {Report | undefined} report undefined when vitest wrote none
 * @param {number} exitCode of vitest
 * @returns {Tally}
 */
export function tallyTests(report, exitCode) {
  const files = report?.testResults ?? [];
  const tests = files.flatMap((file) => file.assertionResults);
  const passed = tests.filter(({ status }) => status === "passed").length;
  const failedTests = tests.filter(({ status }) => status === "failed").length;
  const failedFiles = files.filter(
    (file) =>
      file.status === "failed" && !file.assertionResults.some(({ status }) => status === "failed"),
  ).length;
  const failed = failedTests + failedFiles;
  return {
    passed,
    failed: failed === 0 && exitCode !== 0 ? 1 : failed,
    skipped: tests.length - passed - failedTests,
  };
}

/**
 * @param {Tally} tests
 * @param {boolean[]} checks whether each check passed
 * @returns {Tally} both together, each check as one
 */
export function withChecks(tests, checks) {
  const passed = checks.filter(Boolean).length;
  return {
    passed: tests.passed + passed,
    failed: tests.failed + checks.length - passed,
    skipped: tests.skipped,
  };
}

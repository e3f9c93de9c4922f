import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInForeground } from "./foreground.mjs";
import { checkEnding, checkHeading } from "./sentences.mjs";
import { tallyTests } from "./tally.mjs";

/**
 * @typedef {{ root: string, node: string, env: NodeJS.ProcessEnv }} Where
 * @typedef {{ code: number, stopped: boolean }} Ending
 */

/**
 * Runs one tool of the project, with a heading before it and its time after it.
 * @param {string[]} words the tool's name in node_modules/.bin and its arguments
 * @param {Where} where
 * @param {string[]} [hidden] arguments which the heading leaves out
 * @returns {Promise<Ending>}
 */
export async function runCheck(words, { root, node, env }, hidden = []) {
  const [tool = "", ...args] = words;
  const start = performance.now();
  process.stdout.write(`${checkHeading(words.join(" "))}\n`);
  const argv = [node, join(root, "node_modules", ".bin", tool), ...args, ...hidden];
  const ending = await runInForeground(argv, { cwd: root, env });
  process.stdout.write(`${checkEnding(ending.code === 0, performance.now() - start)}\n`);
  return ending;
}

/**
 * Runs the tests.
 * @param {string[]} args for vitest
 * @param {Where} where
 * @returns {Promise<Ending & { tally: import("./tally.mjs").Tally }>}
 */
export async function runTests(args, where) {
  const directory = mkdtempSync(join(tmpdir(), "restamp-tests-"));
  const report = join(directory, "report.json");
  try {
    const hidden = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    if (isPlain()) hidden.push("--no-color");
    const ending = await runCheck(["vitest", "run", ...args], where, hidden);
    return { ...ending, tally: tallyTests(readReport(report), ending.code) };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * Some tools colour a log file as well. NO_COLOR would tell them, but the tests would inherit it.
 * @returns {boolean} whether the output should be without colours
 */
export function isPlain() {
  return !process.stdout.isTTY && !process.env.FORCE_COLOR;
}

/** @param {string} file @returns {import("./tally.mjs").Report | undefined} */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

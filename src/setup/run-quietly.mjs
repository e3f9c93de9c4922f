import { spawn } from "node:child_process";
import { endOnSignal, throwIfInterrupted } from "./interrupts.mjs";

const KEPT = 64 * 1024;

/**
 * How a command ended and what it said.
 * @typedef {{
 *   name: string, code: number | null, signal: NodeJS.Signals | null,
 *   stdout: string, said: string, tail: string,
 * }} Outcome
 */

/**
 * Runs a command without showing it.
 * @param {string[]} argv the command and its arguments
 * @param {{ name: string, cwd: string, env: NodeJS.ProcessEnv, timeout?: number }} options
 *   `name` is what people call the command
 * @returns {Promise<Outcome>} also when it failed or could not be started (code 127)
 * @throws {Interrupted} if the operator stopped the set-up
 */
export async function runQuietly(argv, { name, cwd, env, timeout }) {
  throwIfInterrupted();
  const [file = "", ...args] = argv;
  const outcome = await new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env, timeout, stdio: ["ignore", "pipe", "pipe"] });
    endOnSignal(child);
    let stdout = "";
    let all = "";
    child.stdout.setEncoding("utf8").on("data", (text) => {
      stdout = (stdout + text).slice(-KEPT);
      all = (all + text).slice(-KEPT);
    });
    child.stderr.setEncoding("utf8").on("data", (text) => {
      all = (all + text).slice(-KEPT);
    });
    child.once("error", (error) => {
      resolve({ name, code: 127, signal: null, stdout: "", said: "", tail: `  ${error.message}` });
    });
    child.once("close", (code, signal) => {
      resolve({ name, code, signal, stdout, said: all, tail: lastLinesOf(all) });
    });
  });
  throwIfInterrupted();
  return outcome;
}

/**
 * @param {string} text what a command said
 * @param {number} count
 * @returns {string} its last lines, without addresses: those may carry a password
 */
export function lastLinesOf(text, count = 15) {
  return text
    .split(/\r?\n/)
    .map((line) => line.trimEnd().replace(/\bhttps?:\/\/[^\s'")\]>,]+/gi, "(address)"))
    .filter((line) => line !== "" && line !== "npm error")
    .slice(-count)
    .map((line) => `  ${line}`)
    .join("\n");
}

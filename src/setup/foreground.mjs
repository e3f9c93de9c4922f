import { spawn } from "node:child_process";
import { exitCodeOf } from "./interrupts.mjs";
import { say } from "./progress.mjs";
import { cannotStart } from "./sentences.mjs";

/**
 * Runs a command in our terminal and lives until it has ended, because only the command itself can
 * put the terminal back in order.
 * @param {string[]} argv
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, stopped: boolean }>} its exit code, 128+n if signal n ended it;
 *   whether we were asked to stop meanwhile
 */
export function runInForeground(argv, { cwd, env }) {
  const [file = "", ...args] = argv;
  // Ctrl-C reaches every process in the terminal; passed on as well it would arrive twice.
  const shared = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);
  return new Promise((resolve) => {
    let stopped = false;
    const child = spawn(file, args, { cwd, env, stdio: "inherit" });
    /** @param {NodeJS.Signals} signal */
    const onSignal = (signal) => {
      stopped = true;
      if (!(shared && (signal === "SIGINT" || signal === "SIGQUIT"))) child.kill(signal);
    };
    /** @type {NodeJS.Signals[]} */
    const signals = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.on(signal, onSignal);
    /** @param {number} code */
    const end = (code) => {
      for (const signal of signals) process.off(signal, onSignal);
      resolve({ code, stopped });
    };
    child.once("error", (error) => {
      say(cannotStart(file, error.message));
      end(127);
    });
    child.once("exit", (code, signal) => end(signal ? exitCodeOf(signal) : (code ?? 1)));
  });
}

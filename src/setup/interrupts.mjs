import { constants } from "node:os";
import { Interrupted } from "./errors.mjs";
import { say } from "./progress.mjs";
import { stopping } from "./sentences.mjs";

/** @type {readonly NodeJS.Signals[]} */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];

/** npm passes on the Ctrl-C that the terminal has sent to us already: both are one wish. */
const SAME_WISH_MS = 1000;

/** @type {Set<import("node:child_process").ChildProcess>} */
const children = new Set();

/** @type {{ signal: NodeJS.Signals, at: number } | undefined} */
let stop;

/**
 * @param {NodeJS.Signals} signal
 * @returns {number} the exit code that tells of a death by this signal
 */
export function exitCodeOf(signal) {
  return 128 + (constants.signals[signal] ?? 0);
}

/**
 * Runs the set-up so that a signal ends its children first and then itself, in order, with locks
 * given back. npm takes some seconds to end; a second signal, later than the echo of the first, does
 * not wait for it.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 * @throws {Interrupted} if a signal came, whatever became of the work
 */
export async function interruptibly(work) {
  /** @param {NodeJS.Signals} signal */
  const onSignal = (signal) => {
    const again = stop && Date.now() - stop.at > SAME_WISH_MS;
    if (!stop) {
      stop = { signal, at: Date.now() };
      say(stopping);
    }
    for (const child of children) child.kill(again ? "SIGKILL" : signal);
    if (again) process.exit(exitCodeOf(signal));
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
  try {
    const result = await work();
    throwIfInterrupted();
    return result;
  } catch (error) {
    throwIfInterrupted();
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, onSignal);
    stop = undefined;
  }
}

/** @throws {Interrupted} if a signal came: nothing new may be begun then */
export function throwIfInterrupted() {
  if (stop) throw new Interrupted(stop.signal);
}

/** @param {import("node:child_process").ChildProcess} child is to be ended by a signal too */
export function endOnSignal(child) {
  children.add(child);
  child.once("close", () => children.delete(child));
}

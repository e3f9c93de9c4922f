import { Interrupted } from "./errors.mjs";
import { failed, finished, starting } from "./sentences.mjs";

// A terminal that was closed must not end us in the middle: what is under way is waited for.
process.stderr.on("error", () => {});

/**
 * Says one line about the set-up. On stderr, so that the output of restamp stays its own.
 * @param {string} line
 */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Does one part of the set-up, and says so before and after. Whole lines only: two parts may run
 * at the same time, and a log file wants no control characters.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what the work gives
 */
export async function step(name, work) {
  const start = performance.now();
  say(starting(name));
  try {
    const result = await work();
    say(finished(name, performance.now() - start));
    return result;
  } catch (error) {
    if (!(error instanceof Interrupted)) say(failed(name));
    throw error;
  }
}

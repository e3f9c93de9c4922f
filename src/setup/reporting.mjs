import { Interrupted, SetupError } from "./errors.mjs";
import { exitCodeOf, interruptibly } from "./interrupts.mjs";
import { say } from "./progress.mjs";
import { interrupted, stopped } from "./sentences.mjs";

/**
 * Does the set-up's work; if it cannot be finished, says why in a sentence and ends the process.
 * @template T
 * @param {() => Promise<T>} work
 * @returns {Promise<T>} what the work gives
 * @throws whatever is a fault of our own, with its stack
 */
export async function reporting(work) {
  try {
    return await interruptibly(work);
  } catch (error) {
    if (error instanceof Interrupted) {
      say(interrupted);
      process.exit(exitCodeOf(error.signal));
    }
    say(explain(error));
    process.exit(1);
  }
}

/**
 * @param {unknown} error
 * @returns {string} what to tell about it
 * @throws {unknown} the error itself, if it is neither ours to foresee nor the system's
 */
function explain(error) {
  if (error instanceof SetupError) return error.message;
  // Such as a directory that may not be written to, or a full disk.
  if (error instanceof Error && "syscall" in error) return stopped(error.message);
  throw error;
}

import { randomBytes } from "node:crypto";
import {
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { throwIfInterrupted } from "./interrupts.mjs";

/**
 * `pollMs`: how often a waiter looks. `beatMs`: how often the holder shows that it lives.
 * `staleMs`: how long a waiter watches a silent holder before it takes over. `onWait` is told the
 * holder's process, once.
 * @typedef {{
 *   pollMs?: number, beatMs?: number, staleMs?: number, onWait?: (pid: number | undefined) => void,
 * }} LockOptions
 */

/**
 * Does the work while no other process does its own under the same lock. A lock is stale when its
 * process is gone, or when it shows no life for `staleMs`: process numbers are used again, and mean
 * nothing in another container. The waiter measures that time itself, so clocks need not agree.
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {LockOptions} [options]
 * @returns {Promise<T>} what the work gives
 * @throws {Interrupted} if the operator stopped the set-up while it waited
 */
export async function withLock(file, work, options = {}) {
  const mine = JSON.stringify({
    pid: process.pid,
    host: hostname(),
    id: randomBytes(8).toString("hex"),
  });
  await take(file, mine, options);
  const beat = setInterval(() => touch(file), options.beatMs ?? 1000);
  beat.unref();
  const giveBack = () => {
    if (readText(file) === mine) rmSync(file, { force: true });
  };
  process.on("exit", giveBack);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", giveBack);
    giveBack();
  }
}

/**
 * @param {string} file
 * @param {string} mine
 * @param {LockOptions} options
 */
async function take(file, mine, { pollMs = 100, staleMs = 30_000, onWait }) {
  let seen = "";
  let seenAt = 0;
  let told = false;
  while (!create(file, mine)) {
    throwIfInterrupted();
    const theirs = readText(file);
    const life = `${theirs} ${statSync(file, { throwIfNoEntry: false })?.mtimeMs}`;
    if (life !== seen) {
      seen = life;
      seenAt = performance.now();
    }
    if (isGone(theirs) || performance.now() - seenAt > staleMs) {
      breakLock(file, theirs);
      continue;
    }
    if (!told) onWait?.(holderOf(theirs)?.pid);
    told = true;
    await sleep(pollMs);
  }
}

/** @param {string} file @param {string} mine @returns {boolean} whether the lock is ours now */
function create(file, mine) {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileSync(file, mine, { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    return false;
  }
}

/**
 * Removes a stale lock, and only that one: another waiter may have replaced it a moment ago.
 * @param {string} file
 * @param {string} stale the content that was judged stale
 */
function breakLock(file, stale) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
    const moved = readText(aside);
    if (moved !== stale) writeFileSync(file, moved, { flag: "wx" });
  } catch {
    // Someone else was faster; the next look decides.
  } finally {
    rmSync(aside, { force: true });
  }
}

/** @param {string} content @returns {boolean} whether its process is known to be gone */
function isGone(content) {
  const holder = holderOf(content);
  if (!holder || holder.host !== hostname()) return false;
  try {
    process.kill(holder.pid, 0);
    return false;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "ESRCH";
  }
}

/** @param {string} content @returns {{ pid: number, host: string } | undefined} */
function holderOf(content) {
  try {
    const { pid, host } = JSON.parse(content);
    return typeof pid === "number" && typeof host === "string" ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

/** @param {string} file @returns {string} its text; empty when there is none */
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** @param {string} file */
function touch(file) {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Without a sign of life the worst is a waiter that takes over.
  }
}

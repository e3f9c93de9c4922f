import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

/**
 * A file as it was when something was noted about it.
 * @typedef {{ path: string, mtimeMs: number, size: number }} Seen
 *
 * What has been set up. A part that is missing has to be done.
 * @typedef {{
 *   packages?: { lockFile: string, forTests: boolean },
 *   node?: { seen: Seen, version: string | null },
 *   alembic?: { root: string, argv: string[], seen: Seen[] },
 *   build?: { fingerprint: string, outputs: Seen[] },
 * }} State
 */

/** Goes up when what is noted changes: a note by an older set-up then counts as none. */
const FORMAT = 1;

/**
 * @param {string} file where the state is kept
 * @returns {State} empty when there is none, or none that can be read
 */
export function readState(file) {
  try {
    const { format, ...state } = JSON.parse(readFileSync(file, "utf8"));
    return format === FORMAT ? state : {};
  } catch {
    return {};
  }
}

/**
 * Replaces the state in one move, so that an interruption leaves the old one or the new one.
 * @param {string} file
 * @param {State} state
 */
export function writeState(file, state) {
  mkdirSync(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${JSON.stringify({ format: FORMAT, ...state }, null, 2)}\n`);
  renameSync(draft, file);
}

/** @param {string} file forgets what was set up */
export function forgetState(file) {
  rmSync(file, { force: true });
}

/**
 * @param {string} path
 * @returns {Seen | undefined} undefined when there is no such file
 */
export function see(path) {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && { path, mtimeMs: stat.mtimeMs, size: stat.size };
}

/**
 * @param {Seen} seen
 * @returns {boolean} whether the file is still the one that was seen
 */
export function unchanged(seen) {
  const now = see(seen.path);
  return now !== undefined && now.mtimeMs === seen.mtimeMs && now.size === seen.size;
}

import { aptInstall } from "./apt.mjs";
import { SetupError } from "./errors.mjs";
import { say } from "./progress.mjs";
import { alembicOf, pythonsOn } from "./python.mjs";
import { lastLines, alembic as sentences } from "./sentences.mjs";
import { unchanged } from "./state.mjs";
import { alembicInVenv, makeVenv } from "./venv.mjs";
import { which } from "./which.mjs";

/** Where Debian's Python is: what apt-get installs is for this one, whatever comes first on PATH. */
const SYSTEM_PYTHON = "/usr/bin/python3";

/**
 * @typedef {import("./python.mjs").Alembic} Alembic
 * @typedef {{ root: string, env: NodeJS.ProcessEnv, isRoot: boolean, forTests?: boolean }} Where
 */

/**
 * @param {string} root
 * @param {Alembic | undefined} noted
 * @returns {noted is Alembic} whether it is still there; no Python has to be started to know
 */
export function alembicKnown(root, noted) {
  return noted?.root === root && noted.seen.every(unchanged);
}

/**
 * Finds an Alembic that can reach PostgreSQL, or installs one.
 * @param {Where} where
 * @returns {Promise<Alembic>}
 * @throws {SetupError} if there is none and none could be installed
 */
export async function ensureAlembic(where) {
  return (await findAlembic(where)) ?? (await installAlembic(where));
}

/**
 * @param {Where} where
 * @returns {Promise<Alembic | undefined>} what is there: on PATH, else in the private environment
 */
async function findAlembic(where) {
  const looks = pythonsOn(where.env).map((python) => alembicOf(python, where));
  const onPath = (await Promise.all(looks)).find((found) => found);
  return onPath ?? alembicInVenv(where);
}

/** @param {Where} where @returns {Promise<Alembic>} */
async function installAlembic(where) {
  const pythons = pythonsOn(where.env);
  const { found, failure } = await makeVenv(pythons, where);
  if (found) return found;
  if (failure) say(`${lastLines(failure.name)}\n${failure.tail}`);
  const [apt] = which("apt-get", where.env);
  if (apt && !where.isRoot) throw new SetupError(sentences.needsRoot);
  if (apt) return installWithApt(apt, where);
  if (failure) throw new SetupError(sentences.failed);
  throw new SetupError(pythons.length > 0 ? sentences.noVenv : sentences.none);
}

/** @param {string} apt @param {Where} where @returns {Promise<Alembic>} */
async function installWithApt(apt, where) {
  const result = await aptInstall(apt, where);
  for (const python of result.code === 0 ? pythonsOn(where.env, [SYSTEM_PYTHON]) : []) {
    const found = await alembicOf(python, where);
    if (found) return found;
  }
  say(`${lastLines(result.name)}\n${result.tail}`);
  throw new SetupError(sentences.aptFailed);
}

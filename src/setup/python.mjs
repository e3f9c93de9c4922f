import { realpathSync } from "node:fs";
import { dirname } from "node:path";
import { runQuietly } from "./run-quietly.mjs";
import { see } from "./state.mjs";
import { isExecutable, which } from "./which.mjs";

/** @typedef {NonNullable<import("./state.mjs").State["alembic"]>} Alembic */

/**
 * Prints where Python, Alembic, SQLAlchemy and the driver are; fails when one is missing. A
 * directory named alembic imports as well, but has no __file__. psycopg 3 needs SQLAlchemy 2.
 */
const LOOK = `
import json, sys
import alembic, sqlalchemy
try:
    import psycopg2 as driver
except ImportError:
    import psycopg as driver
    assert int(sqlalchemy.__version__.split(".")[0]) >= 2
files = [alembic.__file__, sqlalchemy.__file__, driver.__file__]
assert all(files)
print(json.dumps([sys.executable] + files))
`;

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string[]} [more] further places, looked at last
 * @returns {string[]} the Pythons on PATH, each once, python3 before python
 */
export function pythonsOn(env, more = []) {
  const found = [...which("python3", env), ...which("python", env), ...more.filter(isExecutable)];
  const seen = new Set();
  return found.filter((path) => {
    // Not the target alone: the Python of a virtual environment is a link to that of the system.
    const key = `${realpathSync(dirname(path))} ${realpathSync(path)}`;
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * @param {string} python
 * @param {{ root: string, env: NodeJS.ProcessEnv }} where
 * @returns {Promise<Alembic | undefined>} its Alembic, if it has all that Alembic needs here
 */
export async function alembicOf(python, { root, env }) {
  const argv = [python, "-c", LOOK];
  const result = await runQuietly(argv, { name: "python", cwd: root, env, timeout: 30_000 });
  const files = result.code === 0 ? parseList(result.stdout) : [];
  const seen = files.map(see).filter((file) => file !== undefined);
  const [executable] = files;
  if (!executable || seen.length < files.length) return undefined;
  return { root, argv: [executable, "-m", "alembic"], seen };
}

/**
 * @param {string} python
 * @param {{ root: string, env: NodeJS.ProcessEnv }} where
 * @returns {Promise<boolean>} whether it can make a virtual environment with pip in it
 */
export async function canMakeVenv(python, { root, env }) {
  const argv = [python, "-c", "import venv, ensurepip"];
  const result = await runQuietly(argv, { name: "python", cwd: root, env, timeout: 30_000 });
  return result.code === 0;
}

/** @param {string} text @returns {string[]} the strings that its last line lists */
function parseList(text) {
  try {
    return JSON.parse(text.trim().split("\n").at(-1) ?? "");
  } catch {
    return [];
  }
}

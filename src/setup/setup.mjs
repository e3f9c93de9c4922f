import { alembicKnown, ensureAlembic } from "./alembic.mjs";
import { build, buildIsCurrent } from "./build.mjs";
import { shellQuoted } from "./environment.mjs";
import { SetupError } from "./errors.mjs";
import { chooseNode, packagedNodeKnown, refuseAncientNode, tryPackagedNode } from "./node.mjs";
import { installPackages, lockFileHash } from "./packages.mjs";
import { pathsIn } from "./paths.mjs";
import { say, step } from "./progress.mjs";
import { names, waiting } from "./sentences.mjs";
import { withLock } from "./setup-lock.mjs";
import { forgetState, readState, writeState } from "./state.mjs";

/**
 * @typedef {import("./state.mjs").State} State
 * @typedef {{
 *   env: NodeJS.ProcessEnv, own: { path: string, version: string }, isRoot: boolean,
 *   forTests: boolean,
 * }} Machine what the set-up has to work with; `own` is the Node that runs it
 */

/**
 * @param {{ forTests: boolean }} use the tests run on older PostgreSQL servers too, which nobody
 *   else should have to download
 * @returns {Machine} the machine as this process sees it
 */
export function thisMachine({ forTests }) {
  return {
    forTests,
    env: process.env,
    own: { path: process.execPath, version: process.version },
    isRoot: process.getuid?.() === 0,
  };
}

/**
 * Makes sure of the node packages, of a Node that is new enough, and of Alembic. When all is there
 * it only looks at a few files.
 * @param {string} root
 * @param {Machine} machine an Alembic named by RESTAMP_ALEMBIC in its environment is taken as it is
 * @returns {Promise<{ node: string, alembic: string }>} the Node to use, and Alembic as a command line
 * @throws {SetupError} if something is missing and could not be installed
 */
export async function setUp(root, machine) {
  refuseAncientNode(machine.own.version);
  const paths = pathsIn(root);
  let state = readState(paths.state);
  if (Object.values(missingIn(state, root, machine)).some(Boolean)) {
    state = await withLock(paths.setupLock, () => complete(root, machine), { onWait });
  }
  return {
    node: chooseNode(state.node, machine.own),
    alembic: machine.env.RESTAMP_ALEMBIC || shellQuoted(state.alembic?.argv ?? []),
  };
}

/**
 * Makes sure that dist/ is built from the sources as they are now.
 * @param {string} root
 * @throws {SetupError} if a source is wrong
 */
export async function ensureBuild(root) {
  const paths = pathsIn(root);
  const isCurrent = () => buildIsCurrent(root, readState(paths.state).build);
  if (isCurrent()) return;
  const make = async () => {
    if (isCurrent()) return;
    const noted = await step(names.build, () => build(root));
    writeState(paths.state, { ...readState(paths.state), build: noted });
  };
  await withLock(paths.setupLock, make, { onWait });
}

/** @param {number | undefined} pid */
const onWait = (pid) => say(waiting(pid));

/** @param {State} state @param {string} root @param {Machine} machine */
function missingIn(state, root, { env, forTests }) {
  const { packages } = state;
  return {
    packages: packages?.lockFile !== lockFileHash(root) || (forTests && !packages.forTests),
    node: !packagedNodeKnown(root, state.node),
    alembic: !env.RESTAMP_ALEMBIC && !alembicKnown(root, state.alembic),
  };
}

/** @param {string} root @param {Machine} machine @returns {Promise<State>} */
async function complete(root, machine) {
  const { env, isRoot, forTests } = machine;
  const file = pathsIn(root).state;
  // Read again: another process may have done it all while we waited.
  const state = readState(file);
  const missing = missingIn(state, root, machine);
  // From here until they are installed the node packages are in pieces, whatever happens to us.
  if (missing.packages) forgetState(file);
  const [packages, alembic] = await Promise.allSettled([
    missing.packages
      ? step(names.packages, () => installPackages(root, env, forTests))
      : state.packages,
    missing.alembic
      ? step(names.alembic, () => ensureAlembic({ root, env, isRoot, forTests }))
      : state.alembic,
  ]);
  /** @type {State} */
  const done = { build: state.build };
  if (packages.status === "fulfilled") {
    done.packages = packages.value;
    done.node = await tryPackagedNode(root, env);
  }
  if (alembic.status === "fulfilled") done.alembic = alembic.value;
  writeState(file, done);
  throwFailures([packages, alembic]);
  return done;
}

/** @param {PromiseSettledResult<unknown>[]} results @throws their errors, as one if all are foreseen */
function throwFailures(results) {
  const errors = results.flatMap((result) => (result.status === "rejected" ? [result.reason] : []));
  const unforeseen = errors.find((error) => !(error instanceof SetupError));
  if (unforeseen) throw unforeseen;
  if (errors.length > 0) throw new SetupError(errors.map(({ message }) => message).join("\n"));
}

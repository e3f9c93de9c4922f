import { SetupError } from "./errors.mjs";
import { pathsIn } from "./paths.mjs";
import { OLDEST_NODE } from "./requirements.mjs";
import { runQuietly } from "./run-quietly.mjs";
import { nodeTooOld, noUsableNode, packagedNode } from "./sentences.mjs";
import { see, unchanged } from "./state.mjs";

/** These scripts themselves, and the npm that they call, need at least this. */
const OLDEST_OWN_NODE = 18;

/** @typedef {NonNullable<import("./state.mjs").State["node"]>} PackagedNode */

/** @param {string} version @returns {number} */
const majorOf = (version) => Number(/^v?(\d+)\./.exec(version)?.[1] ?? 0);

/**
 * @param {string} version of the Node that runs us
 * @throws {SetupError} if it cannot even run the set-up
 */
export function refuseAncientNode(version) {
  if (majorOf(version) < OLDEST_OWN_NODE) throw new SetupError(nodeTooOld(version));
}

/**
 * Tries the Node that came as a package.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<PackagedNode | undefined>} its version (null: it does not run); undefined
 *   when it is missing
 */
export async function tryPackagedNode(root, env) {
  const seen = see(pathsIn(root).node);
  if (!seen) return undefined;
  const argv = [seen.path, "--version"];
  const result = await runQuietly(argv, { name: "node", cwd: root, env, timeout: 20_000 });
  const version = result.code === 0 ? result.stdout.trim() : null;
  return { seen, version: version && majorOf(version) ? version : null };
}

/**
 * @param {string} root
 * @param {PackagedNode | undefined} noted
 * @returns {boolean} whether what was noted still holds, so that nothing has to be tried
 */
export function packagedNodeKnown(root, noted) {
  const path = pathsIn(root).node;
  return noted ? noted.seen.path === path && unchanged(noted.seen) : see(path) === undefined;
}

/**
 * Chooses the Node that runs the project: the packaged one, whose version the project decides;
 * failing that our own.
 * @param {PackagedNode | undefined} packaged
 * @param {{ path: string, version: string }} own
 * @returns {string} its path
 * @throws {SetupError} if neither is new enough
 */
export function chooseNode(packaged, own) {
  if (packaged?.version && majorOf(packaged.version) >= OLDEST_NODE) return packaged.seen.path;
  if (majorOf(own.version) >= OLDEST_NODE) return own.path;
  const why = !packaged
    ? packagedNode.missing
    : packaged.version
      ? packagedNode.old(packaged.version)
      : packagedNode.broken;
  throw new SetupError(noUsableNode(own.version, why));
}

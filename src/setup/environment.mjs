import { delimiter, dirname } from "node:path";

/**
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv} the same without what was meant for our own Node only
 */
export function withoutNodeOptions(env) {
  const { NODE_OPTIONS: _, ...rest } = env;
  return rest;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {{ node: string, alembic: string }} found from the set-up
 * @returns {NodeJS.ProcessEnv} the environment in which restamp and its tests run
 */
export function environmentFor(env, { node, alembic }) {
  const path = [dirname(node), env.PATH].filter(Boolean).join(delimiter);
  return { ...withoutNodeOptions(env), PATH: path, RESTAMP_ALEMBIC: alembic };
}

/**
 * @param {string[]} argv
 * @returns {string} one line that a shell, and restamp's own option, read as these words
 */
export function shellQuoted(argv) {
  return argv
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, "\\$&")}"`))
    .join(" ");
}

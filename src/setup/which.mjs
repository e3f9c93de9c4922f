import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";

/**
 * @param {string} name a command
 * @param {NodeJS.ProcessEnv} env whose PATH is searched
 * @returns {string[]} every executable of that name, in the order of PATH
 */
export function which(name, env) {
  return (env.PATH ?? "")
    .split(delimiter)
    .filter((directory) => isAbsolute(directory))
    .map((directory) => join(directory, name))
    .filter(isExecutable);
}

/**
 * @param {string} file
 * @returns {boolean} whether it is a file that may be run
 */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

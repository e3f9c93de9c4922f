import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The clone in which these scripts stand. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url)).replace(/[/\\]$/, "");

/**
 * @param {string} root a clone
 * @returns the places that the set-up reads and writes there
 */
export function pathsIn(root) {
  const modules = join(root, "node_modules");
  const dist = join(root, "dist");
  return {
    manifest: join(root, "package.json"),
    lockFile: join(root, "package-lock.json"),
    modules,
    node: join(modules, "node", "bin", "node"),
    state: join(modules, ".restamp", "setup.json"),
    source: join(root, "src"),
    dist,
    entry: join(dist, "restamp.js"),
    program: join(dist, "program.js"),
    manual: join(root, "man", "restamp.1"),
    licences: join(dist, "THIRD-PARTY-LICENSES.txt"),
    // Of its own version, because older ones cannot build executables from modules.
    nodeToPack: join(root, "packaging", "node_modules", "node", "bin", "node"),
    // `npm ci` empties node_modules, so the lock stands where git does not look either.
    setupLock: join(dist, ".setup.lock"),
    venv: join(root, ".venv"),
  };
}

import { createHash } from "node:crypto";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { pathsIn } from "./paths.mjs";

/**
 * Describes everything that the build is made from by paths, times and sizes: a few milliseconds,
 * where reading the files would take longer than what it saves.
 * @param {string} root
 * @returns {string} different after any file was added, removed, renamed or written
 */
export function fingerprint(root) {
  const { source, manifest, lockFile } = pathsIn(root);
  const hash = createHash("sha256");
  for (const file of [...filesUnder(source), manifest, lockFile]) {
    const { mtimeMs, size } = statSync(file);
    hash.update(`${file.slice(root.length)}\0${mtimeMs}\0${size}\n`);
  }
  return hash.digest("hex");
}

/** @param {string} directory @returns {string[]} every file in it, in a fixed order */
function filesUnder(directory) {
  const entries = readdirSync(directory, { withFileTypes: true });
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(directory, entry.name);
      // A link to a directory is not followed; as a dangling editor lock it cannot even be read.
      if (entry.isDirectory()) return filesUnder(path);
      return entry.isFile() ? [path] : [];
    });
}

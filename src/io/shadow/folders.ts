/** Where the embedded server's files lie: what is costly to make and kept, and what goes with it. */
import { mkdirSync, realpathSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { RunAs } from "../process/background.ts";

/**
 * @returns a folder that the server's user can pass through. Root's own home is closed to it, so
 *   root uses the system's (File System Hierarchy Standard 3.0, /var/cache)
 */
export function cacheFolder(): string {
  const isRoot = process.getuid?.() === 0;
  const own = process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache");
  const folder = join(isRoot ? "/var/cache" : own, "restamp");
  try {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    return folder;
  } catch {
    return tmpdir();
  }
}

/**
 * @returns where a server's own folder is made. Another user has to get there, and to take the
 *   folder away again at the end: a TMPDIR that is the operator's own will not do for that
 */
export function serverFolder(as: RunAs | null): string {
  const own = realpathSync(tmpdir());
  const isShared =
    (statSync(own).mode & 0o003) === 0o003 &&
    ancestors(own).every((folder) => (statSync(folder).mode & 0o001) !== 0);
  return as === null || isShared ? own : "/tmp";
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...ancestors(parent)];
}

/** Where things are kept that are costly to make and never missed: data directory, programs. */
import { mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";

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

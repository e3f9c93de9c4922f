/** Where restamp keeps what is costly to make again. */
import { mkdirSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * @returns a folder that the server's user can pass through, null where none can be made. Root's own
 *   home is closed to it, so root uses the system's (File System Hierarchy Standard 3.0, /var/cache)
 *   unless one is named
 */
export function ownCacheFolder(): string | null {
  const isRoot = process.getuid?.() === 0;
  const named = process.env["XDG_CACHE_HOME"];
  try {
    const own = named || join(homedir(), ".cache");
    const folder = join(isRoot && !(named && isPassable(named)) ? "/var/cache" : own, "restamp");
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    return folder;
  } catch {
    return null;
  }
}

/** @returns the same, or the folder for what everybody keeps for a while */
export function cacheFolder(): string {
  return ownCacheFolder() ?? tmpdir();
}

/** Whoever could write to a kept folder would own every server that is started from it. */
export function isTrusted(folder: string, owner: number): boolean {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found !== undefined && found.uid === owner && (found.mode & 0o077) === 0;
}

/** Whether any user can get there. */
export function isPassable(folder: string): boolean {
  const all = [folder, ...ancestors(folder)];
  return all.every(
    (each) => ((statSync(each, { throwIfNoEntry: false })?.mode ?? 0) & 0o001) !== 0,
  );
}

function ancestors(folder: string): string[] {
  const parent = dirname(folder);
  return parent === folder ? [] : [parent, ...ancestors(parent)];
}

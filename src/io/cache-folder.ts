/** Where restamp keeps what is costly to make again. */
import { accessSync, chmodSync, constants, mkdirSync, realpathSync, statSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * @returns a folder of the user's own that the server's user can pass through, null where none can be
 *   made or written to. Root's own home is closed to it, so root uses the system's (File System
 *   Hierarchy Standard 3.0, /var/cache) unless one is named
 */
export function ownCacheFolder(): string | null {
  const user = process.getuid?.() ?? 0;
  const named = process.env["XDG_CACHE_HOME"];
  const isSystems = user === 0 && !(named && isPassable(named) && isRoots(named));
  try {
    const own = named || join(homedir(), ".cache");
    const folder = join(isSystems ? "/var/cache" : own, "restamp");
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    if (statSync(folder).uid !== user) return null;
    // Made under a umask of 077, it is closed to the server's user.
    if (user === 0 && !isPassable(folder)) chmodSync(folder, 0o755);
    // A file system that is mounted for reading only stops root, too.
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    return null;
  }
}

/** Whether nobody else can put another folder in its place: `sudo -E` keeps what a user has named. */
function isRoots(folder: string): boolean {
  const real = realpathSync(folder);
  return [real, ...ancestors(real)].map((each) => statSync(each)).every(isClosed);
}

/** Whose sticky bit is set, as that of /tmp, in there everybody moves what is his own only. */
const STICKY = 0o1000;

function isClosed({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return uid === 0 && ((mode & 0o022) === 0 || (mode & STICKY) !== 0);
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

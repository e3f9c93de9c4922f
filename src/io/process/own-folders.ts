/**
 * Folders of one restamp alone, which go when it ends. Where it was killed they are left, and the
 * next one takes them away: their names tell whose they were.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/**
 * Stands for the machine, for several may share a folder, and the names of these begin alike; in short,
 * for a socket's path has room for 103 bytes.
 */
const machineOf = (name: string) => createHash("sha256").update(name).digest("hex").slice(0, 8);

const prefixOf = (kind: string, host: string) => `restamp-${kind}-${machineOf(host)}-`;

/** @param kind what they are for, such as `server` @param host the machine's name */
export function makeOwnFolder(parent: string, kind: string, host = hostname()): string {
  return mkdtempSync(join(parent, `${prefixOf(kind, host)}${process.pid}-`));
}

/**
 * @param owner the user whose they are
 * @returns those of a kind whose restamp is no more
 */
export function deadFolders(parent: string, kind: string, owner = process.getuid?.()): string[] {
  const prefix = prefixOf(kind, hostname());
  return readdirSync(parent)
    .filter((name) => name.startsWith(prefix))
    .filter((name) => !isAlive(Number(/^\d+/.exec(name.slice(prefix.length))?.[0])))
    .map((name) => join(parent, name))
    .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.uid === owner);
}

/** Those that nothing but their restamp needs. */
export function removeDeadFolders(parent: string, kind: string): void {
  for (const folder of deadFolders(parent, kind)) rmSync(folder, { recursive: true, force: true });
}

export function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

/**
 * Folders of one restamp alone, which go when it ends. Where it was killed they are left, and the
 * next one takes them away: their names tell whose they were.
 */
import { mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** Names the machine, for several may share a folder; in short, for a socket's path has room for 103 bytes. */
const machine = hostname().replace(/\W/g, "_").slice(0, 8);

const prefixOf = (kind: string) => `restamp-${kind}-${machine}-`;

/** @param kind what they are for, such as `server` */
export function makeOwnFolder(parent: string, kind: string): string {
  return mkdtempSync(join(parent, `${prefixOf(kind)}${process.pid}-`));
}

/**
 * @param owner the user whose they are
 * @returns those of a kind whose restamp is no more
 */
export function deadFolders(parent: string, kind: string, owner = process.getuid?.()): string[] {
  const prefix = prefixOf(kind);
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

/**
 * Folders of embedded servers. A server takes its folder away when it ends, even when restamp was
 * killed; only when the machine or all of its processes went down at once one is left.
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { RunAs } from "../process/background.ts";
import { serverUser } from "./binaries.ts";
import { serverFolder } from "./folders.ts";

/** Names the machine, for several may share a folder, and the restamp that made it. */
const PREFIX = `restamp-server-${hostname().replace(/[^\w]/g, "_")}-`;

export function makeServerFolder(as: RunAs | null): string {
  return mkdtempSync(join(serverFolder(as), `${PREFIX}${process.pid}-`));
}

/** @returns the folders that were removed: neither the restamp nor the server is alive */
export function removeDeadServers(): string[] {
  const as = serverUser();
  const parent = serverFolder(as);
  const owner = as?.uid ?? process.getuid?.();
  const dead = readdirSync(parent)
    .filter((name) => name.startsWith(PREFIX))
    .filter((name) => !isAlive(Number(/^\d+/.exec(name.slice(PREFIX.length))?.[0])))
    .map((name) => join(parent, name))
    .filter((folder) => statSync(folder, { throwIfNoEntry: false })?.uid === owner)
    .filter((folder) => !isAlive(serverIn(folder)));
  for (const folder of dead) rmSync(folder, { recursive: true, force: true });
  return dead;
}

/** The first line of postmaster.pid (src/include/utils/pidfile.h). */
function serverIn(folder: string): number {
  const file = join(folder, "data", "postmaster.pid");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : Number.NaN;
}

function isAlive(pid: number): boolean {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}

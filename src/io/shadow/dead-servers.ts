/**
 * Folders of embedded servers. A server takes its folder away when it ends, even when restamp was
 * killed; only when the machine or all of its processes went down at once one is left.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { RunAs } from "../process/background.ts";
import { deadFolders, isAlive, makeOwnFolder } from "../process/own-folders.ts";
import { serverUser } from "./binaries.ts";
import { ownerOf, serverFolder } from "./folders.ts";

const KIND = "server";

export function makeServerFolder(as: RunAs | null): string {
  return makeOwnFolder(serverFolder(as), KIND);
}

/** @returns the folders that were removed: neither the restamp nor the server is alive */
export function removeDeadServers(): string[] {
  const as = serverUser();
  const dead = deadFolders(serverFolder(as), KIND, ownerOf(as)).filter(
    (folder) => !isAlive(serverIn(folder)),
  );
  for (const folder of dead) rmSync(folder, { recursive: true, force: true });
  return dead;
}

/** The first line of postmaster.pid (src/include/utils/pidfile.h). */
function serverIn(folder: string): number {
  const file = join(folder, "data", "postmaster.pid");
  return existsSync(file) ? Number.parseInt(readFileSync(file, "utf8"), 10) : Number.NaN;
}

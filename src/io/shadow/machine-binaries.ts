/** The PostgreSQL server programs that the machine has: as good as npm's where those are not there. */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { type RunAs, runQuietly } from "../process/background.ts";
import { isExecutable } from "../process/executables.ts";
import { postgresqlFolders } from "../process/postgresql-folders.ts";
import type { Binaries } from "./binaries.ts";
import { isOpenToOthers } from "./folders.ts";

/** The oldest on which chains are recorded (test/io/facts-versions.test.ts). */
const OLDEST = 13;

/**
 * @param as who runs them: what that user cannot reach is left out, because what belongs to such
 *   programs lies in many places and cannot be copied
 * @returns the newest; null when there are none
 */
export async function newestOfMachine(
  as: RunAs | null,
  folders: readonly string[] = postgresqlFolders(),
): Promise<Binaries | null> {
  const found = await Promise.all(
    folders
      .map((folder) => ({ initdb: join(folder, "initdb"), postgres: join(folder, "postgres") }))
      .filter((programs) => Object.values(programs).every((each) => canRun(each, as)))
      .map(async (programs) => ({ ...programs, version: await versionOf(programs.postgres) })),
  );
  const [newest] = found
    .filter(({ version }) => Number.parseInt(version, 10) >= OLDEST)
    .sort((a, b) => b.version.localeCompare(a.version, "en", { numeric: true }));
  if (!newest) return null;
  const { version, ...programs } = newest;
  return { ...programs, identity: `${version}-${statSync(newest.postgres).size}` };
}

function canRun(program: string, as: RunAs | null): boolean {
  return existsSync(program) && (as === null ? isExecutable(program) : isOpenToOthers(program));
}

/** @returns as PostgreSQL prints it, "15.14"; empty when the program does not say it */
async function versionOf(postgres: string): Promise<string> {
  const said = await runQuietly([postgres, "--version"], null).catch(() => "");
  return /\(PostgreSQL\) (\d+[\w.]*)/.exec(said)?.[1] ?? "";
}

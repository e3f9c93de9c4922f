/** Restores a dump into a database on a server of restamp's own. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import { errorLine, runPlain } from "../process/plain.ts";
import { connectionEnvironment, connectionString } from "./connection-arguments.ts";
import type { DumpPrograms } from "./programs.ts";

/** Roles are the other server's, and so is what they may do, where files lie and what labels them. */
const OPTIONS = [
  ...["--no-owner", "--no-privileges", "--no-tablespaces", "--no-security-labels"],
  "--exit-on-error",
];

/**
 * @returns what pg_restore stumbled over; null when all of it was restored
 * @throws Problem interrupted
 */
export async function restoreDump(
  { restore }: DumpPrograms,
  path: string,
  url: DatabaseUrl,
  stop: AbortSignal,
): Promise<string | null> {
  const { code, errors } = await runPlain(
    [...restore, ...OPTIONS, `--dbname=${connectionString(url)}`, path],
    connectionEnvironment(url, false),
    stop,
  );
  // A Ctrl+C in the terminal may have reached it as well: that is no fault of the file.
  if (stop.aborted) throw new Problem("interrupted");
  return code === 0 ? null : visible(errorLine(errors));
}

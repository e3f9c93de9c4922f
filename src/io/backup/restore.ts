/** Restores a dump into a database on a server of restamp's own. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible } from "../../core/display.ts";
import { errorLine, runPlain } from "../process/plain.ts";
import { connectionEnvironment, connectionString } from "./connection-arguments.ts";
import type { DumpPrograms } from "./programs.ts";

/** Roles are the other server's, and so is what they may do. */
const OPTIONS = ["--no-owner", "--no-privileges", "--exit-on-error"];

/** @returns what pg_restore stumbled over; null when all of it was restored */
export async function restoreDump(
  { restore }: DumpPrograms,
  path: string,
  url: DatabaseUrl,
): Promise<string | null> {
  const { code, errors } = await runPlain(
    [...restore, ...OPTIONS, `--dbname=${connectionString(url)}`, path],
    connectionEnvironment(url, false),
  );
  return code === 0 ? null : visible(errorLine(errors));
}

/** What a database holds otherwise than a backup that was made of it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Backup, RowDifference } from "../../core/backup.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { describe } from "../postgres/address.ts";
import { withConnection } from "../postgres/connection.ts";
import { SET_PRINTING_SQL } from "../postgres/printing.ts";
import { questioner } from "../postgres/statements.ts";
import { liftTimeLimits } from "../postgres/time-limits.ts";
import { startCluster } from "../shadow/cluster.ts";
import { surroundingsOf } from "../shadow/surroundings.ts";
import { type Content, differingTables, holdsStill, readContent } from "./content.ts";
import type { DumpPrograms } from "./programs.ts";
import { readRestored, restoreInto } from "./proof.ts";

/** @throws Problem backup_gone when the file is not the one that was made */
export async function requireUnchanged({ path, sha256 }: Backup): Promise<void> {
  const hash = createHash("sha256");
  try {
    await pipeline(createReadStream(path), hash);
  } catch (error) {
    throw new Problem("backup_gone", { path, reason: "missing" }, error);
  }
  if (hash.digest("hex") !== sha256) throw new Problem("backup_gone", { path, reason: "changed" });
}

/**
 * @returns the tables whose rows are others than in the backup
 * @throws Problem shadow_unavailable, interrupted, restore_failed when it cannot be restored to be
 *   compared
 */
export async function differencesFrom(
  { path }: Backup,
  url: DatabaseUrl,
  programs: DumpPrograms,
  stop: AbortSignal,
): Promise<RowDifference[]> {
  const cluster = await startCluster();
  const end = () => void cluster.stop();
  stop.addEventListener("abort", end);
  try {
    const fault = await restoreInto(cluster, await surroundingsOf(url), programs, path, stop);
    if (fault !== null) {
      throw new Problem("restore_failed", { reason: "compare", line: fault });
    }
    const { content: then } = await readRestored(cluster);
    return await compareWithNow(url, then);
  } catch (error) {
    if (stop.aborted) throw new Problem("interrupted", {}, error);
    throw error;
  } finally {
    stop.removeEventListener("abort", end);
    await cluster.stop();
  }
}

const rowsIn = (content: Content | undefined) => (content ? Number(content.rows) : null);

async function compareWithNow(
  url: DatabaseUrl,
  then: ReadonlyMap<string, Content>,
): Promise<RowDifference[]> {
  return withConnection(url, "restamp undo", async (client) => {
    const { ask } = questioner(client, () => {}, describe(url));
    await liftTimeLimits(ask);
    await ask("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    await ask(SET_PRINTING_SQL);
    const now = await readContent(ask);
    const differences: RowDifference[] = [];
    for (const table of differingTables(then, now)) {
      const [before, after] = [then.get(table), now.get(table)];
      const isKept = before && after && (await holdsStill(ask, before, after));
      const isEmpty = !before && after?.rows === "0";
      const rows = { backedUp: rowsIn(before), now: rowsIn(after) };
      differences.push({ table, ...rows, isLost: !(isKept || isEmpty) });
    }
    return differences;
  });
}

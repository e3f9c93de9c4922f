/** What a database holds otherwise than a backup that was made of it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import type { Backup, RowDifference, SinceBackup } from "../../core/backup.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { compareFacts, type Facts } from "../../core/facts.ts";
import { ownerOf } from "../../core/plan/mentions.ts";
import { Problem } from "../../core/problem.ts";
import { describe } from "../postgres/address.ts";
import { withConnection } from "../postgres/connection.ts";
import { readSnapshot } from "../postgres/snapshot.ts";
import { type Ask, questioner } from "../postgres/statements.ts";
import { liftTimeLimits } from "../postgres/time-limits.ts";
import { startCluster } from "../shadow/cluster.ts";
import { surroundingsOf } from "../shadow/surroundings.ts";
import { type Content, differingTables, holdsStill, readContent } from "./content.ts";
import type { DumpPrograms } from "./programs.ts";
import { type Restored, readRestored, restoreInto } from "./proof.ts";

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
 * @returns what is in the file, once it is restored
 * @throws Problem shadow_unavailable, interrupted, restore_failed when it cannot be restored to be
 *   compared
 */
export async function readBackup(
  { path }: Backup,
  url: DatabaseUrl,
  programs: DumpPrograms,
  stop: AbortSignal,
): Promise<Restored> {
  const cluster = await startCluster();
  const end = () => void cluster.stop();
  stop.addEventListener("abort", end);
  try {
    const fault = await restoreInto(cluster, await surroundingsOf(url), programs, path, stop);
    if (fault !== null) {
      throw new Problem("restore_failed", { reason: "compare", line: fault });
    }
    return await readRestored(cluster);
  } catch (error) {
    if (stop.aborted) throw new Problem("interrupted", {}, error);
    throw error;
  } finally {
    stop.removeEventListener("abort", end);
    await cluster.stop();
  }
}

/** @returns what the database has become since the backup was made */
export async function sinceBackup(url: DatabaseUrl, then: Restored): Promise<SinceBackup> {
  return withConnection(url, "restamp undo", async (client) => {
    const questions = { ...questioner(client, () => {}, describe(url)), evidence: new Map() };
    const { ask } = questions;
    await liftTimeLimits(ask);
    await ask("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    // It sets how things are printed, for the whole transaction.
    const { facts } = await readSnapshot(questions, null, true);
    return {
      objects: changedObjects(then.facts, facts),
      rows: await changedRows(ask, then.content),
    };
  });
}

/** What hangs on a table goes with it when the backup makes it anew, and what was changed is made as it was. */
function changedObjects(then: Facts, now: Facts): string[] {
  const hangsOnOld = (key: string) => then.has(ownerOf(key, then));
  return compareFacts(then, now)
    .filter(({ key, change }) => change === "changed" || (change === "extra" && hangsOnOld(key)))
    .map(({ key }) => key);
}

const rowsIn = (content: Content | undefined) => (content ? Number(content.rows) : null);

async function changedRows(ask: Ask, then: ReadonlyMap<string, Content>): Promise<RowDifference[]> {
  const now = await readContent(ask);
  const differences: RowDifference[] = [];
  for (const table of differingTables(then, now)) {
    const [before, after] = [then.get(table), now.get(table)];
    const isKept = before && after && (await holdsStill(ask, before, after));
    const isEmpty = after?.rows === "0";
    const rows = { backedUp: rowsIn(before), now: rowsIn(after) };
    differences.push({ table, ...rows, isLost: !(isKept || isEmpty) });
  }
  return differences;
}

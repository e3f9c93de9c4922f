/** Finds out, before a plan runs, what backup there would be. Writes nothing. */
import type { BackupOffer } from "../../core/backup.ts";
import { isVersionTable } from "../../core/snapshot.ts";
import type { Diagnosed } from "./stages.ts";

export async function backupStage({
  workbench,
  server,
  snapshot,
}: Diagnosed): Promise<BackupOffer> {
  // The rows of the version tables are kept in the journal.
  const filled = snapshot.tables.filter((t) => t.hasRows !== false && !isVersionTable(snapshot, t));
  if (filled.length === 0) return { kind: "needless" };
  return workbench.backup.look(server.version);
}

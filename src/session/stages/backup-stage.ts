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
  const tables = snapshot.tables.filter((table) => !isVersionTable(snapshot, table));
  if (tables.length === 0) return { kind: "needless" };
  const offer = await workbench.backup.look(server.version);
  // Without rows a backup is for an undo alone, which is not worth a question.
  const areEmpty = tables.every(({ hasRows }) => hasRows === false);
  return areEmpty && offer.kind !== "ready" ? { kind: "needless" } : offer;
}

/** The backup that an undo brings back, and what would go with it. */
import type { SinceBackup } from "../../core/backup.ts";
import type { Undo } from "../../core/journal/undo.ts";
import { Problem, type ProblemCode } from "../../core/problem.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { ComparedBackup } from "../../io/ports/backup.ts";
import type { Diagnosed } from "../stages/stages.ts";
import { tableName } from "./run-conditions.ts";

export const NOTHING_SINCE: SinceBackup = { rows: [], objects: [] };

export interface WayBack extends Pick<ComparedBackup, "bringBack"> {
  /** What would go with it. */
  readonly since: () => Promise<SinceBackup>;
}

/** @returns the backup, restored to be compared; null where none is needed, or there is none */
export async function wayBack(
  undo: Undo,
  { versionTables }: Snapshot,
  { workbench, server }: Diagnosed,
  stop: AbortSignal,
): Promise<WayBack | null> {
  if (undo.kind !== "backup" || undo.backup === null) return null;
  const compared = await workbench.backup.compare(undo.backup, server.version, stop);
  // What the version tables said is kept in the journal.
  const stamps = new Set(versionTables.map(tableName));
  const done = new Set(undo.differences.map(({ key }) => key));
  const since = async (): Promise<SinceBackup> => {
    const { rows, objects } = await compared.since();
    return {
      // A table of others that is not in the backup stays.
      rows: rows
        .filter(({ table, backedUp }) => backedUp !== null || done.has(`table ${table}`))
        .map((row) => (stamps.has(row.table) ? { ...row, isLost: false } : row)),
      objects: objects.filter((key) => !done.has(key)),
    };
  };
  return { since, bringBack: compared.bringBack };
}

/** An application writes on while somebody reads: what goes has to be of what was shown to go. */
export function isCovered(shown: SinceBackup, now: SinceBackup): boolean {
  const lost = ({ rows }: SinceBackup) => rows.filter((row) => row.isLost).map((row) => row.table);
  const wasShown = new Set([...lost(shown), ...shown.objects]);
  return [...lost(now), ...now.objects].every((each) => wasShown.has(each));
}

/** An undo has no option that does without a backup: what is said of one must not lead there. */
export function ofUndo(error: unknown): never {
  if (!(error instanceof Problem) || !OF_BACKUPS.has(error.code)) throw error;
  throw new Problem(error.code, { ...error.details, of: "undo" }, error);
}

const OF_BACKUPS: ReadonlySet<ProblemCode> = new Set([
  "backup_failed",
  "backup_no_room",
  "backup_unproven",
  "no_pg_dump",
]);

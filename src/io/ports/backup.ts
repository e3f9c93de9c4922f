/** What can be brought back: a proven backup of the database, before a plan runs. */
import type { Backup, BackupOffer, BackupProgress, SinceBackup } from "../../core/backup.ts";

export interface BackupPort {
  /**
   * Writes nothing.
   * @param server its version, as it prints it
   */
  look(server: string): Promise<BackupOffer>;
  /**
   * Of a database for which a backup was offered.
   * @param name of the file, without its ending
   * @throws Problem backup_failed, backup_no_room, backup_unproven, interrupted
   */
  make(
    name: string,
    server: string,
    onProgress: (progress: BackupProgress) => void,
    stop: AbortSignal,
  ): Promise<Backup>;
  /**
   * Restores it into a shadow database to read what it holds.
   * @throws Problem backup_gone, restore_failed, no_pg_dump, shadow_unavailable, interrupted
   */
  compare(backup: Backup, server: string, stop: AbortSignal): Promise<ComparedBackup>;
}

export interface ComparedBackup {
  /** What the database has become since, as it is now. */
  since(): Promise<SinceBackup>;
  /**
   * In one transaction, in which nobody else can write any more, and at whose end every row of the
   * backup's tables is compared.
   * @throws Problem restore_failed, interrupted, and what `keep` throws; nothing has changed then,
   *   except that of a connection lost at the very end (reason at_commit) nobody knows
   */
  bringBack(around: AroundBackup, stop: AbortSignal): Promise<void>;
}

export interface AroundBackup {
  /** Comes when nobody else can write any more, and before anything goes. */
  readonly keep: () => Promise<void>;
  /** Statements before and after what the backup holds. */
  readonly first: readonly string[];
  readonly last: readonly string[];
}

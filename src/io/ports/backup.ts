/** What can be brought back: a proven backup of the database, before a plan runs. */
import type { Backup, BackupOffer, BackupProgress, RowDifference } from "../../core/backup.ts";

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
   * What has become of the rows since; the backup is restored into a shadow database for that.
   * @throws Problem backup_gone, restore_failed, no_pg_dump, shadow_unavailable, interrupted
   */
  differences(backup: Backup, server: string, stop: AbortSignal): Promise<RowDifference[]>;
  /**
   * In one transaction.
   * @param around statements that run in it before and after what the backup holds
   * @throws Problem restore_failed, no_pg_dump, interrupted; nothing has changed then
   */
  bringBack(
    backup: Backup,
    server: string,
    around: { readonly first: readonly string[]; readonly last: readonly string[] },
    stop: AbortSignal,
  ): Promise<void>;
}

/** Copies of the database, on which a plan is rehearsed. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { CloneSource, RowChange, RowsToClone } from "../../core/rehearsal.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { DatabasePort } from "./database.ts";

/** A copy of the database under repair, on which a plan may do what it will. */
export interface Clone {
  readonly source: CloneSource;
  /** For alembic: see RunOptions.database. */
  readonly url: DatabaseUrl;
  readonly database: DatabasePort;
  /** What was written since the clone was filled; the version tables left out. */
  rowChanges(): Promise<RowChange[]>;
  close(): Promise<void>;
}

export interface ClonePort {
  /** What a clone with every row would take. Writes nothing. @throws Problem */
  expect(): Promise<RowsToClone>;
  /**
   * @param original.server its version
   * @param original.proven heads of the one state that the schema equals; null where there is none
   * @throws Problem no_pg_dump, backup_failed, rehearsal_impossible, shadow_unavailable,
   *   shadow_not_followed
   */
  open(
    original: {
      readonly server: string;
      readonly snapshot: Snapshot;
      readonly proven: readonly string[] | null;
      readonly withRows: boolean;
    },
    stop: AbortSignal,
  ): Promise<Clone>;
}

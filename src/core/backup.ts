/** Backups, as every room speaks of them. */
import type { Problem } from "./problem.ts";

/** What a backup would be, found out beforehand. */
export type BackupOffer =
  | {
      readonly kind: "ready";
      /** Of pg_dump. */
      readonly version: string;
      readonly folder: string;
      /** Bytes: what the tables take, and what the folder has left. */
      readonly size: number;
      readonly free: number;
    }
  /** --backup none. */
  | { readonly kind: "declined" }
  /** A sandbox where none can be made: nothing in it has to be brought back. */
  | { readonly kind: "sandbox" }
  /** No table has rows, and for an undo alone none can be made. */
  | { readonly kind: "needless" }
  | { readonly kind: "impossible"; readonly problem: Problem };

export type ProofGap = "in_container" | "too_large" | "no_room" | "no_shadow" | "not_restorable";

export type BackupProof =
  /** Restored into a shadow database, and compared by schema and by every row. */
  | { readonly level: "restored"; readonly tables: number; readonly rows: number }
  /** Its list names every table; why it was not restored, and what pg_restore said. */
  | {
      readonly level: "listed";
      readonly tables: number;
      readonly gap: ProofGap;
      readonly line: string;
    };

export interface Backup {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly proof: BackupProof;
  /** The pg_restore that fits, as the operator would type it. */
  readonly restore: string;
}

/** A table whose rows are others than in a backup; null where it is not there at all. */
export interface RowDifference {
  readonly table: string;
  readonly backedUp: number | null;
  readonly now: number | null;
  /** Whether bringing the backup back would lose something: not where only empty columns or tables are new. */
  readonly isLost: boolean;
}

/** What a database has become since a backup was made of it. */
export interface SinceBackup {
  readonly rows: readonly RowDifference[];
  /** Keys of facts: what was made or changed of what the backup brings back as it was. */
  readonly objects: readonly string[];
}

export type BackupProgress =
  | { readonly phase: "dumping"; readonly bytes: number; readonly size: number }
  | { readonly phase: "listing" | "restoring" | "comparing" };

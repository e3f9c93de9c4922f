import type { Backup, BackupOffer, BackupProgress, ProofGap } from "../../core/backup.ts";
import { sizeText } from "../sizes.ts";
import { counted } from "./numbers.ts";

const GAPS: Record<ProofGap, string> = {
  in_container: "its programs run in a container",
  too_large: "it is too large to be read twice",
  no_room: "there is not enough room for that here",
  no_shadow: "there is no embedded PostgreSQL here",
  not_restorable: "the embedded PostgreSQL cannot take it",
};

export const backup = {
  offer: (offer: Exclude<BackupOffer, { kind: "impossible" }>): string => {
    switch (offer.kind) {
      case "ready":
        return `First a backup, proven by restoring it: pg_dump ${offer.version}, ${sizeText(offer.size)} of tables, into ${offer.folder} (${sizeText(offer.free)} free).`;
      case "declined":
        return "No backup is made (--backup none).";
      case "sandbox":
        return "A sandbox needs no backup; a real database gets one first, and a proof of it.";
      case "needless":
        return "No table has rows: nothing to back up. The journal keeps the stamp's rows.";
    }
  },
  impossible: "NO BACKUP CAN BE MADE.",
  looking: "Looking for a pg_dump that fits the server …",
  dumping: "Backup: pg_dump is writing it",
  progress: (progress: BackupProgress): string => {
    switch (progress.phase) {
      case "dumping":
        return `Backup: ${sizeText(progress.bytes)} written; the tables take ${sizeText(progress.size)}`;
      case "listing":
        return "Backup: reading its list";
      case "restoring":
        return "Backup: restoring it into a shadow database";
      case "comparing":
        return "Backup: comparing schema and rows";
    }
  },
  /** One line each: where, and what was proved. */
  made: ({ path, bytes, proof }: Backup): readonly string[] => [
    `Backup: ${path} (${sizeText(bytes)})`,
    proof.level === "restored"
      ? `Proven: restored into a shadow database, ${counted(proof.tables, "table")} and ${counted(proof.rows, "row")} are equal.`
      : `Listed: ${counted(proof.tables, "table")}. Not restored, because ${GAPS[proof.gap]}${proof.line === "" ? "" : `: ${proof.line}`}.`,
  ],
  sum: (sha256: string) => `SHA-256 ${sha256}`,
  withoutWay:
    "No backup is made (--backup none): restamp undo will not be able to take back what the revisions do to tables that are there.",
  none: "No backup was made.",
  restore: (command: string, path: string) =>
    `To bring back what the backup holds, into an empty database: ${command} --no-owner -d DATABASE ${path}`,
};

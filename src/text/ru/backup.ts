import type { Backup, BackupOffer, BackupProgress, ProofGap } from "../../core/backup.ts";
import { counted, ROWS, size, TABLES } from "./numbers.ts";

const GAPS: Record<ProofGap, string> = {
  in_container: "pg_dump и pg_restore работают в контейнере",
  too_large: "она слишком велика, чтобы читать её дважды",
  no_room: "здесь для этого не хватает места",
  no_shadow: "здесь нет встроенного PostgreSQL",
  not_restorable: "встроенный PostgreSQL её не принимает",
};

export const backup = {
  offer: (offer: Exclude<BackupOffer, { kind: "impossible" }>): string => {
    switch (offer.kind) {
      case "ready":
        return `Сначала резервная копия, проверенная восстановлением: pg_dump ${offer.version}, таблицы занимают ${size(offer.size)}, папка ${offer.folder} (свободно ${size(offer.free)}).`;
      case "declined":
        return "Резервная копия не делается (--backup none).";
      case "sandbox":
        return "Песочнице резервная копия не нужна; для настоящей базы её сначала делают и проверяют.";
      case "needless":
        return "Ни в одной таблице нет строк, копировать нечего. Строки штампа сохранит журнал.";
    }
  },
  impossible: "РЕЗЕРВНУЮ КОПИЮ СДЕЛАТЬ НЕЛЬЗЯ.",
  looking: "Поиск pg_dump, который подходит серверу …",
  dumping: "Резервная копия: её пишет pg_dump",
  progress: (progress: BackupProgress): string => {
    switch (progress.phase) {
      case "dumping":
        return `Резервная копия: записано ${size(progress.bytes)}; таблицы занимают ${size(progress.size)}`;
      case "listing":
        return "Резервная копия: чтение оглавления";
      case "restoring":
        return "Резервная копия: восстановление в теневую базу";
      case "comparing":
        return "Резервная копия: сверка схемы и строк";
    }
  },
  /** One line each: where, and what was proved. */
  made: ({ path, bytes, proof }: Backup): readonly string[] => [
    `Резервная копия: ${path} (${size(bytes)})`,
    proof.level === "restored"
      ? `Проверена восстановлением в теневую базу: совпали ${counted(proof.tables, TABLES)} и ${counted(proof.rows, ROWS)}.`
      : `Проверена по оглавлению: ${counted(proof.tables, TABLES)}. Не восстановлена, потому что ${GAPS[proof.gap]}${proof.line === "" ? "" : `: ${proof.line}`}.`,
  ],
  sum: (sha256: string) => `SHA-256 ${sha256}`,
  withoutWay:
    "Копия не делается (--backup none): restamp undo не сможет отменить то, что ревизии сделают с уже существующими таблицами.",
  none: "Резервная копия не делалась.",
  restore: (command: string, path: string) =>
    `Вернуть содержимое копии в пустую базу: ${command} --no-owner -d DATABASE ${path}`,
};

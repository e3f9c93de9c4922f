/** Backups of one database: looked into beforehand, made, and proven. */
import { mkdirSync, rmSync, statfsSync } from "node:fs";
import { dirname, join } from "node:path";
import type pg from "pg";
import type { Backup, BackupOffer, BackupProgress } from "../../core/backup.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import type { BackupPort } from "../ports/backup.ts";
import { describe } from "../postgres/address.ts";
import { userTables } from "../postgres/catalog-conditions.ts";
import { withConnection } from "../postgres/connection.ts";
import { READING } from "../postgres/reading.ts";
import { readSnapshot } from "../postgres/snapshot.ts";
import { type Ask, questioner } from "../postgres/statements.ts";
import { liftTimeLimits } from "../postgres/time-limits.ts";
import { readSurroundings } from "../shadow/surroundings.ts";
import { bringBack } from "./bring-back.ts";
import { readContent } from "./content.ts";
import { readBackup, requireUnchanged, sinceBackup } from "./differences.ts";
import { writeDump } from "./dump.ts";
import type { DumpPrograms, FindDumpPrograms } from "./programs.ts";
import { type Original, proveBackup } from "./proof.ts";

export interface BackupSettings {
  readonly url: DatabaseUrl;
  readonly folder: string;
  /** --backup none. A sandbox does without where one cannot be made. */
  readonly declined: boolean | "if_impossible";
  readonly programsFor: FindDumpPrograms;
  readonly lockTimeout: string;
}

/** Bytes of tables up to which every row is read twice to be compared. */
const MOST_COMPARED = 2 * 1024 ** 3;

const SIZE_SQL = `
SELECT coalesce(sum(pg_table_size(c.oid)), 0)::float8 AS size, count(*)::int AS tables
${userTables("r")}`;

export function openBackups(settings: BackupSettings): BackupPort {
  const { url, folder, programsFor } = settings;
  return {
    look: async (server): Promise<BackupOffer> => {
      if (settings.declined === true) return { kind: "declined" };
      try {
        const programs = await programsFor(server);
        const { size } = await withConnection(
          url,
          "restamp backup",
          (client) => readSize(questioner(client, () => {}, describe(url)).ask),
          READING,
        );
        const free = freeIn(folder);
        if (free < size) {
          throw new Problem("backup_no_room", { folder, free: String(free), needed: String(size) });
        }
        return { kind: "ready", version: programs.version, folder, size, free };
      } catch (error) {
        if (settings.declined === "if_impossible") return { kind: "sandbox" };
        return { kind: "impossible", problem: asProblem(error) };
      }
    },
    make: async (name, server, onProgress, stop): Promise<Backup> => {
      const programs = await programsFor(server);
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const path = join(folder, `${name}.dump`);
      return make(settings, programs, path, onProgress, stop);
    },
    compare: async (backup, server, stop) => {
      await requireUnchanged(backup);
      const programs = await programsFor(server);
      const then = await readBackup(backup, url, programs, stop);
      return {
        since: () => sinceBackup(url, then),
        bringBack: (around, until) =>
          bringBack(backup, url, programs, {
            ...around,
            content: then.content,
            lockTimeout: settings.lockTimeout,
            stop: until,
          }),
      };
    },
  };
}

async function make(
  { url, lockTimeout }: BackupSettings,
  programs: DumpPrograms,
  path: string,
  onProgress: (progress: BackupProgress) => void,
  stop: AbortSignal,
): Promise<Backup> {
  // A snapshot that pg_dump takes over is known in this very database only: that proves where it
  // is, and what is compared is what was dumped (PostgreSQL docs, "Snapshot Synchronization").
  const work = async (client: pg.Client): Promise<Backup> => {
    const questions = { ...questioner(client, () => {}, describe(url)), evidence: new Map() };
    await liftTimeLimits(questions.ask);
    await questions.ask("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const [exported] = await questions.ask<{ id: string }>("SELECT pg_export_snapshot() AS id");
    const { size, tables } = await readSize(questions.ask);
    onProgress({ phase: "dumping", bytes: 0, size });
    const file = await writeDump({
      programs,
      url,
      options: [`--snapshot=${exported?.id}`],
      lockTimeout,
      path,
      size,
      onBytes: (bytes) => onProgress({ phase: "dumping", bytes, size }),
      stop,
    });
    try {
      const { facts } = await readSnapshot(questions, null, true);
      const isComparable = size <= MOST_COMPARED && !programs.isInContainer;
      const content = isComparable ? await readContent(questions.ask) : null;
      const surroundings = await readSurroundings(client);
      const original: Original = { surroundings, facts, content, tables, size };
      const proof = await proveBackup(path, programs, original, onProgress, stop);
      return { ...file, proof, restore: programs.shownRestore };
    } catch (error) {
      // One that lacks something is worth a look; any other is of a run that has not begun.
      const isTold = error instanceof Problem && error.code === "backup_unproven";
      if (!isTold) rmSync(path, { force: true });
      throw error;
    }
  };
  return withConnection(url, "restamp backup", work, { lock_timeout: lockTimeout });
}

async function readSize(ask: Ask): Promise<{ size: number; tables: number }> {
  const [row] = await ask<{ size: number; tables: number }>(SIZE_SQL);
  return row ?? { size: 0, tables: 0 };
}

/** Of the folder, or of the one above it that is there. */
function freeIn(folder: string): number {
  for (let each = folder; ; each = dirname(each)) {
    try {
      const { bavail, bsize } = statfsSync(each);
      return bavail * bsize;
    } catch (error) {
      if (each === dirname(each)) throw error;
    }
  }
}

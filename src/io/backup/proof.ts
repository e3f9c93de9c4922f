/** Proves a backup: what it lists, and what comes out of it when it is restored. */
import { statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import type { BackupProgress, BackupProof, ProofGap } from "../../core/backup.ts";
import { visible } from "../../core/display.ts";
import { compareFacts, type Facts } from "../../core/facts.ts";
import { Problem } from "../../core/problem.ts";
import { withConnection } from "../postgres/connection.ts";
import { readSnapshot } from "../postgres/snapshot.ts";
import { questioner } from "../postgres/statements.ts";
import { runPlain } from "../process/plain.ts";
import { type Cluster, startCluster } from "../shadow/cluster.ts";
import { makeLike, type Surroundings } from "../shadow/surroundings.ts";
import { type Content, differingTables, readContent } from "./content.ts";
import type { DumpPrograms } from "./programs.ts";
import { restoreDump } from "./restore.ts";

/** What was read in the very snapshot that was dumped. */
export interface Original {
  readonly surroundings: Surroundings;
  readonly facts: Facts;
  /** Null where there was too much of it to be compared. */
  readonly content: ReadonlyMap<string, Content> | null;
  /** How many tables have rows of their own to be dumped. */
  readonly tables: number;
  /** Bytes of its tables, without their indexes. */
  readonly size: number;
}

/** So much more room than its rows a restored database takes, with its indexes and its log. */
const ROOM_FOR_RESTORE = 3;

/**
 * @param path the backup
 * @throws Problem backup_unproven when it lacks anything that was there; interrupted
 */
export async function proveBackup(
  path: string,
  programs: DumpPrograms,
  original: Original,
  onProgress: (progress: BackupProgress) => void,
  stop: AbortSignal,
): Promise<BackupProof> {
  const { surroundings, content, tables, size } = original;
  const listed = (gap: ProofGap, line = ""): BackupProof => ({
    level: "listed",
    tables,
    gap,
    line,
  });
  onProgress({ phase: "listing" });
  // Its pg_restore cannot see the file.
  if (programs.isInContainer) return listed("in_container");
  await requireListed(path, programs.restore, tables);
  if (content === null) return listed("too_large");
  const { bavail, bsize } = statfsSync(tmpdir());
  if (bavail * bsize < size * ROOM_FOR_RESTORE) return listed("no_room");
  const cluster = await startCluster().catch((error) => {
    if (error instanceof Problem && error.code === "shadow_unavailable") return null;
    throw error;
  });
  if (!cluster) return listed("no_shadow");
  try {
    onProgress({ phase: "restoring" });
    const fault = await restoreInto(cluster, surroundings, programs, path, stop);
    if (fault !== null) return listed("not_restorable", fault);
    onProgress({ phase: "comparing" });
    requireEqual({ ...original, content }, await readRestored(cluster));
    const rows = [...content.values()].reduce((sum, each) => sum + Number(each.rows), 0);
    return { level: "restored", tables, rows };
  } finally {
    await cluster.stop();
  }
}

/** The list has an entry of its own for the rows of each table. */
async function requireListed(
  path: string,
  restore: readonly string[],
  tables: number,
): Promise<void> {
  const { code, output, errors } = await runPlain([...restore, "--list", path]);
  if (code !== 0) {
    const line = visible(errors.split("\n")[0] ?? "");
    throw new Problem("backup_unproven", { kind: "unreadable", path, line });
  }
  const listed = output.split("\n").filter((line) => / TABLE DATA /.test(line)).length;
  if (listed >= tables) return;
  const counts = { tables: String(tables), listed: String(listed) };
  throw new Problem("backup_unproven", { kind: "incomplete", path, ...counts });
}

const RESTORED = "restored";

/** @returns what pg_restore stumbled over; null when all of it was restored */
export async function restoreInto(
  cluster: Cluster,
  surroundings: Surroundings,
  programs: DumpPrograms,
  path: string,
  stop: AbortSignal,
): Promise<string | null> {
  await makeLike(cluster, RESTORED, surroundings);
  return restoreDump(programs, path, cluster.url(RESTORED), stop);
}

export async function readRestored(cluster: Cluster): Promise<Restored> {
  return withConnection(cluster.url(RESTORED), "restamp shadow", async (client) => {
    const questions = { ...questioner(client, () => {}, {}), evidence: new Map() };
    await questions.ask("BEGIN");
    const { facts } = await readSnapshot(questions, null, false);
    return { facts, content: await readContent(questions.ask) };
  });
}

/** What a restored backup holds. */
export interface Restored {
  readonly facts: Facts;
  readonly content: ReadonlyMap<string, Content>;
}

function requireEqual(before: Restored, after: Restored): void {
  const facts = compareFacts(before.facts, after.facts).map(({ key }) => key);
  const tables = differingTables(before.content, after.content);
  if (facts.length + tables.length === 0) return;
  const [shown, count] = [facts.length > 0 ? facts : tables, facts.length + tables.length];
  throw new Problem("backup_unproven", {
    kind: facts.length > 0 ? "other_schema" : "other_rows",
    objects: shown.slice(0, 5).map(visible).join(", "),
    count: String(count),
  });
}

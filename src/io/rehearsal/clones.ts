/** Clones of the database under repair, on a server of restamp's own, to rehearse plans on. */
import { join } from "node:path";
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { createVersionTable, dropVersionTable, putBackRows } from "../../core/plan/steps.ts";
import { Problem, type ProblemCode } from "../../core/problem.ts";
import { isVersionTable, type Snapshot, type VersionTable } from "../../core/snapshot.ts";
import type { Alembic } from "../alembic/alembic.ts";
import type { AlembicWorker } from "../alembic/database-worker.ts";
import { writeDump } from "../backup/dump.ts";
import type { DumpPrograms, FindDumpPrograms } from "../backup/programs.ts";
import { restoreDump } from "../backup/restore.ts";
import type { Clone, ClonePort } from "../ports/clones.ts";
import { withConnection } from "../postgres/connection.ts";
import { openDatabase } from "../postgres/database.ts";
import type { DatabaseSettings } from "../postgres/database-settings.ts";
import { type Cluster, startCluster } from "../shadow/cluster.ts";
import { expectKept, proveFollowed } from "../shadow/prove-shadow.ts";
import { makeLike, surroundingsOf } from "../shadow/surroundings.ts";
import { expectedTime } from "./expected-time.ts";
import { forgetRowChanges, readRowChanges } from "./row-changes.ts";

export interface CloneSettings {
  readonly url: DatabaseUrl;
  readonly alembic: Alembic;
  readonly programsFor: FindDumpPrograms;
  readonly database: DatabaseSettings;
}

const CLONE = "clone";

export function openClones(settings: CloneSettings): ClonePort {
  return {
    expect: () => expectedTime(settings.url),
    open: async (original, stop): Promise<Clone> => {
      const worker = await settings.alembic.openWorker();
      if (!worker) throw new Problem("rehearsal_impossible", { reason: "alembic_alone" });
      let cluster: Cluster | null = null;
      try {
        cluster = await startCluster().catch((error) => {
          throw withoutClone(error, "shadow_unavailable", "no_server");
        });
        return await fill(cluster, worker, settings, original, stop);
      } catch (error) {
        await cluster?.stop();
        throw error;
      } finally {
        await worker.end();
      }
    },
  };
}

type Original = Parameters<ClonePort["open"]>[0];

async function fill(
  cluster: Cluster,
  worker: AlembicWorker,
  settings: CloneSettings,
  { server, snapshot, proven, withRows }: Original,
  stop: AbortSignal,
): Promise<Clone> {
  const { url: own, alembic, programsFor, database } = settings;
  await makeLike(cluster, CLONE, await surroundingsOf(own));
  const url = cluster.url(CLONE, own.driver === null ? "postgresql" : `postgresql+${own.driver}`);
  const programs = await programsFor(server).catch((error) => {
    if (proven === null || withRows) throw error;
    return null;
  });
  return withConnection(url, "restamp rehearsal", async (client) => {
    if (programs) await dumpInto(cluster, url, settings, programs, withRows, stop);
    // Not one step before it is known that env.py goes there.
    await proveFollowed(client, alembic, worker, url);
    if (!programs) {
      await replay(worker, url, proven ?? []);
      await dropSurplusStamps(client, snapshot);
    }
    if (!programs || !withRows) await putStamps(client, snapshot);
    await forgetRowChanges(client);
    return {
      source: programs ? (withRows ? "rows" : "schema") : "replay",
      url,
      database: openDatabase(url, () => {}, database),
      rowChanges: () => readRowChanges(url, snapshot),
      close: () => cluster.stop(),
    };
  });
}

async function dumpInto(
  cluster: Cluster,
  clone: DatabaseUrl,
  { url, database: { lockTimeout } }: CloneSettings,
  programs: DumpPrograms,
  withRows: boolean,
  stop: AbortSignal,
): Promise<void> {
  if (programs.isInContainer) {
    throw new Problem("rehearsal_impossible", { reason: "programs_in_container" });
  }
  const path = join(cluster.folder, "clone.dump");
  const options = withRows ? [] : ["--schema-only"];
  const onBytes = () => {};
  const dump = { programs, url, options, lockTimeout, path, size: 0, onBytes, stop };
  await writeDump(dump).catch((error) => {
    throw withoutClone(error, "backup_failed", "not_dumped");
  });
  const line = await restoreDump(programs, path, clone, stop);
  if (line !== null) throw new Problem("rehearsal_impossible", { reason: "not_restorable", line });
}

/** What is said of a backup, or of a recording, would lead to their ways out, and not to those of a rehearsal. */
function withoutClone(error: unknown, code: ProblemCode, reason: string): unknown {
  if (!(error instanceof Problem) || error.code !== code) return error;
  const { line = "", message = line } = error.details;
  return new Problem("rehearsal_impossible", { reason, line: message }, error);
}

async function replay(
  worker: AlembicWorker,
  url: DatabaseUrl,
  heads: readonly string[],
): Promise<void> {
  for (const head of heads) {
    const { exitCode, lines, strayed, shown } = await worker.run(["upgrade", head], url);
    expectKept(strayed, shown);
    if (exitCode === 0) continue;
    const line = lines.at(-1) ?? "";
    throw new Problem("rehearsal_impossible", { reason: "not_replayable", line });
  }
}

/** A replay makes a version table, which the original may not have. */
async function dropSurplusStamps(client: pg.Client, snapshot: Snapshot): Promise<void> {
  const { rows } = await client.query<VersionTable>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relname = 'alembic_version' AND c.relkind = 'r'`,
  );
  const surplus = rows.filter((table) => !isVersionTable(snapshot, table));
  for (const table of surplus) await client.query(dropVersionTable(table));
}

/** What the version tables say is no part of a schema. */
export async function putStamps(client: pg.Client, { versionTables }: Snapshot): Promise<void> {
  for (const table of versionTables) {
    const found = await client.query(
      "SELECT to_regclass(format('%I.%I', $1::text, $2::text)) AS id",
      [table.schema, table.name],
    );
    if (found.rows[0]?.id === null) await client.query(createVersionTable(table));
    for (const statement of putBackRows(table)) await client.query(statement);
  }
}

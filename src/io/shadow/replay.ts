/** One replay of a chain, or of a part of it, in an empty shadow database. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { recordedStatements } from "../../core/recorded-statements.ts";
import type { RecordedRevision, Reference } from "../../core/reference.ts";
import type { RevisionGraph } from "../../core/revision-graph.ts";
import type { Alembic } from "../alembic/alembic.ts";
import type { AlembicWorker } from "../alembic/database-worker.ts";
import { withConnection } from "../postgres/connection.ts";
import type { Baseline } from "../project/baseline-file.ts";
import { expectKept, proveShadow } from "./prove-shadow.ts";
import {
  forgetAccounts,
  readAccounts,
  readServerVersion,
  readVersionTable,
} from "./recorder/accounts.ts";
import {
  beginRecording,
  installReadingRecorder,
  installRecorder,
} from "./recorder/install-recorder.ts";
import { failureOf, type ReplayFailure } from "./replay-failure.ts";
import type { StatementLog } from "./statement-log.ts";

/** A database to replay in. */
export interface Shadow {
  readonly url: DatabaseUrl;
  /**
   * Makes a role that scripts name. Null where roles are not restamp's to make. Roles belong to a
   * whole server, so that a database's own revisions may grant to what another one has made.
   */
  readonly createRole: ((name: string) => Promise<void>) | null;
  /** What is run there. Null where the server's log cannot be read. */
  readonly statements: StatementLog | null;
  /** What an earlier recording has left there, with its recorder; null in a new database. */
  readonly recorded: Reference | null;
}

export interface ReplayTools {
  readonly alembic: Alembic;
  readonly graph: RevisionGraph;
  /** What the chain begins on; null for an empty database. */
  readonly baseline: Baseline | null;
  readonly onLine: (line: string) => void;
}

export interface Replayed {
  readonly revisions: readonly RecordedRevision[];
  readonly versionTable: Reference["versionTable"] | null;
  readonly postgresql: string;
  readonly alembicVersion: string;
}

/**
 * @param worker null where only the alembic command can be run
 * @param targets what to upgrade to, one after the other
 * @throws Problem shadow_not_followed, before anything was written, when env.py goes elsewhere
 */
export async function replay(
  { alembic, graph, baseline, onLine }: ReplayTools,
  worker: AlembicWorker | null,
  shadow: Shadow,
  targets: readonly string[],
): Promise<Replayed | ReplayFailure> {
  return withConnection(shadow.url, "restamp shadow", async (client) => {
    const before = shadow.recorded?.revisions ?? [];
    if (baseline && !shadow.recorded) await makeBaseline(client, baseline);
    // Before env.py connects for the first time: a pooled connection keeps its settings.
    await shadow.statements?.begin(client);
    await proveAndWatch(client, alembic, worker, shadow);
    for (const target of targets) {
      const args = ["upgrade", target];
      const kept = await worker?.run(args, shadow.url, onLine);
      if (kept) expectKept(kept.strayed, kept.shown);
      const upgrade = kept ?? (await alembic.run(args, { database: shadow.url, onLine }));
      if (upgrade.exitCode !== 0) return await failureOf(upgrade, client, graph);
    }
    const versionTable = await readVersionTable(client);
    const ran = (await shadow.statements?.end(client)) ?? null;
    const accounts = await readAccounts(client, graph);
    const now = accounts.map((account) => ({
      ...account,
      statements: statementsOf(ran?.get(account.id), versionTable),
    }));
    return {
      revisions: [...before, ...now],
      versionTable,
      postgresql: await readServerVersion(client),
      alembicVersion: worker ? await worker.version() : await askVersion(alembic),
    };
  });
}

/**
 * Alembic is still importing when the shadow is ready, so the recorder is installed meanwhile.
 * Without a worker, though, the proof makes a version table of its own.
 */
async function proveAndWatch(
  client: pg.Client,
  alembic: Alembic,
  worker: AlembicWorker | null,
  shadow: Shadow,
): Promise<void> {
  const isThere = shadow.recorded !== null || (worker !== null && (await installRecorder(client)));
  await proveShadow(client, alembic, worker, shadow.url);
  if (shadow.recorded) await forgetAccounts(client);
  else if (isThere) await beginRecording(client);
  else if (worker || !(await installRecorder(client))) {
    await installReadingRecorder(client, worker, shadow);
  }
}

/** A dump sets a search_path for what follows it. @throws Problem baseline_failed */
async function makeBaseline(client: pg.Client, { sql, path }: Baseline): Promise<void> {
  try {
    await client.query(sql);
    await client.query("RESET ALL");
  } catch (error) {
    const line = error instanceof Error ? error.message : String(error);
    throw new Problem("baseline_failed", { path, line }, error);
  }
}

async function askVersion(alembic: Alembic): Promise<string> {
  const { output } = await alembic.run(["--version"]);
  return output.join(" ").replace(/^alembic /, "");
}

function statementsOf(
  ran: readonly string[] | undefined,
  versionTable: Reference["versionTable"] | null,
): readonly string[] | null {
  return ran && versionTable ? recordedStatements(ran, versionTable.name) : null;
}

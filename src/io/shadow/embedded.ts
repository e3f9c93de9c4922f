/** Shadow databases on a PostgreSQL server of our own. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { RevisionGraph } from "../../core/revision-graph.ts";
import { type Cluster, startCluster } from "./cluster.ts";
import { removeDeadServers } from "./dead-servers.ts";
import { type KeptRecording, type KeptRecordings, openKeptRecordings } from "./kept-recordings.ts";
import type { Shadows } from "./shadows.ts";
import { openStatementLog } from "./statement-log.ts";

export interface EmbeddedSettings {
  /** The project's database: the shadows are reached with the same driver. */
  readonly own: Pick<DatabaseUrl, "driver">;
  /** What the replay depends on besides the scripts: see openKeptRecordings. */
  readonly conditions: readonly string[];
  /** The chain of which a kept recording may have replayed a part; null to replay all of it. */
  readonly known: RevisionGraph | null;
  /** Whether what is recorded is kept for the next time: not of a chain that is gone then. */
  readonly keeps: boolean;
  /** Is told the folders of servers that ended without taking them away. */
  readonly onRemoved: (names: readonly string[]) => void;
}

/** The server is started at once. */
export function openEmbeddedShadows(settings: EmbeddedSettings): Shadows {
  const { own, conditions, known, keeps, onRemoved } = settings;
  const scheme = own.driver === null ? "postgresql" : `postgresql+${own.driver}`;
  const removed = removeDeadServers();
  if (removed.length > 0) onRemoved(removed);
  const statements = openStatementLog();
  const recordings = openKeptRecordings(conditions);
  const starting = start(recordings, known, statements.write);
  // Told by open(), if anybody asks for one.
  starting.catch(() => {});
  let opened = 0;
  return {
    open: async () => {
      const { cluster, kept } = await starting;
      const name = `shadow_${++opened}`;
      // The server comes with a database, and making one takes time.
      if (opened > 1) await cluster.createDatabase(name);
      const url = cluster.url(opened > 1 ? name : "postgres", scheme);
      const recorded = opened > 1 ? null : (kept?.reference ?? null);
      return { url, createRole: cluster.createRole, statements, recorded };
    },
    close: async (reference) => {
      const started = await starting.catch(() => null);
      if (started === null) return;
      const { cluster, kept } = started;
      const isNew = reference?.revisions.length !== kept?.reference.revisions.length;
      // A server starts again with the database it came with, and with no other.
      if (keeps && reference && reference.stopped === null && opened === 1 && isNew) {
        const left = await cluster.stopAndLeave();
        if (left) await recordings.keep(left, reference);
      } else await cluster.stop();
    },
  };
}

async function start(
  recordings: KeptRecordings,
  graph: RevisionGraph | null,
  onLog: (chunk: string) => void,
): Promise<{ readonly cluster: Cluster; readonly kept: KeptRecording | null }> {
  const kept = graph && (await recordings.find(graph));
  if (kept) {
    try {
      return { cluster: await startCluster({ from: kept.folder, onLog }), kept };
    } catch {
      recordings.forget(kept);
    }
  }
  return { cluster: await startCluster({ onLog }), kept: null };
}

/** Records the reference of a chain by replaying it in a shadow database. */
import { Problem } from "../../core/problem.ts";
import { REFERENCE_FORMAT, type Reference, type ReplayStop } from "../../core/reference.ts";
import { headsOf, type RevisionGraph, withDescendants } from "../../core/revision-graph.ts";
import type { Alembic } from "../alembic/alembic.ts";
import type { AlembicWorker } from "../alembic/database-worker.ts";
import type { Baseline } from "../project/baseline-file.ts";
import { type Replayed, replay, type Shadow } from "./replay.ts";
import { hasFailed, type ReplayFailure } from "./replay-failure.ts";

export interface Recording {
  readonly alembic: Alembic;
  readonly graph: RevisionGraph;
  /**
   * Opens an empty database that nobody else uses, while alembic is already importing. Called
   * again when a replay has failed; the one before may be gone then.
   */
  readonly openShadow: () => Promise<Shadow>;
  /** What the chain begins on; null for an empty database. */
  readonly baseline: Baseline | null;
  readonly onLine: (line: string) => void;
  /** Is told how many revisions an earlier recording has replayed already. */
  readonly onKnown: (count: number) => void;
}

/** How many branches may fail before the chain is given up: each costs a replay of the rest. */
const MOST_FAILURES = 10;

/**
 * @returns the reference: of the whole chain, or of what can be replayed without the revisions
 *   that fail (`stopped`)
 * @throws Problem shadow_not_followed, before anything was written, when env.py goes elsewhere;
 *   recording_failed when not even the first revision can be replayed; recording_lost when
 *   alembic reports success and nothing is there
 */
export async function recordReference(recording: Recording): Promise<Reference> {
  const { replayed, stopped } = await replayWhatCan(recording);
  const { alembicVersion, postgresql, revisions } = replayed;
  return {
    format: REFERENCE_FORMAT,
    recordedWith: { alembic: alembicVersion, postgresql },
    versionTable: replayed.versionTable ?? { schema: "public", name: "alembic_version" },
    baseline: recording.baseline?.sha256 ?? null,
    stopped,
    revisions,
  };
}

async function replayWhatCan(
  recording: Recording,
): Promise<{ readonly replayed: Replayed; readonly stopped: ReplayStop | null }> {
  const { graph } = recording;
  const scripts: Record<string, string> = {};
  let first: Problem | null = null;
  let stop: Pick<ReplayStop, "revision" | "line"> | null = null;
  let left = new Set(graph.byId.keys());
  const roles = new Set<string>();
  while (left.size > 0 && Object.keys(scripts).length < MOST_FAILURES) {
    const targets = stop === null ? ["heads"] : headsOf(graph, left);
    const { shadow, outcome } = await attempt(recording, left, targets);
    if (!hasFailed(outcome)) {
      expectAll(outcome, left, recording);
      return { replayed: outcome, stopped: stop && { ...stop, scripts } };
    }
    const { revision, line, command, missingRole } = outcome;
    if (missingRole !== null && shadow.createRole && !roles.has(missingRole)) {
      roles.add(missingRole);
      await shadow.createRole(missingRole);
      continue;
    }
    first ??= new Problem("recording_failed", { command, line, revision: revision ?? "" });
    stop ??= { revision, line };
    // On the default env.py the whole upgrade is one transaction: nothing of it is left.
    if (revision === null || !left.has(revision)) break;
    scripts[revision] = graph.byId.get(revision)?.sha256 ?? "";
    const unreachable = withDescendants(graph, [revision]);
    left = new Set([...left].filter((id) => !unreachable.has(id)));
    const { recorded } = shadow;
    if (recorded && holdsJust(recorded, left)) {
      return { replayed: asReplayed(recorded), stopped: { ...stop, scripts } };
    }
  }
  throw first ?? new Problem("bug", { what: "an empty chain was replayed" });
}

/** In a new process each time: what the project has imported may keep a connection open. */
async function attempt(
  recording: Recording,
  left: ReadonlySet<string>,
  targets: readonly string[],
): Promise<{ readonly shadow: Shadow; readonly outcome: Replayed | ReplayFailure }> {
  const { alembic, openShadow, onKnown } = recording;
  const worker = await alembic.openWorker();
  try {
    let shadow = await openShadow();
    const { recorded } = shadow;
    if (recorded && (await canGoOn(recorded, worker))) {
      onKnown(recorded.revisions.length);
      if (holdsJust(recorded, left)) return { shadow, outcome: asReplayed(recorded) };
    } else if (recorded) shadow = await openShadow();
    return { shadow, outcome: await replay(recording, worker, shadow, targets) };
  } finally {
    await worker?.end();
  }
}

/** Another Alembic may do otherwise; and the proof by stamp wants a database without a version table. */
async function canGoOn({ recordedWith }: Reference, worker: AlembicWorker | null) {
  return worker !== null && (await worker.version()) === recordedWith.alembic;
}

function holdsJust({ revisions }: Reference, ids: ReadonlySet<string>): boolean {
  return revisions.length === ids.size && revisions.every(({ id }) => ids.has(id));
}

function asReplayed({ recordedWith, versionTable, revisions }: Reference): Replayed {
  const { alembic: alembicVersion, postgresql } = recordedWith;
  return { revisions, versionTable, postgresql, alembicVersion };
}

/** Where env.py has begun a transaction itself, alembic reports success and commits nothing. */
function expectAll({ revisions }: Replayed, expected: ReadonlySet<string>, { alembic }: Recording) {
  const run = new Set(revisions.map(({ id }) => id));
  const lost = [...expected].filter((id) => !run.has(id));
  if (lost.length === 0) return;
  const count = String(lost.length);
  throw new Problem("recording_lost", { command: alembic.shown, count });
}

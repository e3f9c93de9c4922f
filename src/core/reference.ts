/** The reference: what each revision of a chain does to the schema, as once recorded. */
import { applyDelta, effectsOf, type FactDelta, type Facts, relationsOf } from "./facts.ts";
import { type RevisionGraph, withDescendants } from "./revision-graph.ts";

export const REFERENCE_FORMAT = 2;

export interface RecordedRevision extends FactDelta {
  readonly id: string;
  /** SHA-256 of the script that was replayed, to notice when it no longer fits. */
  readonly sha256: string;
  /**
   * What it ran in the shadow database, in order, its own stamping left out; null when that
   * could not be seen.
   */
  readonly statements: readonly string[] | null;
}

/** Where the replay ended before the chain did. */
export interface ReplayStop {
  /** The revision that failed; null when it could not be told. */
  readonly revision: string | null;
  /** The line of alembic's output that says why. */
  readonly line: string;
  /**
   * SHA-256 of each script that failed, by revision: of `revision`, and of those on other
   * branches that failed when the rest was replayed. What stands on them was never run.
   */
  readonly scripts: Readonly<Record<string, string>>;
}

export interface Reference {
  readonly format: typeof REFERENCE_FORMAT;
  /** Version numbers of what recorded it: a help in reading differences, never a condition. */
  readonly recordedWith: { readonly alembic: string; readonly postgresql: string };
  /** The version table that env.py configures, as it was found in the shadow database. */
  readonly versionTable: { readonly schema: string; readonly name: string };
  /** SHA-256 of the SQL that made the tables that the chain begins on; null when it begins on none. */
  readonly baseline: string | null;
  /** Null when the whole chain was replayed; else `revisions` are those before the failure. */
  readonly stopped: ReplayStop | null;
  /** In the order in which Alembic ran them. */
  readonly revisions: readonly RecordedRevision[];
}

export type ReferenceFit =
  | { readonly fit: "fits" }
  | { readonly fit: "outdated"; readonly revisions: readonly string[] };

/**
 * @param baseline SHA-256 of the project's baseline, as it is now
 * @returns whether the reference was recorded from the very scripts that are there now. Where a
 *   script failed, what stands on it was never run and does not count.
 */
export function fitOf(
  reference: Reference,
  graph: RevisionGraph,
  baseline: string | null = null,
): ReferenceFit {
  if (reference.baseline !== baseline) {
    return { fit: "outdated", revisions: graph.order.map(({ id }) => id) };
  }
  const failed = Object.entries(reference.stopped?.scripts ?? {});
  const replayed = new Map([
    ...reference.revisions.map(({ id, sha256 }) => [id, sha256] as const),
    ...failed,
  ]);
  const unreached = withDescendants(
    graph,
    failed.map(([id]) => id),
  );
  const changed = graph.order
    .filter(({ id }) => replayed.has(id) || !unreached.has(id))
    .filter(({ id, sha256 }) => replayed.get(id) !== sha256)
    .map(({ id }) => id);
  const gone = [...replayed.keys()].filter((id) => !graph.byId.has(id));
  const revisions = [...changed, ...gone];
  return revisions.length === 0 ? { fit: "fits" } : { fit: "outdated", revisions };
}

/** @returns whether each of its scripts is there and is the very one that was replayed */
export function isUnchanged({ revisions }: Reference, { byId }: RevisionGraph): boolean {
  return revisions.every(({ id, sha256 }) => byId.get(id)?.sha256 === sha256);
}

/**
 * Some projects have objects before their first revision: a baseline, env.py or the application
 * that it imports makes them. What a revision changes or removes, and none made, was there before.
 */
function initialFacts({ revisions }: Reference): Facts {
  const initial = new Map<string, string>();
  const written = new Set<string>();
  for (const { key, before } of revisions.flatMap(effectsOf)) {
    if (!written.has(key) && before !== null) initial.set(key, before);
    written.add(key);
  }
  return initial;
}

/**
 * @param live facts of the chain's own objects
 * @returns what was there before the first revision; nothing where such objects were never made
 */
export function baseOf(reference: Reference, live: Facts): Facts {
  const initial = initialFacts(reference);
  const wasMade =
    reference.baseline === null ? [...initial.keys()].some((key) => live.has(key)) : live.size > 0;
  return wasMade ? initial : new Map();
}

/**
 * @param base what is there before the first revision
 * @returns the schema after the given revisions, replayed in the recorded order
 */
export function schemaAfter(
  reference: Reference,
  applied: ReadonlySet<string>,
  base: Facts = new Map(),
): Facts {
  const facts = new Map(base);
  for (const revision of reference.revisions) {
    if (applied.has(revision.id)) applyDelta(facts, revision);
  }
  return facts;
}

/** @returns whether the database has all that revisions change and none made */
export function hasBase(reference: Reference, live: Facts): boolean {
  return [...initialFacts(reference).keys()].every((key) => live.has(key));
}

/** @returns every key that the chain ever writes: what lies outside is not the chain's to judge. */
export function chainKeys({ revisions }: Reference): Set<string> {
  return new Set(revisions.flatMap(effectsOf).map(({ key }) => key));
}

/** @returns identities of the relations that the chain ever makes or changes: what has to be read whole */
export function chainRelations(reference: Reference): Set<string> {
  return relationsOf(chainKeys(reference));
}

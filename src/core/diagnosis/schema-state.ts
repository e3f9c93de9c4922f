/** What the schema says, and how that goes with the stamp: the part of a diagnosis before words. */
import { compareFacts, type Difference, type Facts, identityOf, relationOf } from "../facts.ts";
import { baseOf, type Reference, schemaAfter } from "../reference.ts";
import { type RevisionGraph, withAncestors } from "../revision-graph.ts";
import { intersection, sameSet } from "../sets.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ChainIndex } from "./chain-index.ts";
import { fittingSets } from "./fitting-sets.ts";
import { judgeRevisions } from "./judge-revisions.ts";
import { type Leftovers, possibleLeftovers } from "./leftovers.ts";
import { nearestStates } from "./nearest.ts";
import type { JudgedRevision, RevisionVerdict } from "./types.ts";

type Damage = "hole" | "partial" | "drift";

export interface SchemaState {
  readonly revisions: readonly JudgedRevision[];
  /** Sets of applied revisions whose schema equals the live one. */
  readonly equal: readonly ReadonlySet<string>[];
  /** The set that is compared with: proven, believed, or nearest. */
  readonly applied: ReadonlySet<string>;
  /** Whether that set is one of several that fit, and the stamp does not say which. */
  readonly isOpen: boolean;
  /** Null where some state of the chain equals the schema. */
  readonly damage: Damage | null;
  readonly drift: readonly Difference[];
  /** Those of the possible leftovers that are there beside the applied set. */
  readonly leftovers: Leftovers;
  /** Keys of the chain's facts that are there because revisions ran. */
  readonly present: readonly string[];
  /** Evidence that the schema refutes. */
  readonly contradicted: readonly string[];
}

/** @param stamped the revisions that the stamp says have run */
export function readSchema(
  graph: RevisionGraph,
  reference: Reference,
  index: ChainIndex,
  snapshot: Snapshot,
  stamped: ReadonlySet<string>,
): SchemaState {
  const live: Facts = new Map([...snapshot.facts].filter(([key]) => index.writes.has(key)));
  const base = baseOf(reference, live);
  const recorded = new Set(index.ids);
  // Of revisions that were not recorded the schema says nothing.
  const asStamped = intersection(stamped, recorded);
  const possible = possibleLeftovers(index, snapshot.facts);
  const { equal, contradicted } = fittingSets(
    index,
    live,
    base,
    snapshot.answers,
    asStamped,
    possible,
  );
  const nearest = equal.length > 0 ? equal : nearestStates(index, live, base, [asStamped]).sets;
  const believed = nearest.find((set) => sameSet(set, asStamped));
  const closest = believed ?? nearest[0] ?? new Set<string>();
  const single = judgeRevisions(index, live, base, asStamped, closest);
  const revisions = judged(graph, single, equal, stamped, asStamped, snapshot.answers);
  const ran = revisions.filter((r) => r.verdict === "applied").map((r) => r.id);
  const reached = intersection(withAncestors(graph, ran), recorded);
  const damage = equal.length > 0 ? null : damageOf(revisions, reached, believed !== undefined);
  // Where revisions are missing, the later ones that did run say how far the database got.
  const applied =
    damage === "hole" ? intersection(gotTo(graph, revisions, ran), recorded) : closest;
  const expected = schemaAfter(reference, applied, base);
  const differing = compareFacts(expected, managedPart(snapshot.facts, index, expected));
  const extra = new Set(differing.filter((d) => d.change === "extra").map((d) => d.key));
  const leftovers = {
    harmless: intersection(possible.harmless, extra),
    types: intersection(possible.types, extra),
  };
  const isLeftover = (key: string) => leftovers.harmless.has(key) || leftovers.types.has(key);
  return {
    revisions,
    equal,
    applied,
    isOpen: equal.length > 1 && believed === undefined,
    damage,
    drift: differing.filter(({ key }) => !leftovers.harmless.has(key)),
    leftovers,
    present: [...live.keys()].filter((key) => !isLeftover(key) && base.get(key) !== live.get(key)),
    contradicted,
  };
}

/**
 * No state of the chain equals the schema. Where whole revisions behind applied ones are not
 * there, that is a hole. What is there of a revision after the stamp was left by a run that
 * failed; anything else was changed by hand.
 */
function damageOf(
  revisions: readonly JudgedRevision[],
  reached: ReadonlySet<string>,
  stampIsNearest: boolean,
): Damage {
  if (revisions.some((r) => r.verdict === "absent" && reached.has(r.id))) return "hole";
  const halfRun = (r: JudgedRevision) => r.verdict === "partial" && !(r.stamped && stampIsNearest);
  return revisions.some(halfRun) ? "partial" : "drift";
}

/**
 * What hangs on a missing table is missing as well, also where a later revision made it. Such a
 * revision is there in part only, but it ran: the stamp says so, and what it made elsewhere is there.
 */
function gotTo(
  graph: RevisionGraph,
  revisions: readonly JudgedRevision[],
  ran: readonly string[],
): ReadonlySet<string> {
  const inPart = revisions.filter((r) => r.verdict === "partial" && r.stamped).map((r) => r.id);
  return withAncestors(graph, [...ran, ...inPart]);
}

function judged(
  graph: RevisionGraph,
  single: ReadonlyMap<string, RevisionVerdict>,
  equal: readonly ReadonlySet<string>[],
  stamped: ReadonlySet<string>,
  asStamped: ReadonlySet<string>,
  answers: Snapshot["answers"],
): JudgedRevision[] {
  const chosen = equal.find((set) => sameSet(set, asStamped));
  const inAll = (id: string) => (chosen ? chosen.has(id) : equal.every((set) => set.has(id)));
  const verdictFor = (id: string): RevisionVerdict => {
    const own = single.get(id) ?? "no_trace";
    const answer = answers.get(id) ?? null;
    if (own === "no_trace") return answer === null ? own : answer ? "applied" : "absent";
    return equal.length === 0 ? own : inAll(id) ? "applied" : "absent";
  };
  return graph.order.map(({ id, message }) => ({
    id,
    message,
    verdict: verdictFor(id),
    stamped: stamped.has(id),
  }));
}

/**
 * The chain's own facts, and whatever else hangs on a table that the chain has made. Of a table
 * that others made and the chain has changed, only the change is the chain's.
 */
function managedPart(facts: Facts, index: ChainIndex, expected: Facts): Facts {
  const relations = new Set<string>();
  for (const key of expected.keys()) {
    const relation = relationOf(key);
    if (relation !== null && identityOf(key) === relation) relations.add(relation);
  }
  const belongs = (key: string) => relations.has(relationOf(key) ?? "");
  return new Map([...facts].filter(([key]) => index.writes.has(key) || belongs(key)));
}

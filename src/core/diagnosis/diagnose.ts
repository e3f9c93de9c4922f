/** Stamp and schema against the reference: what is wrong, and how sure that is. Pure. */
import {
  compareFacts,
  type Facts,
  identityOf,
  kindOf,
  relationOf,
  splitIdentity,
} from "../facts.ts";
import { chainKeys, type Reference, schemaAfter } from "../reference.ts";
import { headsOf, overlappingRows, type RevisionGraph, withAncestors } from "../revision-graph.ts";
import type { Snapshot } from "../snapshot.ts";
import { type Match, matchSchema } from "./match.ts";
import type { Diagnosis, JudgedRevision, RevisionVerdict, Verdict } from "./types.ts";
import { judgeRevisions } from "./verdicts.ts";

export function diagnose(
  graph: RevisionGraph,
  reference: Reference,
  snapshot: Snapshot,
): Diagnosis {
  const keys = chainKeys(reference);
  const live = new Map([...snapshot.facts].filter(([key]) => keys.has(key)));
  const match = matchSchema(graph, reference, live);
  const [versionTable, another] = snapshot.versionTables;
  const stamp = versionTable && !another ? versionTable.rows : null;
  const stamped = withAncestors(graph, stamp ?? []);
  const best = match.nearest.find((applied) => sameSet(applied, stamped)) ?? match.nearest[0];
  const applied = best ?? new Set<string>();
  const expected = schemaAfter(reference, applied);
  const drift = compareFacts(expected, managedPart(snapshot.facts, keys, expected));
  const unknownStamp = (stamp ?? []).filter((id) => !graph.byId.has(id));
  const overlapping = overlappingRows(graph, stamp ?? []);
  const revisions = judged(graph, reference, live, match, stamped);
  // Several states fit: then only the stamp can tell which, if it is one of them.
  const isOpen = match.equal.length > 1 && !sameSet(applied, stamped);
  return {
    verdict: verdictOf({
      snapshot,
      stamp,
      graph,
      match,
      applied,
      stamped,
      revisions,
      driftCount: drift.length,
      schemaIsEmpty: live.size === 0,
      isUnknown: unknownStamp.length > 0,
      overlaps: overlapping.length > 0,
    }),
    stamp,
    unknownStamp,
    overlapping,
    evidence: {
      exact: match.equal.length > 0 && drift.length === 0,
      heads: isOpen ? [] : headsOf(graph, applied),
      candidates: match.equal.map((set) => headsOf(graph, set)),
    },
    revisions,
    drift,
    target: headsOf(graph, new Set(graph.byId.keys())),
    elsewhere: tablesElsewhere(keys, snapshot),
    unmanaged: unmanagedTables(keys, snapshot),
  };
}

interface Circumstances {
  readonly snapshot: Snapshot;
  readonly stamp: readonly string[] | null;
  readonly graph: RevisionGraph;
  readonly match: Match;
  readonly applied: ReadonlySet<string>;
  readonly stamped: ReadonlySet<string>;
  readonly revisions: readonly JudgedRevision[];
  readonly driftCount: number;
  readonly schemaIsEmpty: boolean;
  readonly isUnknown: boolean;
  readonly overlaps: boolean;
}

function verdictOf(seen: Circumstances): Verdict {
  if (seen.snapshot.versionTables.length > 1) return "several_version_tables";
  if (seen.stamp === null || seen.stamp.length === 0) {
    return seen.schemaIsEmpty ? "empty" : "unstamped";
  }
  if (seen.isUnknown) return "unknown_stamp";
  if (seen.overlaps) return "overlapping";
  if (seen.match.equal.some((set) => sameSet(set, seen.stamped))) {
    if (seen.driftCount > 0) return "drift";
    return seen.stamped.size === seen.graph.order.length ? "healthy" : "pending";
  }
  if (seen.schemaIsEmpty) return "empty_stamped";
  if (seen.match.equal.length > 1) return "ambiguous";
  const [proven] = seen.match.equal;
  if (proven) return isSubset(seen.stamped, proven) ? "stamp_behind" : "stamp_ahead";
  return damageOf(seen);
}

/**
 * No state of the chain equals the schema. Where the stamp is as near as anything, objects
 * were changed after the fact (drift), or whole revisions behind the stamp are missing (a
 * hole); otherwise some revision ran in part.
 */
function damageOf({ match, stamped, revisions, graph }: Circumstances): Verdict {
  const applied = new Set(revisions.filter((r) => r.verdict === "applied").map((r) => r.id));
  const below = withAncestors(graph, applied);
  if (revisions.some((r) => r.verdict === "absent" && below.has(r.id))) return "hole";
  const stampIsNearest = match.nearest.some((set) => sameSet(set, stamped));
  // What is there of a revision after the stamp was left by a run that failed, not by hand.
  const halfRun = (r: JudgedRevision) => r.verdict === "partial" && !(r.stamped && stampIsNearest);
  return revisions.some(halfRun) ? "partial" : "drift";
}

function judged(
  graph: RevisionGraph,
  reference: Reference,
  live: Facts,
  match: Match,
  stamped: ReadonlySet<string>,
): JudgedRevision[] {
  const single = judgeRevisions(reference, live);
  const chosen = match.equal.find((set) => sameSet(set, stamped));
  const inAll = (id: string) => (chosen ? chosen.has(id) : match.equal.every((set) => set.has(id)));
  const verdictFor = (id: string): RevisionVerdict => {
    const own = single.get(id) ?? "no_trace";
    if (own === "no_trace" || match.equal.length === 0) return own;
    return inAll(id) ? "applied" : "absent";
  };
  return graph.order.map(({ id, message }) => ({
    id,
    message,
    verdict: verdictFor(id),
    stamped: stamped.has(id),
  }));
}

/** The chain's own facts, and whatever else hangs on a table that the chain has made. */
function managedPart(facts: Facts, keys: ReadonlySet<string>, expected: Facts): Facts {
  const relations = new Set<string>();
  for (const key of expected.keys()) {
    const relation = relationOf(key);
    if (relation !== null) relations.add(relation);
  }
  const belongs = (key: string) => relations.has(relationOf(key) ?? "");
  return new Map([...facts].filter(([key]) => keys.has(key) || belongs(key)));
}

function tablesElsewhere(keys: ReadonlySet<string>, snapshot: Snapshot): string[] {
  const own = [...keys].filter((key) => kindOf(key) === "table").map(identityOf);
  const names = new Set(own.map((identity) => splitIdentity(identity)[1]));
  return snapshot.tables
    .map((table) => table.identity)
    .filter((identity) => !own.includes(identity) && names.has(splitIdentity(identity)[1]));
}

function unmanagedTables(keys: ReadonlySet<string>, snapshot: Snapshot): string[] {
  const versionTables = new Set(snapshot.versionTables.map((t) => `${t.schema}\0${t.name}`));
  return snapshot.tables
    .filter((t) => !keys.has(`table ${t.identity}`) && !versionTables.has(`${t.schema}\0${t.name}`))
    .map((table) => table.identity);
}

function isSubset(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return [...one].every((id) => other.has(id));
}

function sameSet(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && isSubset(one, other);
}

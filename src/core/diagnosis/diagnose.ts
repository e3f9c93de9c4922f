/** Stamp and schema against the reference: what is wrong, and how sure that is. Pure. */
import type { Reference } from "../reference.ts";
import { headsOf, overlappingRows, type RevisionGraph } from "../revision-graph.ts";
import type { Snapshot } from "../snapshot.ts";
import { tablesElsewhere, unmanagedTables } from "./beside-the-chain.ts";
import { indexChain } from "./chain-index.ts";
import { findingsOf } from "./findings.ts";
import { readSchema } from "./schema-state.ts";
import { diagnoseEach, readStamps } from "./stamps.ts";
import type { Diagnosis } from "./types.ts";
import { unseenRevisions } from "./unseen.ts";
import { verdictOf } from "./verdict.ts";

export function diagnose(
  graph: RevisionGraph,
  reference: Reference,
  snapshot: Snapshot,
): Diagnosis {
  const index = indexChain(graph, reference);
  const all = new Set(graph.byId.keys());
  const stamps = readStamps(graph, reference, snapshot);
  const schema = readSchema(graph, reference, index, snapshot, stamps.stamped);
  const unseen = unseenRevisions(reference, index, snapshot, schema);
  const unknownStamp = (stamps.stamp ?? []).filter((id) => !graph.byId.has(id));
  const overlapping = overlappingRows(graph, stamps.stamp ?? []);
  return {
    verdict: verdictOf({
      stamps,
      schema,
      isEmpty: schema.present.length === 0 && unseen.length === 0,
      isUnknown: unknownStamp.length > 0,
      overlaps: overlapping.length > 0,
      all,
      recorded: new Set(index.ids),
    }),
    versionTables: stamps.own,
    stamp: stamps.stamp,
    unknownStamp,
    overlapping,
    evidence: {
      exact: schema.equal.length > 0 && schema.drift.length === 0,
      heads: schema.isOpen ? [] : headsOf(graph, schema.applied),
      candidates: schema.equal.map((set) => headsOf(graph, set)),
    },
    revisions: schema.revisions,
    drift: schema.drift,
    present: schema.present,
    unseen,
    target: headsOf(graph, all),
    elsewhere: tablesElsewhere(index, snapshot),
    unmanaged: unmanagedTables(index, snapshot),
    findings: findingsOf({ graph, reference, snapshot, stamps, schema }),
    schemas: diagnoseEach(graph, reference, snapshot, stamps, diagnose),
  };
}

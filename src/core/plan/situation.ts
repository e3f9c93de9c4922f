/** All that a plan is made from. */
import type { Diagnosis } from "../diagnosis/types.ts";
import type { Reference } from "../reference.ts";
import type { RevisionGraph } from "../revision-graph.ts";
import type { Snapshot } from "../snapshot.ts";

export interface Situation {
  readonly graph: RevisionGraph;
  readonly diagnosis: Diagnosis;
  readonly reference: Reference;
  readonly snapshot: Snapshot;
}

/** Compares the live schema with every state that the chain can leave it in. */
import { compareFacts, type Facts } from "../facts.ts";
import { type Reference, schemaAfter } from "../reference.ts";
import type { RevisionGraph } from "../revision-graph.ts";
import { appliedSets } from "./applied-sets.ts";

export interface Match {
  /** Applied sets whose schema equals the live one. */
  readonly equal: readonly ReadonlySet<string>[];
  /** The sets with the fewest differing facts; the equal ones where there are any. */
  readonly nearest: readonly ReadonlySet<string>[];
  readonly distance: number;
}

/** @param live facts of the chain's own objects */
export function matchSchema(graph: RevisionGraph, reference: Reference, live: Facts): Match {
  let distance = Number.POSITIVE_INFINITY;
  let nearest: ReadonlySet<string>[] = [];
  const { sets, complete } = appliedSets(graph);
  for (const applied of sets) {
    const differing = compareFacts(schemaAfter(reference, applied), live).length;
    if (differing < distance) {
      distance = differing;
      nearest = [];
    }
    if (differing === distance) nearest.push(applied);
  }
  // What was not looked at may fit as well: then nothing is proven.
  return { equal: complete && distance === 0 ? nearest : [], nearest, distance };
}

/** A reference turned round: who wrote each fact, and who stands on whom. Made once per diagnosis. */
import { type Effect, effectsOf } from "../facts.ts";
import type { Reference } from "../reference.ts";
import { parentsOf, type RevisionGraph } from "../revision-graph.ts";

/** One revision's effect on a given fact; `by` is the revision's place in the recorded order. */
export interface Write {
  readonly by: number;
  readonly after: string | null;
}

/** Revisions are known by their place in the recorded order, which puts parents before children. */
export interface ChainIndex {
  readonly ids: readonly string[];
  readonly placeOf: ReadonlyMap<string, number>;
  readonly effects: readonly (readonly Effect[])[];
  readonly parents: readonly (readonly number[])[];
  readonly children: readonly (readonly number[])[];
  /** For each key that the chain ever writes, its writes in the recorded order. */
  readonly writes: ReadonlyMap<string, readonly Write[]>;
}

export function indexChain(graph: RevisionGraph, reference: Reference): ChainIndex {
  const ids = reference.revisions.map(({ id }) => id);
  const placeOf = new Map(ids.map((id, place) => [id, place]));
  const effects = reference.revisions.map(effectsOf);
  const parents = ids.map((id) => {
    const revision = graph.byId.get(id);
    const places = revision ? parentsOf(revision).map((parent) => placeOf.get(parent)) : [];
    return places.filter((place) => place !== undefined);
  });
  const children: number[][] = ids.map(() => []);
  for (const [place, own] of parents.entries()) {
    for (const parent of own) children[parent]?.push(place);
  }
  const writes = new Map<string, Write[]>();
  for (const [by, own] of effects.entries()) {
    for (const { key, after } of own) {
      const earlier = writes.get(key);
      if (earlier) earlier.push({ by, after });
      else writes.set(key, [{ by, after }]);
    }
  }
  return { ids, placeOf, effects, parents, children, writes };
}

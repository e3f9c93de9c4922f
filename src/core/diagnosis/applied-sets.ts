/**
 * The states that a chain can leave a database in: sets of revisions closed under
 * ancestors. A linear chain of n revisions has n + 1 of them, the empty one included.
 */
import { parentsOf, type RevisionGraph } from "../revision-graph.ts";

/** More sets than this come from many parallel branches; see docs/maintainers/architecture.md. */
export const MOST_APPLIED_SETS = 10_000;

/**
 * @returns every applied set, the empty one first, larger ones later; the walk ends at
 *   {@link MOST_APPLIED_SETS}, and `complete` tells whether that cut anything off
 */
export function appliedSets(graph: RevisionGraph): {
  sets: ReadonlySet<string>[];
  complete: boolean;
} {
  const index = new Map(graph.order.map((revision, at) => [revision.id, at]));
  const sets: ReadonlySet<string>[] = [new Set()];
  // Each set is reached once: by adding its revisions in chain order.
  const waiting: { set: ReadonlySet<string>; from: number }[] = [{ set: new Set(), from: 0 }];
  for (let at = 0; at < waiting.length; at += 1) {
    const { set, from } = waiting[at] ?? { set: new Set<string>(), from: graph.order.length };
    for (const revision of graph.order.slice(from)) {
      if (!parentsOf(revision).every((id) => set.has(id))) continue;
      if (sets.length === MOST_APPLIED_SETS) return { sets, complete: false };
      const larger = new Set(set).add(revision.id);
      sets.push(larger);
      waiting.push({ set: larger, from: (index.get(revision.id) ?? 0) + 1 });
    }
  }
  return { sets, complete: true };
}

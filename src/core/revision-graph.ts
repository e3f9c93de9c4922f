/**
 * The revision graph of one Alembic chain: which revision stands on which.
 *
 * "Ancestors" include `depends_on`, because Alembic runs those first and forgets their
 * row in the version table just as it forgets a down revision's.
 */

export interface Revision {
  readonly id: string;
  readonly message: string;
  readonly downRevisions: readonly string[];
  readonly dependsOn: readonly string[];
  /** The script's path as a person should read it: relative to the project. */
  readonly path: string;
  readonly sha256: string;
}

export type GraphFault =
  | { readonly fault: "empty" }
  | { readonly fault: "duplicate"; readonly id: string; readonly paths: readonly string[] }
  | {
      readonly fault: "missing_parent";
      readonly id: string;
      readonly path: string;
      readonly parent: string;
    }
  | { readonly fault: "cycle"; readonly ids: readonly string[] };

export interface RevisionGraph {
  /** Parents before children; between unrelated revisions, the order of the scripts. */
  readonly order: readonly Revision[];
  readonly byId: ReadonlyMap<string, Revision>;
  readonly heads: readonly string[];
  readonly bases: readonly string[];
}

/** @returns the graph, or the first fault that Alembic would stumble over as well. */
export function buildGraph(revisions: readonly Revision[]): RevisionGraph | GraphFault {
  if (revisions.length === 0) return { fault: "empty" };
  const byId = new Map<string, Revision>();
  for (const revision of revisions) {
    const twin = byId.get(revision.id);
    if (twin) return { fault: "duplicate", id: revision.id, paths: [twin.path, revision.path] };
    byId.set(revision.id, revision);
  }
  for (const revision of revisions) {
    const parent = parentsOf(revision).find((id) => !byId.has(id));
    if (parent !== undefined) {
      return { fault: "missing_parent", id: revision.id, path: revision.path, parent };
    }
  }
  const order = parentsFirst(revisions, byId);
  if (order.length < revisions.length) {
    const placed = new Set(order.map((revision) => revision.id));
    return { fault: "cycle", ids: revisions.map((r) => r.id).filter((id) => !placed.has(id)) };
  }
  const named = new Set(order.flatMap((revision) => revision.downRevisions));
  return {
    order,
    byId,
    heads: order.map((r) => r.id).filter((id) => !named.has(id)),
    bases: order.filter((r) => r.downRevisions.length === 0).map((r) => r.id),
  };
}

export function isGraphFault(graph: RevisionGraph | GraphFault): graph is GraphFault {
  return "fault" in graph;
}

/** @returns the given revisions and all that they stand on. Unknown ids are left out. */
export function withAncestors(graph: RevisionGraph, ids: Iterable<string>): Set<string> {
  const found = new Set<string>();
  const waiting = [...ids];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const revision = graph.byId.get(id);
    if (!revision || found.has(id)) continue;
    found.add(id);
    waiting.push(...parentsOf(revision));
  }
  return found;
}

/** @returns the given revisions and all that stand on them. */
export function withDescendants(graph: RevisionGraph, ids: Iterable<string>): Set<string> {
  const found = new Set(ids);
  for (const revision of graph.order) {
    if (parentsOf(revision).some((parent) => found.has(parent))) found.add(revision.id);
  }
  return found;
}

/**
 * @param applied a set of revisions that is closed under ancestors
 * @returns the rows that Alembic keeps in its version table for that set, in chain order:
 *   the applied revisions on which no other applied revision stands
 */
export function headsOf(graph: RevisionGraph, applied: ReadonlySet<string>): string[] {
  const covered = new Set<string>();
  for (const id of applied) {
    const revision = graph.byId.get(id);
    if (revision) for (const parent of parentsOf(revision)) covered.add(parent);
  }
  return graph.order.map((r) => r.id).filter((id) => applied.has(id) && !covered.has(id));
}

/** Rows whose descendant is also a row: Alembic calls such a version table overlapping. */
export function overlappingRows(graph: RevisionGraph, rows: readonly string[]): string[] {
  return rows.filter((row) =>
    rows.some((other) => other !== row && withAncestors(graph, [other]).has(row)),
  );
}

export function parentsOf(revision: Revision): string[] {
  return [...revision.downRevisions, ...revision.dependsOn];
}

function parentsFirst(
  revisions: readonly Revision[],
  byId: ReadonlyMap<string, Revision>,
): Revision[] {
  const order: Revision[] = [];
  const state = new Map<string, "open" | "placed">();
  for (const start of revisions) {
    const stack = [start];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = parentsOf(top).find((id) => !state.has(id));
      if (!state.has(top.id)) state.set(top.id, "open");
      const parent = next === undefined ? undefined : byId.get(next);
      if (parent) {
        stack.push(parent);
        continue;
      }
      stack.pop();
      if (state.get(top.id) === "placed") continue;
      if (parentsOf(top).some((id) => state.get(id) !== "placed")) continue; // part of a cycle
      state.set(top.id, "placed");
      order.push(top);
    }
  }
  return order;
}

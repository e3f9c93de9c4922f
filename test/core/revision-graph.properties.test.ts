import fc from "fast-check";
import { expect, test } from "vitest";
import {
  buildGraph,
  headsOf,
  isGraphFault,
  overlappingRows,
  parentsOf,
  type RevisionGraph,
  withAncestors,
} from "../../src/core/revision-graph.ts";
import { revision } from "./builders.ts";
import { anyGraph, anyRevisions } from "./generators.ts";

const graphAndIds = anyGraph.chain((graph) =>
  fc.tuple(fc.constant(graph), fc.subarray([...graph.byId.keys()])),
);

/** Whether `above` stands on `below`, by walking every path down. */
function standsOn(graph: RevisionGraph, above: string, below: string): boolean {
  const found = graph.byId.get(above);
  return (found ? parentsOf(found) : []).some(
    (parent) => parent === below || standsOn(graph, parent, below),
  );
}

test("any graph without a circle is ordered with all its revisions, parents first", () => {
  fc.assert(
    fc.property(anyRevisions, (revisions) => {
      const graph = buildGraph(revisions);
      if (isGraphFault(graph)) throw new Error(graph.fault);
      const ids = graph.order.map(({ id }) => id);
      expect([...ids].sort()).toEqual(revisions.map(({ id }) => id).sort());
      for (const one of graph.order)
        for (const parent of parentsOf(one))
          expect(ids.indexOf(parent)).toBeLessThan(ids.indexOf(one.id));
    }),
  );
});

test("closing any graph into a circle is noticed, and the circle's revisions are named", () => {
  fc.assert(
    fc.property(anyGraph, fc.nat(), fc.nat(), (graph, a, b) => {
      const ids = [...graph.byId.keys()];
      const above = ids[a % ids.length] ?? "";
      const below = ids[b % ids.length] ?? "";
      fc.pre(above === below || standsOn(graph, above, below));
      const looped = [...graph.byId.values()].map((one) =>
        one.id === below ? revision(below, [...one.downRevisions, above]) : one,
      );
      expect(buildGraph(looped)).toMatchObject({
        fault: "cycle",
        ids: expect.arrayContaining([above, below]),
      });
    }),
  );
});

test("ancestors are exactly what a walk down every path reaches", () => {
  fc.assert(
    fc.property(graphAndIds, ([graph, ids]) => {
      const reached = [...graph.byId.keys()].filter((id) =>
        ids.some((start) => start === id || standsOn(graph, start, id)),
      );
      expect([...withAncestors(graph, ids)].sort()).toEqual(reached.sort());
    }),
  );
});

test("the kept rows and the applied revisions are each other's inverse", () => {
  fc.assert(
    fc.property(graphAndIds, ([graph, ids]) => {
      const applied = withAncestors(graph, ids);
      const rows = headsOf(graph, applied);
      expect(withAncestors(graph, rows)).toEqual(applied);
      expect(headsOf(graph, withAncestors(graph, rows))).toEqual(rows);
    }),
  );
});

test("the kept rows never overlap, and stay in the chain's order", () => {
  fc.assert(
    fc.property(graphAndIds, ([graph, ids]) => {
      const rows = headsOf(graph, withAncestors(graph, ids));
      expect(overlappingRows(graph, rows)).toEqual([]);
      const order = graph.order.map(({ id }) => id);
      expect(rows).toEqual(order.filter((id) => rows.includes(id)));
    }),
  );
});

test("deleting the overlapping rows changes nothing of what is applied", () => {
  fc.assert(
    fc.property(graphAndIds, ([graph, rows]) => {
      const overlapping = overlappingRows(graph, rows);
      const left = rows.filter((row) => !overlapping.includes(row));
      expect(withAncestors(graph, left)).toEqual(withAncestors(graph, rows));
      expect(overlappingRows(graph, left)).toEqual([]);
    }),
  );
});

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recommendedPath } from "../../../src/core/plan/options.ts";
import { parentsOf, type RevisionGraph } from "../../../src/core/revision-graph.ts";
import { addingChain, graphOf, revision, situationOf, snapshotOf } from "../builders.ts";
import { anyGraph, statesOf } from "../generators.ts";

const ownTable = (id: string) => ({ [`table public.${id}`]: "table" });

/** A chain over the graph in which every revision makes one table. */
function chainOver(graph: RevisionGraph) {
  const entries = graph.order.map(({ id }) => [id, ownTable(id)]);
  return addingChain(graph.order, Object.fromEntries(entries));
}

const schemaOf = (ids: Iterable<string>) =>
  new Map([...ids].map((id) => [`table public.${id}`, "table"]));

/** The members of a set on which no other member stands. */
function topsOf(graph: RevisionGraph, set: ReadonlySet<string>): string[] {
  const below = new Set([...set].flatMap((id) => parentsOf(graph.byId.get(id) ?? revision(id))));
  return [...set].filter((id) => !below.has(id)).sort();
}

const graphAndSet = anyGraph.chain((graph) =>
  fc.tuple(fc.constant(graph), fc.constantFrom(...statesOf(graph))),
);

describe("the states of a graph with branches", () => {
  test("are each proven by their own schema, with or without the right stamp", () => {
    fc.assert(
      fc.property(graphAndSet, ([graph, set]) => {
        const chain = chainOver(graph);
        const tops = topsOf(graph, set);
        const isAll = set.size === graph.order.length;
        for (const stamp of [null, tops]) {
          const { diagnosis } = situationOf(chain, snapshotOf(schemaOf(set), { stamp }));
          expect(diagnosis.evidence.exact).toBe(true);
          expect(diagnosis.evidence.candidates.map((heads) => [...heads].sort())).toEqual([tops]);
          expect([...diagnosis.evidence.heads].sort()).toEqual(tops);
          const without = set.size === 0 ? "empty" : "unstamped";
          const stamped = set.size === 0 ? "empty" : isAll ? "healthy" : "pending";
          expect(diagnosis.verdict).toBe(stamp === null ? without : stamped);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a chain of two branches and their merge", () => {
  const chain = chainOver(
    graphOf(revision("a"), revision("b", ["a"]), revision("c", ["a"]), revision("m", ["b", "c"])),
  );
  const found = (ids: string[], stamp: string[]) =>
    situationOf(chain, snapshotOf(schemaOf(ids), { stamp }));

  test("with one branch applied under the stamp of the merge is stamped ahead", () => {
    const situation = found(["a", "c"], ["m"]);
    expect(situation.diagnosis.verdict).toBe("stamp_ahead");
    expect(situation.diagnosis.evidence.heads).toEqual(["c"]);
    expect(recommendedPath(situation)).toBe("adopt");
  });

  test("with both branches applied has two heads, and a stamp of one is behind", () => {
    const situation = found(["a", "b", "c"], ["b"]);
    expect(situation.diagnosis.verdict).toBe("stamp_behind");
    expect(situation.diagnosis.evidence.heads).toEqual(["b", "c"]);
  });

  test("with both rows stamped and both applied is merely pending", () => {
    expect(found(["a", "b", "c"], ["b", "c"]).diagnosis.verdict).toBe("pending");
  });

  test("with a row that another contains overlaps, and the contained row is named", () => {
    const { diagnosis } = found(["a", "b", "c"], ["a", "b", "c"]);
    expect(diagnosis.verdict).toBe("overlapping");
    expect(diagnosis.overlapping).toEqual(["a"]);
    expect(diagnosis.evidence.heads).toEqual(["b", "c"]);
  });

  test("with a merge whose branch never ran has a hole", () => {
    const { diagnosis } = found(["a", "b", "m"], ["m"]);
    expect(diagnosis.verdict).toBe("hole");
    expect(diagnosis.revisions.find(({ id }) => id === "c")?.verdict).toBe("absent");
  });
});

describe("a revision that another depends on", () => {
  const chain = chainOver(graphOf(revision("a"), revision("b", [], { dependsOn: ["a"] })));

  test("needs no row of its own once the other has run", () => {
    const { diagnosis } = situationOf(chain, snapshotOf(schemaOf(["a", "b"]), { stamp: ["b"] }));
    expect(diagnosis.verdict).toBe("healthy");
    expect(diagnosis.target).toEqual(["b"]);
  });
});

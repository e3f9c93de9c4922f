import { describe, expect, test } from "vitest";
import {
  buildGraph,
  headsOf,
  isGraphFault,
  overlappingRows,
  type Revision,
  withAncestors,
} from "../../src/core/revision-graph.ts";
import { graphOf, revision } from "./builders.ts";

/**
 * a ─ b ─┬─ c ─┬─ e
 *        └─ d ─┘      and x, a chain of its own
 */
const BRANCHED = [
  revision("a"),
  revision("b", ["a"]),
  revision("c", ["b"]),
  revision("d", ["b"]),
  revision("e", ["c", "d"]),
  revision("x"),
];

const order = (...revisions: readonly Revision[]) =>
  graphOf(...revisions).order.map(({ id }) => id);

describe("the order of a chain", () => {
  test("puts parents before children, however the scripts are sorted", () => {
    expect(order(revision("c", ["b"]), revision("b", ["a"]), revision("a"))).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  test("keeps the scripts' order between revisions that have nothing to do with each other", () => {
    expect(order(revision("z"), revision("m"), revision("a"))).toEqual(["z", "m", "a"]);
  });

  test("puts what a revision depends on before it", () => {
    expect(order(revision("a", [], { dependsOn: ["b"] }), revision("b"))).toEqual(["b", "a"]);
  });

  test("puts both sides of a branch before their merge", () => {
    const ids = order(...[...BRANCHED].reverse());
    expect(ids.indexOf("e")).toBeGreaterThan(Math.max(ids.indexOf("c"), ids.indexOf("d")));
    expect(ids).toHaveLength(BRANCHED.length);
  });

  test("of a chain of many thousand revisions is found without deep recursion", () => {
    const long = Array.from({ length: 20_000 }, (_, index) =>
      revision(`r${index}`, index === 0 ? [] : [`r${index - 1}`]),
    );
    const graph = graphOf(...long.reverse());
    expect(graph.bases).toEqual(["r0"]);
    expect(graph.heads).toEqual(["r19999"]);
  });
});

describe("heads and bases", () => {
  test("of a single revision are that revision", () => {
    expect(graphOf(revision("a"))).toMatchObject({ heads: ["a"], bases: ["a"] });
  });

  test("of branches and of separate chains are all named", () => {
    const graph = graphOf(...BRANCHED);
    expect(graph.heads).toEqual(["e", "x"]);
    expect(graph.bases).toEqual(["a", "x"]);
    const open = graphOf(...BRANCHED.filter(({ id }) => id !== "e"));
    expect(open.heads).toEqual(["c", "d", "x"]);
  });

  test("are not touched by depends_on: Alembic's head is what no revision revises", () => {
    const graph = graphOf(revision("a"), revision("b", [], { dependsOn: ["a"] }));
    expect(graph.heads).toEqual(["a", "b"]);
    expect(graph.bases).toEqual(["a", "b"]);
  });
});

describe("a graph's fault", () => {
  test("is that there are no revisions", () => {
    expect(buildGraph([])).toEqual({ fault: "empty" });
  });

  test("is one id in two scripts, with both paths", () => {
    const fault = buildGraph([
      revision("a", [], { path: "versions/one.py" }),
      revision("a", [], { path: "versions/two.py" }),
    ]);
    expect(fault).toEqual({
      fault: "duplicate",
      id: "a",
      paths: ["versions/one.py", "versions/two.py"],
    });
  });

  test.each([
    ["down revision", revision("b", ["a", "gone"])],
    ["dependency", revision("b", ["a"], { dependsOn: ["gone"] })],
  ])("is a %s that no script has", (_, child) => {
    expect(buildGraph([revision("a"), child])).toEqual({
      fault: "missing_parent",
      id: "b",
      path: "versions/b.py",
      parent: "gone",
    });
  });

  test.each([
    ["a revision that revises itself", [revision("a", ["a"])], ["a"]],
    ["two that revise each other", [revision("a", ["b"]), revision("b", ["a"])], ["a", "b"]],
    [
      "a circle that depends_on closes",
      [revision("a", [], { dependsOn: ["c"] }), revision("b", ["a"]), revision("c", ["b"])],
      ["a", "b", "c"],
    ],
  ])("is %s", (_, revisions, ids) => {
    expect(buildGraph(revisions)).toEqual({ fault: "cycle", ids });
  });

  test("names no revision that is sound: those before the circle are left out", () => {
    const fault = buildGraph([revision("a"), revision("b", ["a", "c"]), revision("c", ["b"])]);
    expect(fault).toEqual({ fault: "cycle", ids: ["b", "c"] });
  });

  test("is told apart from a graph", () => {
    expect(isGraphFault(buildGraph([]))).toBe(true);
    expect(isGraphFault(buildGraph([revision("a")]))).toBe(false);
  });
});

describe("ancestors", () => {
  const graph = graphOf(...BRANCHED);

  test("are the revisions themselves and all that they stand on", () => {
    expect(withAncestors(graph, ["d"])).toEqual(new Set(["d", "b", "a"]));
    expect(withAncestors(graph, ["e"])).toEqual(new Set(["a", "b", "c", "d", "e"]));
    expect(withAncestors(graph, ["c", "x"])).toEqual(new Set(["a", "b", "c", "x"]));
  });

  test("of ids that no script has are none", () => {
    expect(withAncestors(graph, ["gone", "b"])).toEqual(new Set(["a", "b"]));
    expect(withAncestors(graph, [])).toEqual(new Set());
  });

  test("include what was reached by depends_on", () => {
    const tied = graphOf(revision("a"), revision("b", [], { dependsOn: ["a"] }));
    expect(withAncestors(tied, ["b"])).toEqual(new Set(["a", "b"]));
  });
});

describe("the rows that Alembic keeps", () => {
  const graph = graphOf(...BRANCHED);

  test.each([
    [[], []],
    [["a", "b"], ["b"]],
    [
      ["a", "b", "c", "d"],
      ["c", "d"],
    ],
    [["a", "b", "c", "d", "e"], ["e"]],
    [
      ["a", "b", "c", "x"],
      ["c", "x"],
    ],
  ])("for the applied revisions %j are %j", (applied, rows) => {
    expect(headsOf(graph, new Set(applied))).toEqual(rows);
  });

  test("leave out a revision that another depends on", () => {
    const tied = graphOf(revision("a"), revision("b", [], { dependsOn: ["a"] }));
    expect(headsOf(tied, new Set(["a", "b"]))).toEqual(["b"]);
  });

  test.each([
    [["e"], []],
    [["c", "d"], []],
    [["b", "e"], ["b"]],
    [
      ["a", "b", "c"],
      ["a", "b"],
    ],
    [["c", "x"], []],
    [["gone", "e"], []],
  ])("of %j overlap in %j", (rows, overlapping) => {
    expect(overlappingRows(graph, rows)).toEqual(overlapping);
  });
});

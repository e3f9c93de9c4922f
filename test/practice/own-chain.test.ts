import { expect, test } from "vitest";
import type { RecordedRevision, Reference } from "../../src/core/reference.ts";
import { buildGraph, isGraphFault, type RevisionGraph } from "../../src/core/revision-graph.ts";
import { waysToBreak } from "../../src/practice/own-chain.ts";

/** A chain from its revisions' parents; those whose name ends in _ leave no trace. */
function chain(parents: Readonly<Record<string, readonly string[]>>) {
  const graph = buildGraph(
    Object.entries(parents).map(([id, downRevisions]) => ({
      id,
      message: id,
      downRevisions,
      dependsOn: [],
      path: `${id}.py`,
      sha256: id,
    })),
  );
  if (isGraphFault(graph)) throw new Error(graph.fault);
  return waysToBreak(graph, referenceOf(graph));
}

function referenceOf({ order }: RevisionGraph): Reference {
  const revisions = order.map(
    ({ id }): RecordedRevision => ({
      id,
      sha256: id,
      statements: [],
      added: id.endsWith("_") ? {} : { [`table public.${id}`]: "table" },
      changed: {},
      removed: {},
    }),
  );
  return {
    format: 2,
    recordedWith: { alembic: "1", postgresql: "18" },
    versionTable: { schema: "ops", name: 'the "version"' },
    baseline: null,
    stopped: null,
    revisions,
  };
}

const FIVE = { a: [], b: ["a"], c: ["b"], d: ["c"], e: ["d"] };

const namesOf = (ways: ReturnType<typeof chain>) => ways.map(({ name }) => name);
const revisionsOf = (ways: ReturnType<typeof chain>, name: string) =>
  ways.find((way) => way.name === name)?.attempts.map(({ revision }) => revision);

test("a straight chain can be broken in all six ways, in the middle", () => {
  const ways = chain(FIVE);
  expect(namesOf(ways)).toEqual([
    "stamp-ahead-empty",
    "stamp-ahead",
    "stamp-behind",
    "unstamped",
    "hole",
    "unknown-stamp",
  ]);
  expect(revisionsOf(ways, "stamp-ahead")).toEqual(["c"]);
  expect(ways.find(({ name }) => name === "stamp-ahead")?.truth).toEqual(["c"]);
  // Neither the first, on which all stands, nor the last, which would be a stamp that is ahead.
  expect(revisionsOf(ways, "hole")).toEqual(["d", "c", "b"]);
});

test("where it is cut, the schema proves it: neither side is without a trace", () => {
  const ways = chain({ a: [], b_: ["a"], c: ["b_"], d_: ["c"], e: ["d_"], f: ["e"] });
  expect(revisionsOf(ways, "stamp-ahead")).toEqual(["e"]);
  expect(revisionsOf(ways, "hole")).toEqual(["e"]);
});

test("what cannot be told apart is not offered", () => {
  expect(namesOf(chain({ a: [] }))).toEqual(["stamp-ahead-empty", "unstamped", "unknown-stamp"]);
  expect(namesOf(chain({ a: [], b_: ["a"] }))).not.toContain("stamp-ahead");
});

test("a chain with two heads is cut where the rest of both is missing", () => {
  const ways = chain({ a: [], b: ["a"], c: ["a"], d: ["c"] });
  const behind = ways.find(({ name }) => name === "stamp-behind");
  expect(behind?.truth).toEqual(["b", "d"]);
  expect(behind?.attempts[0]?.breakage.upgradeTo).toBe("heads");
});

test("the version table is the chain's own, whatever it is called", () => {
  const unstamped = chain(FIVE).find(({ name }) => name === "unstamped");
  expect(unstamped?.attempts[0]?.breakage.sql).toContain('DROP TABLE "ops"."the ""version"""');
});

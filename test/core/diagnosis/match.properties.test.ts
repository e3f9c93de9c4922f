/** The states that fit, against all states of small graphs, looked at one by one. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { indexChain } from "../../../src/core/diagnosis/chain-index.ts";
import { MOST_STATES, matchSchema } from "../../../src/core/diagnosis/match.ts";
import { distanceOf, nearestStates } from "../../../src/core/diagnosis/nearest.ts";
import { compareFacts, type Facts } from "../../../src/core/facts.ts";
import { type Reference, schemaAfter } from "../../../src/core/reference.ts";
import type { RevisionGraph } from "../../../src/core/revision-graph.ts";
import { addingChain, at, graphOf, revision } from "../builders.ts";
import { anyGraph, statesOf } from "../generators.ts";

const KEYS = ["table public.a", "table public.b", "column public.a.c", "index public.a.i"];

/** Deltas that need not make sense together: the match has to hold for whatever was recorded. */
function chainOver(graph: RevisionGraph, drawn: readonly (readonly [number, number])[][]) {
  const { reference } = addingChain(graph.order, {});
  const revisions = reference.revisions.map((each, place) => {
    const writes = (drawn[place] ?? []).map(([key, value]) => [at(KEYS, key), value] as const);
    const removed = Object.fromEntries(writes.filter(([, v]) => v === 0).map(([k]) => [k, "x"]));
    const added = Object.fromEntries(
      writes.filter(([k, v]) => v > 0 && !(k in removed)).map(([k, v]) => [k, `v${v}`]),
    );
    return { ...each, added, removed };
  });
  return { graph, reference: { ...reference, revisions } };
}

const anyWrites = fc.array(
  fc.array(fc.tuple(fc.nat({ max: KEYS.length - 1 }), fc.nat({ max: 2 })), { maxLength: 3 }),
  { minLength: 7, maxLength: 7 },
);

const anyChainWithBranches = fc
  .tuple(anyGraph, anyWrites)
  .map(([graph, drawn]) => chainOver(graph, drawn));

const written = (sets: readonly ReadonlySet<string>[]) =>
  sets.map((set) => [...set].sort().join()).sort();

const differing = (reference: Reference, live: Facts, set: ReadonlySet<string>) =>
  compareFacts(schemaAfter(reference, set), live).length;

const anyLive = fc
  .array(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom("v1", "v2")))
  .map((entries) => new Map(entries));

/** A schema that some state has, or any other. */
const chainAndLive = anyChainWithBranches.chain((chain) =>
  fc.tuple(
    fc.constant(chain),
    fc.oneof(
      fc
        .constantFrom(...statesOf(chain.graph))
        .map((state) => new Map(schemaAfter(chain.reference, state))),
      anyLive,
    ),
  ),
);

const within = (facts: Facts, keys: { has(key: string): boolean }) =>
  new Map([...facts].filter(([key]) => keys.has(key)));

const NOTHING = {
  base: new Map<string, string>(),
  known: new Map<string, boolean>(),
  leftovers: new Set<string>(),
};

describe("the states that fit", () => {
  test("are those, and only those, whose schema is the live one", () => {
    fc.assert(
      fc.property(chainAndLive, ([{ graph, reference }, facts]) => {
        const index = indexChain(graph, reference);
        const live = within(facts, index.writes);
        const { equal, complete } = matchSchema(index, { live, ...NOTHING });
        expect(complete).toBe(true);
        const fitting = statesOf(graph).filter((set) => differing(reference, live, set) === 0);
        expect(written(equal)).toEqual(written(fitting));
        expect(equal.map((set) => set.size)).toEqual(
          equal.map((set) => set.size).sort((one, other) => one - other),
        );
      }),
      { numRuns: 400 },
    );
  });

  test("are fewer by what is known of single revisions", () => {
    fc.assert(
      fc.property(chainAndLive, fc.nat(), fc.boolean(), ([{ graph, reference }, facts], n, is) => {
        const index = indexChain(graph, reference);
        const live = within(facts, index.writes);
        const { id } = at(graph.order, n % graph.order.length);
        const { equal } = matchSchema(index, { ...NOTHING, live, known: new Map([[id, is]]) });
        const all = matchSchema(index, { ...NOTHING, live }).equal;
        expect(written(equal)).toEqual(written(all.filter((set) => set.has(id) === is)));
      }),
      { numRuns: 200 },
    );
  });

  test("may have objects besides that prove nothing by being there", () => {
    fc.assert(
      fc.property(chainAndLive, fc.constantFrom(...KEYS), ([{ graph, reference }, facts], key) => {
        const index = indexChain(graph, reference);
        const live = within(facts, index.writes);
        const { equal } = matchSchema(index, { ...NOTHING, live, leftovers: new Set([key]) });
        const fitting = statesOf(graph).filter((set) => {
          const schema = schemaAfter(reference, set);
          const others = compareFacts(schema, live).filter((each) => each.key !== key);
          const isThere = schema.has(key);
          return others.length === 0 && (!isThere || schema.get(key) === live.get(key));
        });
        const expected = live.has(key) ? fitting : matchSchema(index, { ...NOTHING, live }).equal;
        expect(written(equal)).toEqual(written(expected));
      }),
      { numRuns: 200 },
    );
  });

  test("are not counted without end: of many parallel branches only so many, and it says so", () => {
    const many = graphOf(...Array.from({ length: 16 }, (_, index) => revision(`r${index}`)));
    const { reference } = addingChain(many.order, {});
    const index = indexChain(many, reference);
    const { equal, complete } = matchSchema(index, { ...NOTHING, live: new Map() });
    expect(complete).toBe(false);
    expect(equal).toHaveLength(MOST_STATES);
  });

  test("are found among any number of parallel branches, where facts decide", () => {
    const many = graphOf(...Array.from({ length: 300 }, (_, index) => revision(`r${index}`)));
    const own = many.order.map(({ id }) => [id, { [`table public.${id}`]: "table" }]);
    const { reference } = addingChain(many.order, Object.fromEntries(own));
    const index = indexChain(many, reference);
    const ran = new Set(many.order.filter((_, n) => n % 3 === 0).map(({ id }) => id));
    const live = schemaAfter(reference, ran);
    expect(matchSchema(index, { ...NOTHING, live })).toEqual({ equal: [ran], complete: true });
  });
});

describe("the nearest state", () => {
  test("differs in as few facts as it says, and in none more than any beginning of the chain", () => {
    fc.assert(
      fc.property(chainAndLive, ([{ graph, reference }, facts]) => {
        const index = indexChain(graph, reference);
        const live = within(facts, index.writes);
        const { sets, distance } = nearestStates(index, live, NOTHING.base, [new Set()]);
        for (const set of sets) {
          expect(differing(reference, live, set)).toBe(distance);
          expect(distanceOf(index, live, NOTHING.base, set)).toBe(distance);
        }
        const beginnings = index.ids.map((_, n) => new Set(index.ids.slice(0, n)));
        const best = Math.min(...beginnings.map((set) => differing(reference, live, set)));
        expect(distance).toBeLessThanOrEqual(best);
      }),
      { numRuns: 200 },
    );
  });
});

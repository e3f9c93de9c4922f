import fc from "fast-check";
import { expect, test } from "vitest";
import { isEmptyDelta } from "../../../src/core/facts.ts";
import { makePlan } from "../../../src/core/plan/make-plan.ts";
import { pathOptions, recommendedPath } from "../../../src/core/plan/options.ts";
import { schemaAfter } from "../../../src/core/reference.ts";
import { at, type Chain, situationOf, snapshotOf } from "../builders.ts";
import { anyChain, growingChain, separateChain } from "../generators.ts";
import { lastSchema, runOn } from "./simulator.ts";

const databases = anyChain.chain((chain) =>
  fc.record({
    chain: fc.constant(chain),
    live: fc.constantFrom(...chain.schemas),
    stamp: fc.oneof(
      fc.constant(null),
      fc.subarray([...chain.ids, "gone"]).map((rows) => [...rows].sort()),
    ),
  }),
);

test("the recommended plan brings any chain from any wrong stamp to its verified end", () => {
  fc.assert(
    fc.property(databases, ({ chain, live, stamp }) => {
      const situation = situationOf(chain, snapshotOf(live, { stamp }));
      const path = recommendedPath(situation);
      if (path === "none" || path === "ask") return;
      const plan = makePlan(situation, { path });
      const after = runOn(chain, live, stamp, plan);
      expect(after.facts).toEqual(lastSchema(chain));
      expect(after.rows).toEqual([at(chain.ids, -1)]);
      expect(after.ran).toEqual(plan.revisionsToRun);
    }),
    { numRuns: 300 },
  );
});

test("so does every other path that is not refused, with every candidate that is offered", () => {
  fc.assert(
    fc.property(databases, ({ chain, live, stamp }) => {
      const situation = situationOf(chain, snapshotOf(live, { stamp }));
      for (const { path, candidates, refusal } of pathOptions(situation)) {
        if (refusal !== null) continue;
        for (const heads of candidates.length > 0 ? candidates : [undefined]) {
          for (const clear of ["stamp_base", "drop_table"] as const) {
            const choice = { path, clear, ...(heads ? { heads } : {}) };
            const plan = makePlan(situation, choice);
            const after = runOn(chain, live, stamp, plan);
            expect(after.facts).toEqual(lastSchema(chain));
            expect(after.ran).toEqual(plan.revisionsToRun);
          }
        }
      }
    }),
    { numRuns: 200 },
  );
});

/** Any subset of the revisions that ran was never run: what they would have made is not there. */
const holed = fc.oneof(separateChain, growingChain).chain((chain) =>
  fc.record({
    chain: fc.constant(chain),
    reached: fc.integer({ min: 1, max: chain.ids.length }),
    missing: fc.subarray([...chain.ids]),
    stamp: fc.constantFrom(...chain.ids),
  }),
);

test("running only what is missing brings any chain with holes to its verified end, or is not recommended", () => {
  let healed = 0;
  fc.assert(
    fc.property(holed, ({ chain, reached, missing, stamp }) => {
      const ran = chain.ids.slice(0, reached).filter((id) => !missing.includes(id));
      const live = schemaAfter(chain.reference, new Set(ran));
      const situation = situationOf(chain, snapshotOf(live, { stamp: [stamp] }));
      if (recommendedPath(situation) !== "replay") return;
      const plan = makePlan(situation, { path: "replay" });
      const after = runOn(chain, live, [stamp], plan);
      expect(after.facts).toEqual(lastSchema(chain));
      expect(after.rows).toEqual([at(chain.ids, -1)]);
      expect(after.ran).toEqual(plan.revisionsToRun);
      expect(after.ran.filter((id) => ran.includes(id) && isTraced(chain, id))).toEqual([]);
      expect(new Set(plan.steps.map(({ id }) => id)).size).toBe(plan.steps.length);
      healed += 1;
    }),
    { numRuns: 500 },
  );
  expect(healed).toBeGreaterThan(20);
});

function isTraced({ reference }: Chain, id: string): boolean {
  const revision = reference.revisions.find((each) => each.id === id);
  return revision !== undefined && !isEmptyDelta(revision);
}

test("a plan that keeps the tables never runs SQL of its own", () => {
  fc.assert(
    fc.property(databases, ({ chain, live, stamp }) => {
      const situation = situationOf(chain, snapshotOf(live, { stamp }));
      const path = recommendedPath(situation);
      if (path !== "adopt" && path !== "upgrade") return;
      const plan = makePlan(situation, { path });
      expect(plan.drops).toEqual([]);
      for (const { action, danger } of plan.steps) {
        expect(action.kind).not.toBe("sql");
        expect(danger).not.toBe("destroys");
      }
    }),
  );
});

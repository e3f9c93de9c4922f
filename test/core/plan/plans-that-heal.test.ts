import fc from "fast-check";
import { expect, test } from "vitest";
import { makePlan } from "../../../src/core/plan/make-plan.ts";
import { pathOptions, recommendedPath } from "../../../src/core/plan/options.ts";
import { at, situationOf, snapshotOf } from "../builders.ts";
import { anyChain } from "../generators.ts";
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
      if (path === "none" || path === "ask" || path === "replay") return;
      const plan = makePlan(chain.graph, situation, { path });
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
            const plan = makePlan(chain.graph, situation, choice);
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

test("a plan that keeps the tables never runs SQL of its own", () => {
  fc.assert(
    fc.property(databases, ({ chain, live, stamp }) => {
      const situation = situationOf(chain, snapshotOf(live, { stamp }));
      const path = recommendedPath(situation);
      if (path !== "adopt" && path !== "upgrade") return;
      const plan = makePlan(chain.graph, situation, { path });
      expect(plan.drops).toEqual([]);
      for (const { action, danger } of plan.steps) {
        expect(action.kind).not.toBe("sql");
        expect(danger).not.toBe("destroys");
      }
    }),
  );
});

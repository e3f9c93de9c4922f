import { describe, expect, test } from "vitest";
import { makePlan } from "../../../src/core/plan/make-plan.ts";
import { pathOptions, provenHeads, recommendedPath } from "../../../src/core/plan/options.ts";
import {
  linearChain,
  REAL,
  realChain,
  realSituation,
  situationOf,
  snapshotOf,
} from "../builders.ts";

/** The bundled chain's last three states differ in rows alone. */
const candidates = [[REAL.indexes], [REAL.cleanup], [REAL.bidirectional]];

const adoptOption = (situation: ReturnType<typeof realSituation>) =>
  pathOptions(situation).find(({ path }) => path === "adopt");

describe("a schema that several revisions fit", () => {
  test.each([
    ["no version table", null, "unstamped"],
    ["an empty version table", [], "unstamped"],
    ["an unknown stamp", ["deadbeef0000"], "unknown_stamp"],
    ["a stamp before all of them", [REAL.initial], "ambiguous"],
    ["overlapping stamps before all of them", [REAL.initial, REAL.photoUrl], "overlapping"],
  ])("proves none of them under %s, and a person has to choose", (_, stamp, verdict) => {
    const situation = realSituation(REAL.cleanup, stamp);
    expect(situation.diagnosis.verdict).toBe(verdict);
    expect(situation.diagnosis.evidence).toEqual({ exact: true, heads: [], candidates });
    expect(provenHeads(situation.diagnosis)).toBeNull();
    expect(recommendedPath(situation)).toBe("ask");
    expect(adoptOption(situation)).toEqual({
      path: "adopt",
      recommended: false,
      refusal: null,
      candidates,
    });
  });

  test.each([
    [[REAL.indexes], "pending"],
    [[REAL.cleanup], "pending"],
    [[REAL.bidirectional], "healthy"],
  ])("is what the stamp %j says, for that is one of them", (stamp, verdict) => {
    const { diagnosis } = realSituation(REAL.indexes, stamp);
    expect(diagnosis.verdict).toBe(verdict);
    expect(diagnosis.evidence).toEqual({ exact: true, heads: stamp, candidates });
  });

  test("is what the newest of overlapping stamps says: nothing but the extra row is wrong", () => {
    const situation = realSituation(REAL.indexes, [REAL.cleanup, REAL.photoUrl]);
    expect(situation.diagnosis.verdict).toBe("overlapping");
    expect(situation.diagnosis.overlapping).toEqual([REAL.photoUrl]);
    expect(situation.diagnosis.evidence.heads).toEqual([REAL.cleanup]);
    expect(recommendedPath(situation)).toBe("adopt");
  });

  test.each(candidates.flat())("runs only what follows the one that was chosen: %s", (head) => {
    const situation = realSituation(REAL.indexes, null);
    const { ids } = realChain();
    const plan = makePlan(situation, { path: "adopt", heads: [head] });
    expect(plan.stamp).toEqual([head]);
    expect(plan.revisionsToRun).toEqual(ids.slice(ids.indexOf(head) + 1));
  });

  test("may be none: an empty one, where the first revision only moves rows", () => {
    const chain = linearChain([{}, { "table public.a": "table" }]);
    const situation = situationOf(chain, snapshotOf(new Map(), { stamp: ["r2"] }));
    expect(situation.diagnosis.verdict).toBe("empty_stamped");
    expect(situation.diagnosis.evidence.candidates).toEqual([[], ["r1"]]);
    expect(provenHeads(situation.diagnosis)).toBeNull();
    expect(adoptOption(situation)).toMatchObject({ refusal: null, candidates: [[], ["r1"]] });
    expect(recommendedPath(situation)).toBe("fresh");
  });

  test("is not called empty where the first revision may have moved the rows of others", () => {
    const chain = linearChain([{}, { "table public.a": "table" }]);
    const [first, ...rest] = chain.reference.revisions;
    const statements = ["UPDATE metrics SET value = 1"];
    const revisions = first ? [{ ...first, statements }, ...rest] : [];
    const told = { ...chain, reference: { ...chain.reference, revisions } };
    const metrics = new Map([["table public.metrics", "table"]]);
    const judged = (facts: ReadonlyMap<string, string>, answer: boolean | null) => {
      const answers = new Map([["r1", answer]]);
      const situation = situationOf(told, snapshotOf(facts, { stamp: ["r2"], answers }));
      const { verdict, unseen } = situation.diagnosis;
      const [fresh] = pathOptions(situation);
      return { verdict, unseen, path: recommendedPath(situation), refusal: fresh?.refusal };
    };
    const empty = { verdict: "empty_stamped", unseen: [], path: "fresh", refusal: null };
    const open = { verdict: "ambiguous", unseen: ["r1"], path: "ask", refusal: null };
    const refusal = { reason: "ran_unseen", revisions: ["r1"] };
    const ran = { verdict: "stamp_ahead", unseen: ["r1"], path: "adopt", refusal };
    expect(judged(metrics, null)).toEqual(open);
    expect(judged(metrics, false)).toEqual(empty);
    expect(judged(metrics, true)).toEqual(ran);
    expect(judged(new Map(), null)).toEqual(empty);
    expect(judged(new Map(), true)).toEqual(ran);
  });
});

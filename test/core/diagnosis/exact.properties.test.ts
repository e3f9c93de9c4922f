import fc from "fast-check";
import { expect, test } from "vitest";
import { recommendedPath } from "../../../src/core/plan/options.ts";
import { at, type Chain, situationOf, snapshotOf } from "../builders.ts";
import { anyChain, growingChain } from "../generators.ts";
import { type Expected, expectedOf, headsAfter } from "./oracle.ts";

type Found = ReturnType<typeof situationOf>;

/** A chain, how much of it has run, and a stamp that may be right, wrong or none. */
function databases(chains: fc.Arbitrary<Chain>) {
  return chains.chain((chain) =>
    fc.tuple(
      fc.constant(chain),
      fc.nat({ max: chain.ids.length }),
      fc.oneof(
        fc.constant(null),
        fc.constant<string[]>([]),
        fc.constantFrom(...chain.ids).map((id) => [id]),
        fc.subarray([...chain.ids, "gone"]).map((rows) => [...rows].sort()),
      ),
    ),
  );
}

function forAll(
  chains: fc.Arbitrary<Chain>,
  check: (found: Found, expected: Expected, chain: Chain, stamp: string[] | null) => void,
) {
  fc.assert(
    fc.property(databases(chains), ([chain, applied, stamp]) => {
      const found = situationOf(chain, snapshotOf(at(chain.schemas, applied), { stamp }));
      check(found, expectedOf(chain, applied, stamp), chain, stamp);
    }),
    { numRuns: 200 },
  );
}

test("any chain, anywhere, with any stamp gets the verdict that the design names", () => {
  forAll(anyChain, ({ diagnosis }, expected) => {
    expect(diagnosis.verdict).toBe(expected.verdict);
    expect(diagnosis.evidence.exact).toBe(true);
    expect(diagnosis.drift).toEqual([]);
  });
});

test("the candidates are every state whose schema is this one, and no other", () => {
  forAll(anyChain, ({ diagnosis }, { candidates }, chain) => {
    const found = diagnosis.evidence.candidates.map(([head]) => head ?? null);
    const right = candidates.map((k) => headsAfter(chain, k)[0] ?? null);
    expect(found).toHaveLength(right.length);
    expect(new Set(found)).toEqual(new Set(right));
  });
});

test("one candidate is proven; of several only the stamp's own, and else nothing is chosen", () => {
  forAll(anyChain, (situation, { decided, recommended }, chain) => {
    expect(situation.diagnosis.evidence.heads).toEqual(headsAfter(chain, decided));
    expect(recommendedPath(situation)).toBe(recommended);
  });
});

test("in a chain that takes nothing back, each revision is applied, absent or without trace", () => {
  forAll(growingChain, ({ diagnosis }, { revisions }, { ids }, stamp) => {
    expect(diagnosis.revisions.map(({ verdict }) => verdict)).toEqual(revisions);
    const last = Math.max(-1, ...(stamp ?? []).map((id) => ids.indexOf(id)));
    expect(diagnosis.revisions.map(({ stamped }) => stamped)).toEqual(
      ids.map((_, index) => index <= last),
    );
  });
});

test("the rows that no script has are named, and so are those that another row contains", () => {
  forAll(anyChain, ({ diagnosis }, _expected, { ids }, stamp) => {
    const rows = stamp ?? [];
    const last = Math.max(-1, ...rows.map((id) => ids.indexOf(id)));
    expect(diagnosis.unknownStamp).toEqual(rows.filter((id) => id === "gone"));
    expect(diagnosis.overlapping).toEqual(
      rows.filter((id) => id !== "gone" && ids.indexOf(id) < last),
    );
  });
});

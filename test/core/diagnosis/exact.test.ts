import { describe, expect, test } from "vitest";
import { recommendedPath } from "../../../src/core/plan/options.ts";
import { at, REAL, realChain, realSituation } from "../builders.ts";
import { expectedOf, headsAfter } from "./oracle.ts";

const chain = realChain();
const states = chain.schemas.map((_, k) => k);
const name = (k: number) => (k === 0 ? "base" : at(chain.ids, k - 1));

/** Every stamp that the bundled chain can be found with, right and wrong. */
const stamps: readonly (readonly string[] | null)[] = [
  null,
  [],
  ["deadbeef0000"],
  ["deadbeef0000", REAL.photoUrl],
  ...chain.ids.map((id) => [id]),
  ...chain.ids.slice(1).map((id) => [REAL.initial, id]),
  [REAL.photoUrl, REAL.bidirectional],
];

describe.each(states)("the bundled chain after %i of its revisions", (k) => {
  const databases = stamps.map((stamp) => ({ stamp, rows: JSON.stringify(stamp) }));

  test.each(databases)("with the stamp $rows is judged as the design says", ({ stamp }) => {
    const expected = expectedOf(chain, k, stamp);
    const situation = realSituation(k === 0 ? null : name(k), stamp);
    const { diagnosis } = situation;
    expect(diagnosis.verdict).toBe(expected.verdict);
    expect(diagnosis.stamp).toEqual(stamp);
    expect(diagnosis.evidence.exact).toBe(true);
    expect(diagnosis.evidence.candidates).toEqual(
      expected.candidates.map((candidate) => headsAfter(chain, candidate)),
    );
    expect(diagnosis.drift).toEqual([]);
    expect(diagnosis.target).toEqual([REAL.bidirectional]);
    expect(diagnosis.revisions.map(({ verdict }) => verdict)).toEqual(expected.revisions);
    expect(diagnosis.evidence.heads).toEqual(headsAfter(chain, expected.decided));
    expect(recommendedPath(situation)).toBe(expected.recommended);
  });
});

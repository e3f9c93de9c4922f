import fc from "fast-check";
import { expect, test } from "vitest";
import type { ExitCode } from "../../src/core/problem.ts";
import { worstExit } from "../../src/core/worst-exit.ts";

const CODES: readonly ExitCode[] = [0, 1, 2, 3, 4, 129, 130];

test.each([
  [[0, 0], 0],
  [[0, 1], 1],
  [[1, 4, 0], 4],
  [[4, 3, 1], 3],
  [[3, 2], 2],
  [[2, 3, 130], 130],
] as const)("of %j it is %i", (codes, worst) => {
  expect(worstExit(codes)).toBe(worst);
});

test("it is one of them, whatever their order, and 0 only if all are", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...CODES), { minLength: 1 }), (codes) => {
      const worst = worstExit(codes);
      expect(codes).toContain(worst);
      expect(worstExit([...codes].reverse())).toBe(worst);
      expect(worst === 0).toBe(codes.every((code) => code === 0));
    }),
  );
});

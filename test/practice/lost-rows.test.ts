import { expect, test } from "vitest";
import { lostRows } from "../../src/practice/coach/lost-rows.ts";

const before = new Map([
  ["public.users", 40],
  ["public.calls", 20],
  ["public.empty", 0],
]);

test("what is gone or has fewer rows is lost, what is new or empty is not", () => {
  const now = new Map([
    ["public.users", 41],
    ["public.calls", 19],
    ["public.other", 1],
  ]);
  expect(lostRows(before, now)).toEqual([{ table: "public.calls", before: 20, now: 19 }]);
  expect(lostRows(before, new Map())).toHaveLength(2);
});

test("rows that nobody could count are not called lost", () => {
  expect(lostRows(before, null)).toEqual([]);
  expect(lostRows(null, before)).toEqual([]);
});

/** What of a frame is read, where only what is new is. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { newLines } from "../../../src/ui/linear/new-lines.ts";

test.each<[string, string[], string[], string[]]>([
  ["the first frame is new as a whole", [], ["a", "b"], ["a", "b"]],
  ["of the same frame nothing is new", ["a", "b"], ["a", "b"], []],
  ["another title makes all of it new", ["a", "x", "y"], ["b", "x", "y"], ["b", "x", "y"]],
  ["what is inserted is new", ["a", "x", "z"], ["a", "x", "y", "z"], ["y"]],
  ["what is gone is not told", ["a", "x", "y"], ["a", "y"], []],
  [
    "a line that has moved out above is not read again",
    ["a", "1", "2", "3"],
    ["a", "2", "3", "4"],
    ["4"],
  ],
  ["an equal line that comes again is new", ["a", "x"], ["a", "x", "x"], ["x"]],
])("%s", (_, before, now, expected) => {
  expect(newLines(before, now)).toEqual(expected);
});

test("whatever changes below a title: what is new and what stayed make the frame", () => {
  const lines = fc.array(fc.constantFrom<string>("x", "y", "z", "w"), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, now) => {
      const added = newLines(["title", ...before], ["title", ...now]);
      const left = [...now];
      for (const line of added) {
        expect(left).toContain(line);
        left.splice(left.indexOf(line), 1);
      }
      // The rest was there before.
      for (const line of new Set(left)) {
        const count = (all: readonly string[]) => all.filter((each) => each === line).length;
        expect(count(left)).toBeLessThanOrEqual(count(before));
      }
    }),
  );
});

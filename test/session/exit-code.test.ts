import { describe, expect, test } from "vitest";
import { reduce } from "../../src/session/screens/reducer.ts";
import { gallery, isAtWork } from "./gallery.ts";
import { atChain, atPath, LIVE, surveyed } from "./states.ts";

const pictures = await gallery();
const atRest = pictures.filter((each) => !isAtWork(each));

/** As on the pages for operators: 3 cannot reach or read, 1 something is wrong, 0 healthy. */
function codeOfLeaving(title: string): number {
  if (/^(connection|stamp|tables) failed/.test(title)) return 3;
  if (title === "undo failed") return 4;
  if (/^healthy|^run ended|verify good|undo done|report (saved|not saved|being saved)/.test(title))
    return 0;
  return 1;
}

describe.each(atRest)("leaving from the screen: $title", ({ title, state }) => {
  test("by the key ends with the code that the screen's state deserves", () => {
    const step = reduce(state, { type: "leave" });
    expect(step.effects).toEqual([{ effect: "exit", code: codeOfLeaving(title) }]);
    expect(step.state).toEqual({ ...state, exitCode: codeOfLeaving(title) });
  });

  test("by Ctrl+C ends with 130, by a lost terminal with 129", () => {
    expect(reduce(state, { type: "interrupt" }).state.exitCode).toBe(130);
    expect(reduce(state, { type: "hang_up" }).state.exitCode).toBe(129);
  });
});

test("Ctrl+C leaves from under an overlay too", () => {
  const [{ state } = { state: null }] = atRest;
  if (!state) throw new Error("no screens");
  const covered = { ...state, overlay: "log" } as const;
  expect(reduce(covered, { type: "interrupt" }).state.exitCode).toBe(130);
});

test.each([
  ["healthy", 0],
  ["pending", 0],
  ["empty", 1],
  ["stampAhead", 1],
  ["damaged", 1],
  ["severalVersionTables", 1],
] as const)("a %s database that is only looked at ends with %i", async (name, code) => {
  const seen = await surveyed(LIVE[name]);
  expect(reduce(atChain(seen), { type: "leave" }).state.exitCode).toBe(code);
  if (name === "healthy") return;
  expect(reduce(atPath(seen), { type: "leave" }).state.exitCode).toBe(code);
});

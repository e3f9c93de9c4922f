import { expect, test } from "vitest";
import { atChain, atReview, LIVE, surveyed } from "../session/states.ts";
import { text } from "./draw.tsx";
import { KEY, openApp } from "./terminal.tsx";

const seen = await surveyed(LIVE.stampAhead);
const { tooSmall } = text.screens;

test.each([
  [39, 24],
  [80, 9],
  [12, 4],
])("a terminal of %i columns and %i rows is told how large it has to be", async (columns, rows) => {
  const { words } = await openApp(atChain(seen), { columns, rows });
  expect(words()).toBe(tooSmall(columns, rows));
});

test("forty columns and ten rows are enough", async () => {
  const { words } = await openApp(atChain(seen), { columns: 40, rows: 10 });
  expect(words()).toContain("4/9 The chain");
  expect(words()).not.toContain("too small");
});

test("a terminal that is made larger shows the screen again", async () => {
  const { resize, words, shows } = await openApp(atReview(seen), { columns: 30, rows: 24 });
  expect(words()).toContain("Terminal too small: 30x24.");
  await resize(80, 24);
  await shows(text.screens.review.intro);
  await resize(80, 5);
  await shows(tooSmall(80, 5));
});

test("Ctrl+C leaves from there, as it says", async () => {
  const { press, state } = await openApp(atReview(seen), { columns: 30, rows: 5 });
  await press(KEY.ctrlC);
  expect(state().exitCode).toBe(130);
});

test("what is not drawn is not acted on: y runs nothing there", async () => {
  const { press, state, sent } = await openApp(atReview(seen), { columns: 39, rows: 24 });
  await press("y", KEY.enter, "q", KEY.left);
  expect(sent).toEqual([]);
  expect(state().screen.name).toBe("review");
});

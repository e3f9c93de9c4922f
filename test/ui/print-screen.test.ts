import { expect, test } from "vitest";
import { printScreen } from "../../src/ui/print-screen.tsx";
import { gallery } from "../session/gallery.ts";
import { atReview, LIVE, surveyed } from "../session/states.ts";
import { text, UNICODE, words } from "./draw.tsx";

const pictures = await gallery();

test("a screen is printed whole, with its header and without the keys", async () => {
  const printed = printScreen(atReview(await surveyed(LIVE.stampAhead)), UNICODE, 80);
  expect(printed.split("\n")[0]).toMatch(
    /^6\/9 Review the plan .*calls_owner@db\.example:5432\/calls$/,
  );
  expect(words(printed)).toContain(text.screens.review.intro);
  expect(words(printed)).toContain(text.screens.review.ready.ready);
  expect(printed).not.toContain("Esc back");
});

test.each(pictures)("$title can be printed", ({ state }) => {
  const printed = printScreen(state, UNICODE, 80);
  expect(printed).toContain(text.screens.titles[state.screen.name]);
  for (const line of printed.split("\n")) expect([...line].length).toBeLessThanOrEqual(80);
});

import { expect, test } from "vitest";
import { atChain, atReview, LIVE, play, surveyed } from "../session/states.ts";
import { text } from "./draw.tsx";
import { type AppTerminal, KEY, openApp } from "./terminal.tsx";

const seen = await surveyed(LIVE.stampAhead);
const SHORT = { columns: 80, rows: 12 };

/** What is seen of the screen itself, without header, hint and footer. */
const body = ({ frame }: AppTerminal) => frame().split("\n").slice(2, -2);
const hint = ({ frame }: AppTerminal) => frame().split("\n").at(-2)?.trim() ?? "";

test("a screen that fits has no hint, and its keys scroll nothing", async () => {
  const app = await openApp(atReview(seen), { columns: 80, rows: 40 });
  const before = app.frame();
  await app.press(KEY.down, KEY.pageDown, KEY.end);
  expect(app.frame()).toBe(before);
  expect(before).not.toContain("more below");
});

test("a screen that is too long says how much is hidden, and begins at its top", async () => {
  const app = await openApp(atReview(seen), SHORT);
  expect(app.words()).toContain(text.screens.review.intro);
  expect(hint(app)).toMatch(/^\d+ more below \(PgDn\)$/);
});

test.each([
  ["line by line", [KEY.down, KEY.down, "j"], [KEY.up, "k", KEY.up]],
  ["by ten lines", [KEY.pageDown], [KEY.pageUp]],
  ["to its ends", [KEY.end], [KEY.home]],
  ["by the space bar", [" "], [KEY.pageUp]],
])("it is scrolled %s, there and back", async (_, there, back) => {
  const app = await openApp(atReview(seen), SHORT);
  const before = app.frame();
  await app.press(...there);
  expect(app.frame()).not.toBe(before);
  expect(hint(app)).toContain("more above (PgUp)");
  await app.press(...back);
  expect(app.frame()).toBe(before);
});

test("the end is the end: the last line is there, and nothing below it", async () => {
  const app = await openApp(atReview(seen), SHORT);
  await app.press(KEY.end, KEY.down, KEY.pageDown);
  expect(app.words()).toContain("y runs the plan.");
  expect(hint(app)).toMatch(/^\d+ more above \(PgUp\)$/);
  expect(body(app).at(-1)).toContain("y runs the plan.");
});

test("one line back from the end really goes one line back", async () => {
  const app = await openApp(atReview(seen), SHORT);
  await app.press(KEY.end, KEY.down, KEY.down, KEY.down);
  const last = body(app);
  await app.press(KEY.up);
  expect(body(app).slice(1)).toEqual(last.slice(0, -1));
});

test("the next screen begins at its top", async () => {
  const app = await openApp(atReview(seen), SHORT);
  await app.press(KEY.end, KEY.left);
  await app.shows("5/9 Choose the path");
  expect(app.words()).toContain(text.plan.paths.fresh.name.replace(/\s+/g, " "));
  expect(hint(app)).not.toContain("more above");
});

test("a new screen begins at its top again", async () => {
  const app = await openApp(atReview(seen), SHORT);
  await app.press(KEY.end, KEY.left);
  await app.shows("5/9 Choose the path");
  await app.press(KEY.enter);
  await app.shows(text.screens.review.intro);
});

test("the keys that scroll send nothing to the session", async () => {
  const app = await openApp(atReview(seen), SHORT);
  await app.press(KEY.end, KEY.home, KEY.up, KEY.down, " ", KEY.pageDown, KEY.pageUp);
  expect(app.sent).toEqual([]);
});

test("on a list the arrows belong to the list, and the page keys scroll", async () => {
  const path = play(atChain(seen), { type: "next" });
  const app = await openApp(path, { columns: 60, rows: 10 });
  await app.press(KEY.down);
  expect(app.sent).toEqual([{ type: "move", by: 1 }]);
  await app.press(KEY.pageDown);
  expect(hint(app)).toContain("more above");
});

test("a log of many entries is scrolled on its own", async () => {
  let state = atReview(seen);
  for (let at = 1; at <= 30; at += 1) {
    const entry = { kind: "sql", output: [], rows: 1, took: 1, failed: false } as const;
    state = play(state, { type: "logged", entry: { ...entry, text: `SELECT ${at};` } });
  }
  const app = await openApp(state, SHORT);
  await app.press("l");
  await app.shows("SELECT 1;");
  await app.press(KEY.end);
  await app.shows("SELECT 30;");
  await app.press("l");
  await app.shows(text.screens.review.intro);
});

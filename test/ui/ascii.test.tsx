import { expect, test } from "vitest";
import { printScreen } from "../../src/ui/print-screen.tsx";
import { ScenarioMenu } from "../../src/ui/ScenarioMenu.tsx";
import { gallery } from "../session/gallery.ts";
import { atPath, LIVE, surveyed } from "../session/states.ts";
import { ASCII, drawScreen, lineWith, UNICODE } from "./draw.tsx";

import { openApp, openTerminal } from "./terminal.tsx";

const pictures = await gallery();

// biome-ignore lint/suspicious/noControlCharactersInRegex: the range of ASCII begins with them
const BEYOND = /[^\u0000-\u007f]/;

test("every sign of the ASCII theme is ASCII, and as wide as the one that it stands for", () => {
  const { revision: ascii, ...signs } = ASCII.symbols;
  const { revision: unicode, ...others } = UNICODE.symbols;
  for (const sign of [...Object.values(signs), ...Object.values(ascii)]) {
    expect(sign).not.toMatch(BEYOND);
    expect(sign).toHaveLength(1);
  }
  expect(Object.keys(ascii)).toEqual(Object.keys(unicode));
  expect(Object.keys(signs)).toEqual(Object.keys(others));
});

test("signs that mean different things differ", () => {
  for (const { symbols } of [ASCII, UNICODE]) {
    const { good, warning, bad, busy, waiting, revision } = symbols;
    expect(new Set([good, warning, bad, busy, waiting]).size).toBe(5);
    expect(new Set(Object.values(revision)).size).toBe(4);
  }
});

test("the cursor, the badge and the refusals have signs of their own in ASCII", async () => {
  const frame = drawScreen(atPath(await surveyed(LIVE.stampAhead)), ASCII);
  expect(lineWith(frame, "+ recommended")).toMatch(/^> 3b/);
  expect(lineWith(frame, "The database is not empty")).toContain("x The");
  expect(frame).not.toMatch(BEYOND);
});

test.each(pictures)("in ASCII $title is drawn with ASCII alone, cut or not", async ({ state }) => {
  const whole = await openApp(state, { theme: ASCII, rows: 60 });
  expect(whole.frame()).not.toMatch(BEYOND);
  const cut = await openApp(state, { theme: ASCII, columns: 40, rows: 12 });
  expect(cut.frame()).not.toMatch(BEYOND);
  expect(printScreen(state, ASCII, 60)).not.toMatch(BEYOND);
});

test("the practice menu is ASCII too", async () => {
  const menu = (
    <ScenarioMenu
      scenarios={[{ title: "A title", story: "A story." }]}
      onChoose={() => {}}
      onLeave={() => {}}
    />
  );
  expect(openTerminal(menu, { theme: ASCII }).frame()).not.toMatch(BEYOND);
});

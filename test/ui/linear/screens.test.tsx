/** The screens as they are written line by line: for a screen reader, or a terminal without a cursor. */
import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { LANGUAGES, textFor } from "../../../src/text/index.ts";
import { bindingsFor } from "../../../src/ui/keys.ts";
import { themeFor } from "../../../src/ui/theme.ts";
import { gallery } from "../../session/gallery.ts";
import { atPath, atReview, LIVE, play, surveyed } from "../../session/states.ts";
import { words } from "../draw.tsx";
import { KEY, openApp } from "../terminal.tsx";

const pictures = await gallery();
const linear = (language: (typeof LANGUAGES)[number]) =>
  themeFor({ ascii: false, colors: false, linear: true, text: textFor(language) });

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are its subject
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f]/;
/** Signs that order a page, point somewhere or stand for a word. */
const DRAWN = /[\u2500-\u25ff\u2713\u2717\u276f\u25c0\u2190-\u2193]/;

describe.each(LANGUAGES)("in %s", (language) => {
  const theme = linear(language);
  const { keys, screens } = theme.text;

  test.each(pictures)("$title is text, from its title to its keys", async ({ state }) => {
    const { written } = await openApp(state, { theme });
    expect(written()).not.toMatch(CONTROL);
    expect(written().replaceAll(/^.*(CREATE|SELECT|→).*$/gm, "")).not.toMatch(DRAWN);
    expect(words(written())).toContain(`/9 ${screens.titles[state.screen.name]}`);
    for (const { shown, label } of bindingsFor(state, keys.names)) {
      if (shown !== null && !shown.startsWith("↑")) {
        expect(words(written())).toContain(`${shown} ${keys.labels[label]}`);
      }
    }
    for (const line of written().split("\n")) {
      // A longer word is left whole.
      if (line.includes(" ")) expect(stringWidth(line), line).toBeLessThanOrEqual(80);
    }
  });
});

const theme = linear("en");

test("a move of the cursor is one line, which names what it is on now", async () => {
  const { press, written } = await openApp(atPath(await surveyed(LIVE.stampAhead)), { theme });
  const before = written().length;
  await press(KEY.down);
  expect(words(written().slice(before))).toMatch(/^Chosen: \d\. \S.*$/);
  expect(words(written().slice(before))).not.toContain("Keys:");
});

test("each row of a table names its columns, and each revision what it is", async () => {
  const seen = await surveyed(LIVE.stampAhead);
  const tables = await openApp(play(atPath(seen), { type: "back" }, { type: "back" }), { theme });
  expect(words(tables.written())).toContain("table: public.call_stats".replace("public.", ""));
  expect(words(tables.written())).toContain("stamp says: MISSING");
  const chain = await openApp(play(atPath(seen), { type: "back" }), { theme });
  expect(words(chain.written())).toMatch(/applied; here: schema .*; here: stamp /);
});

test("what is typed is echoed letter by letter, and a correction is read as a whole", async () => {
  const consent = play(atReview(await surveyed(LIVE.stampAhead), "reset"), { type: "run" });
  expect(consent.screen.name).toBe("consent");
  const { press, written } = await openApp(consent, { theme });
  const before = written().length;
  await press("c", "a", "l");
  // Each write is on a line of its own here.
  expect(written().slice(before).replaceAll("\n", "")).toBe("name: cal");
  const typed = written().length;
  await press("\u007f");
  expect(words(written().slice(typed))).toBe("name: ca");
});

test("a terminal that hands over whole lines: the Enter after a key belongs to it", async () => {
  const seen = await surveyed(LIVE.stampAhead);
  const { press, state } = await openApp(atReview(seen), { theme });
  await press("?\n");
  expect(state().overlay).toBe("help");
  await press("\n");
  expect(state().overlay).toBe(null);
  await press("yy\n");
  expect(state().screen.name).toBe("review");
});

test("no window is too small, since nothing is drawn", async () => {
  const { written } = await openApp(atReview(await surveyed(LIVE.stampAhead)), {
    theme,
    columns: 30,
    rows: 5,
  });
  expect(words(written())).toContain(theme.text.screens.review.intro);
});

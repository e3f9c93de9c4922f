import { describe, expect, test } from "vitest";
import { reduce } from "../../src/session/screens/reducer.ts";
import { textFor } from "../../src/text/index.ts";
import { bindingsFor } from "../../src/ui/keys.ts";
import { themeFor } from "../../src/ui/theme.ts";
import { gallery } from "../session/gallery.ts";
import { ASCII, text, UNICODE } from "./draw.tsx";
import { openApp } from "./terminal.tsx";

const pictures = await gallery();
const { names, labels } = text.keys;

const RUSSIAN = themeFor({ ascii: false, colors: true, text: textFor("ru") });

const lastLine = (frame: string) => frame.split("\n").at(-1)?.trimEnd() ?? "";

describe.each(pictures)("on the screen: $title", ({ state }) => {
  test("each key in the footer does something there", () => {
    for (const { shown, intent } of bindingsFor(state, names)) {
      if (
        shown === null ||
        intent.type === "scroll" ||
        intent.type === "suspend" ||
        intent.type === "lesson"
      )
        continue;
      const tries = intent.type === "move" ? [intent, { ...intent, by: -intent.by }] : [intent];
      const works = tries.some((each) => {
        const step = reduce(state, each);
        return step.state !== state || step.effects.length > 0;
      });
      expect(works, `${shown} ${intent.type}`).toBe(true);
    }
  });

  test("every intent that the screen asks for has a key", async () => {
    const asked = pictures.find((each) => each.state === state)?.asks ?? [];
    const bound = bindingsFor(state, names).map(({ intent }) => intent.type);
    // A name is typed, not bound.
    for (const type of asked.filter((each) => each !== "typed")) expect(bound).toContain(type);
  });
});

test.each(pictures)(
  "the footer of $title is drawn from the key map, on the last line",
  async ({ state }) => {
    const { frame } = await openApp(state, { columns: 120 });
    const shown = bindingsFor(state, names)
      .filter((binding) => binding.shown !== null)
      .map((binding) => `${binding.shown} ${labels[binding.label]}`);
    expect(lastLine(frame())).toBe(shown.join("  "));
  },
);

const FOOTERS: readonly (readonly [title: string, footer: string])[] = [
  ["connection at work", "l log  ? help  q quit"],
  ["connection failed", "r try again  l log  ? help  q quit"],
  ["stamp ready", "Enter next  Esc back  r try again  l log  ? help  q quit"],
  ["chain", "Enter next  Esc back  l log  ? help  q quit"],
  ["healthy chain", "Enter finish  Esc back  l log  ? help  q quit"],
  ["path", "↑↓ move  Enter choose  Esc back  l log  ? help  q quit"],
  ["review", "y run the plan  Esc back  r rehearse with rows  l log  ? help  q quit"],
  ["consent", "Esc back"],
  ["run at work", "Ctrl+C stop  l log  ? help"],
  ["run ended", "Enter next  l log  ? help"],
  ["report saved", "Enter finish  l log  ? help  q quit"],
  ["report of a failure", "Enter finish  d diagnose again  l log  ? help  q quit"],
];

test.each(FOOTERS)("on the screen %s it says: %s", async (title, footer) => {
  const state = pictures.find((each) => each.title === title)?.state;
  if (!state) throw new Error(title);
  expect(lastLine((await openApp(state)).frame())).toBe(footer);
});

test("under an overlay only closing is offered", async () => {
  for (const { state } of pictures) {
    const bindings = bindingsFor({ ...state, overlay: "log" }, names);
    expect(bindings.filter(({ shown }) => shown !== null)).toMatchObject([
      { shown: "Esc", intent: { type: "toggle", overlay: "log" } },
    ]);
  }
});

test("in ASCII the arrows are spelled out", async () => {
  const state = pictures.find((each) => each.title === "path")?.state;
  if (!state) throw new Error("path");
  const { frame } = await openApp(state, { theme: ASCII });
  expect(lastLine(frame())).toMatch(/^Up\/Down move {2}Enter choose/);
});

test.each([40, 60, 80])(
  "at %i columns each key is shown whole or not at all, the most important first, and ? always",
  async (columns) => {
    for (const theme of [UNICODE, RUSSIAN]) {
      for (const { title, state } of pictures) {
        const { frame } = await openApp(state, { columns, theme });
        const { names, labels } = theme.text.keys;
        const all = bindingsFor(state, names).flatMap(({ shown, label }) =>
          shown === null ? [] : `${shown} ${labels[label]}`,
        );
        const shown = lastLine(frame()).split("  ");
        expect(all, title).toEqual(expect.arrayContaining(shown));
        expect(shown[0], title).toBe(all[0]);
        const help = `? ${labels.help}`;
        expect(shown.includes(help), title).toBe(all.includes(help));
      }
    }
  },
);

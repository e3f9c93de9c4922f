import fc from "fast-check";
import type { Key } from "ink";
import { describe, expect, test } from "vitest";
import { type EditedText, editText, emptyText, insertText } from "../../src/ui/text-editing.ts";

const NO_KEY: Key = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageDown: false,
  pageUp: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  ctrl: false,
  shift: false,
  tab: false,
  backspace: false,
  delete: false,
  meta: false,
  super: false,
  hyper: false,
  capsLock: false,
  numLock: false,
};
const key = (pressed: Partial<Key>): Key => ({ ...NO_KEY, ...pressed });

/** A text with its cursor: "ca|lls". */
function at(marked: string): EditedText {
  const cursor = marked.indexOf("|");
  return { value: marked.replace("|", ""), cursor };
}
const shown = ({ value, cursor }: EditedText) => `${value.slice(0, cursor)}|${value.slice(cursor)}`;
const press = (marked: string, pressed: Partial<Key>, input = "") =>
  shown(editText(at(marked), input, key(pressed)));

test("typing puts letters where the cursor is", () => {
  expect(press("ca|s", {}, "ll")).toBe("call|s");
  expect(shown(editText(emptyText, "a", key({ shift: true })))).toBe("a|");
});

describe("moving", () => {
  test("left and right stop at the ends", () => {
    expect(press("ca|lls", { leftArrow: true })).toBe("c|alls");
    expect(press("|calls", { leftArrow: true })).toBe("|calls");
    expect(press("ca|lls", { rightArrow: true })).toBe("cal|ls");
    expect(press("calls|", { rightArrow: true })).toBe("calls|");
  });

  test("Home and Ctrl+A go to the beginning, End and Ctrl+E to the end", () => {
    expect(press("ca|lls", { home: true })).toBe("|calls");
    expect(press("ca|lls", { ctrl: true }, "a")).toBe("|calls");
    expect(press("ca|lls", { end: true })).toBe("calls|");
    expect(press("ca|lls", { ctrl: true }, "e")).toBe("calls|");
  });
});

describe("deleting", () => {
  test("Backspace takes the letter before the cursor, Delete the one under it", () => {
    expect(press("ca|lls", { backspace: true })).toBe("c|lls");
    expect(press("|calls", { backspace: true })).toBe("|calls");
    expect(press("ca|lls", { delete: true })).toBe("ca|ls");
    expect(press("calls|", { delete: true })).toBe("calls|");
  });

  test("Ctrl+U takes all that is before the cursor", () => {
    expect(press("old na|me", { ctrl: true }, "u")).toBe("|me");
  });

  test("Ctrl+W takes the word before the cursor and the blanks after it", () => {
    expect(press("one two  |three", { ctrl: true }, "w")).toBe("one |three");
    expect(press("one|", { ctrl: true }, "w")).toBe("|");
    expect(press("|one", { ctrl: true }, "w")).toBe("|one");
  });
});

test("keys that edit nothing leave the text as it is", () => {
  for (const pressed of [
    { upArrow: true },
    { downArrow: true },
    { tab: true },
    { escape: true },
    { meta: true },
    { ctrl: true },
  ]) {
    expect(press("ca|lls", pressed, "x")).toBe("ca|lls");
  }
  expect(press("ca|lls", {}, "")).toBe("ca|lls");
});

describe("pasting", () => {
  test("a newline at the end, as it comes with a copied line, is left out", () => {
    expect(shown(insertText(at("|"), "calls\n"))).toBe("calls|");
    expect(shown(insertText(at("|"), "calls\r\n\r\n"))).toBe("calls|");
  });

  test("several lines become one, however they come", () => {
    expect(shown(insertText(at("|"), "a\nb"))).toBe("a b|");
    expect(shown(insertText(at("|"), "SELECT 1,\r\n  2\r\n"))).toBe("SELECT 1, 2|");
    // As keys, from a terminal that does not say what is pasted.
    expect(press("|", {}, "SELECT 1,\r  2\r")).toBe("SELECT 1, 2|");
  });

  test("control characters become visible instead of acting", () => {
    expect(shown(insertText(at("|"), "\u001b[31mred\u202e"))).toBe("\\x1b[31mred\\u202e|");
  });
});

test("whatever is pressed, the cursor stays within the text and no control character gets in", () => {
  const pressed = fc.constantFrom<Partial<Key>>(
    {},
    {},
    { leftArrow: true },
    { rightArrow: true },
    { home: true },
    { end: true },
    { backspace: true },
    { delete: true },
    { ctrl: true },
  );
  const input = fc.oneof(
    fc.constantFrom("a", "e", "u", "w", "x", " ", "\r", "\n", "\u001b[2J", "\u0007"),
    fc.string({ unit: "grapheme", maxLength: 4 }),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(pressed, input), { maxLength: 30 }), (presses) => {
      const edited = presses.reduce((text, [k, i]) => editText(text, i, key(k)), emptyText);
      expect(edited.cursor).toBeGreaterThanOrEqual(0);
      expect(edited.cursor).toBeLessThanOrEqual(edited.value.length);
      expect(edited.value).not.toMatch(/\p{Cc}/u);
    }),
  );
});

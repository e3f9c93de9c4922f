import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { visible, visibleLines } from "../../src/core/display.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { anyName, hostileName } from "./generators.ts";

const anyText = fc.string({ unit: "binary" });
/** Control characters, and what turns or hides the text around it. */
const UNSAFE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}\u00ad\u200b-\u200d\u2060\ufeff]/u;

describe("text made visible", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "\\x1b[31mred\\x1b[0m"],
    ["\u009b2J", "\\x9b2J"],
    ["a\nb\tc\rd", "a\\nb\\tc\\rd"],
    ["\u0000\u0007\u007f", "\\x00\\x07\\x7f"],
    ["user\u202egnp", "user\\u202egnp"],
    ["zero\u200bwidth\ufeff", "zero\\u200bwidth\\ufeff"],
    ["line\u2028break", "line\\u2028break"],
  ])("shows %j as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });

  test("holds no control character, whatever came in", () => {
    const mixed = fc.array(
      fc.oneof(
        anyText,
        fc.integer({ min: 0, max: 0x9f }).map((c) => String.fromCodePoint(c)),
      ),
    );
    fc.assert(
      fc.property(mixed, (parts) => {
        expect(visible(parts.join(""))).not.toMatch(UNSAFE);
        for (const line of visibleLines(parts.join(""))) expect(line).not.toMatch(UNSAFE);
      }),
    );
  });

  test("is the same text where there was nothing to show", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[ -~а-яё一-龥]*$/u), (text) => {
        expect(visible(text)).toBe(text);
      }),
    );
    expect(visible("naïve café 👍 日本")).toBe("naïve café 👍 日本");
  });

  test("stays as it is when it is made visible again", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(visible(text))).toBe(visible(text));
      }),
    );
  });

  test("keeps its lines where lines are wanted, whatever ended them", () => {
    expect(visibleLines("a\r\nb\rc\nd\te")).toEqual(["a", "b", "c", "d    e"]);
    expect(visibleLines("\u001b[2K")).toEqual(["\\x1b[2K"]);
    expect(visibleLines("")).toEqual([""]);
  });
});

/** Reads one quoted identifier as PostgreSQL's scanner does; null when anything follows it. */
function identifierIn(sql: string): string | null {
  return /^"((?:[^"]|"")*)"$/.exec(sql)?.[1]?.replaceAll('""', '"') ?? null;
}

describe("a name in SQL", () => {
  const names = fc.oneof(anyName, hostileName);

  test("is quoted so that any name comes back, and nothing follows it", () => {
    fc.assert(
      fc.property(names, (name) => {
        expect(identifierIn(quoteIdentifier(name))).toBe(name);
      }),
    );
    expect(quoteIdentifier('a"; DROP TABLE users; --')).toBe('"a""; DROP TABLE users; --"');
  });
});

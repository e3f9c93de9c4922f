import { stripVTControlCharacters } from "node:util";
import { Box } from "ink";
import { expect, test } from "vitest";
import { Toned, Words } from "../../src/ui/components/Words.tsx";
import { draw } from "./draw.tsx";

const SENTENCE =
  "The database is stamped ahead of its schema: alembic believes the stamp, not the tables.";

const TONES = ["plain", "bad"] as const;

test.each(TONES)("in whatever width %s words are wrapped, no line begins with a blank", (tone) => {
  for (let width = 12; width <= 50; width += 1) {
    const frame = draw(
      <Box width={width}>
        <Words tone={tone}>{SENTENCE}</Words>
      </Box>,
    );
    const lines = frame.split("\n");
    expect(lines.filter((line) => stripVTControlCharacters(line).startsWith(" "))).toEqual([]);
    expect(lines.map((line) => line.trim()).join(" ")).toBe(
      draw(<Words tone={tone}>{SENTENCE}</Words>)
        .replace(/\s+/g, " ")
        .trim(),
    );
  }
});

test("words that are set in on purpose stay so, and so do those within a line", () => {
  expect(draw(<Words>{"SELECT\n  1"}</Words>)).toBe("SELECT\n  1");
  const line = (
    <Words>
      one<Toned tone="muted">{" two"}</Toned>
      <Toned tone="bad">{" three"}</Toned>
    </Words>
  );
  expect(draw(line)).toContain("one two three");
});

import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ALL_FAULTS, matrix } from "../../support/faults/table.ts";

test("the docs print the cases that run, and no other", () => {
  const docs = readFileSync(new URL("../../../docs/operators/faults.md", import.meta.url), "utf8");
  const lines = docs.split("\n");
  const start = lines.findIndex((line) => line.startsWith("| path | step |"));
  const printed = lines.slice(start, lines.indexOf("", start));
  expect(printed).toEqual(matrix());
});

test("each fault of the matrix has a file that tries it", () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".test.ts"));
  const texts = files.map((name) => readFileSync(`${import.meta.dirname}/${name}`, "utf8"));
  for (const fault of ALL_FAULTS) {
    expect(texts.filter((text) => text.includes(`runCases("${fault}"`))).toHaveLength(1);
  }
});

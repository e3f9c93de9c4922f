/** The pages for operators say the same in each language. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { linksOf, OPERATORS, type Page, ROOT, readPage } from "../support/docs/pages.ts";
import { isRun } from "../support/docs/play.ts";
import { readScript, readTranscript } from "../support/docs/shell.ts";

const namesIn = (language: string) => readdirSync(join(ROOT, OPERATORS, language)).sort();

const pairs = namesIn("en").map((name) => ({
  name,
  en: readPage(`${OPERATORS}/en/${name}`),
  ru: readPage(`${OPERATORS}/ru/${name}`),
}));

/** What is typed, in which block, and where. */
function commandsOf({ blocks }: Page) {
  return blocks.map((block) => ({
    kind: block.kind,
    needs: Object.fromEntries(block.needs),
    typed: block.kind === "console" || block.kind === "sh" ? typedIn(block.kind, block.text) : null,
    isRun: isRun(block),
  }));
}

function typedIn(kind: string, text: string): readonly string[] {
  return (kind === "console" ? readTranscript(text) : readScript(text)).map((each) => each.command);
}

/** What a page is made of: headings by their level, tables by their rows, lists by their points. */
function shapeOf({ prose }: Page): readonly string[] {
  return prose.split("\n").flatMap((line) => {
    const [, mark] = /^(#+ |\| |- |\d+\. |!\[)/.exec(line.trimStart()) ?? [];
    return mark === undefined ? [] : [mark.replace(/\d+/, "1")];
  });
}

/** Names that are the same in every language: commands, options, codes, files. */
function namesOf({ prose }: Page): readonly string[] {
  return [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, name = ""]) => name)
    .filter((name) => /^[\x20-\x7e]+$/.test(name) && /^(--|restamp|[a-z_]+$)/.test(name))
    .sort();
}

test("the same pages are there", () => {
  expect(namesIn("ru")).toEqual(namesIn("en"));
});

test.each(pairs)("$name: the same commands", ({ en, ru }) => {
  expect(commandsOf(ru)).toEqual(commandsOf(en));
});

test.each(pairs)("$name: the same headings, tables, lists and names", ({ en, ru }) => {
  expect(shapeOf(ru)).toEqual(shapeOf(en));
  expect(new Set(namesOf(ru))).toEqual(new Set(namesOf(en)));
});

test.each(pairs)("$name: each leads to the other at its top", ({ name, en, ru }) => {
  expect(linksOf(en)[0]).toBe(`../ru/${name}`);
  expect(linksOf(ru)[0]).toBe(`../en/${name}`);
  expect(ru.prose).toMatch(/[а-яё]{4}/i);
  expect(ru.prose).not.toMatch(/pictures\/en\//);
  expect(en.prose).not.toMatch(/pictures\/ru\//);
});

/** The scenarios that come with restamp: what can be said of them without playing them. */
import { expect, test } from "vitest";
import { readScenarioFiles } from "../../src/io/practice/scenario-files.ts";
import { parseScenario } from "../../src/practice/parse-scenario.ts";
import { STATES } from "../../src/practice/scenario.ts";

const files = readScenarioFiles();
const scenarios = files.map(({ name, text, path }) => parseScenario(name, text, path));

test("a newcomer begins with the written case, and every state is there", () => {
  expect(scenarios.slice(0, 3).map(({ name }) => name)).toEqual([
    "wrong-stamp-empty",
    "wrong-stamp-populated",
    "healthy",
  ]);
  const states = new Set(scenarios.flatMap((scenario) => scenario.states));
  expect([...states].sort((a, b) => a - b)).toEqual(
    Array.from({ length: STATES }, (_, index) => index + 1),
  );
});

test("names, numbers and titles are each scenario's own", () => {
  const all = [
    scenarios.map(({ name }) => name),
    files.map(({ path }) => path.slice(0, 2)),
    scenarios.map(({ words }) => words.en.title),
    scenarios.map(({ words }) => words.ru.title),
  ];
  for (const each of all) expect(new Set(each).size).toBe(files.length);
});

test("the files are numbered without a gap, as the list numbers them", () => {
  expect(files.map(({ path }) => Number(path.slice(0, 2)))).toEqual(
    files.map((_, index) => index + 1),
  );
});

const WITHOUT_YO =
  /(?<![а-яё])(еще|ее|нее|идет|пойдет|дает|берет|ведет|своем|моем|причем)(?![а-яё])|(примен|подтвержд|удал)енн/i;

const SENTENCE = /[.!?][»"”]?$/;

test.each(scenarios)("$name is told in both languages, equally much", ({ words: { en, ru } }) => {
  expect(ru.known).toHaveLength(en.known.length);
  expect(ru.hints).toHaveLength(en.hints.length);
  for (const { title, story, known, hints, senior } of [en, ru]) {
    expect(title).not.toMatch(/[.]$/);
    for (const text of [story, ...known, ...hints, senior]) expect(text).toMatch(SENTENCE);
  }
  // A day and a time.
  expect(en.story).toMatch(/^\w+day, \d{1,2}:\d{2}\. /);
  expect(ru.story).toMatch(/^[А-Я][а-я]+, \d{1,2}:\d{2}\. /);
  for (const text of [ru.title, ru.story, ...ru.known, ...ru.hints, ru.senior]) {
    expect(text).toMatch(/[а-яё]/i);
    // Words that have lost their ё.
    expect(text).not.toMatch(WITHOUT_YO);
  }
  // Words that are the same in both: what is typed, and what is named.
  const named = (text: string) =>
    [...text.matchAll(/`[^`]*`|\b[0-9a-z]{12}\b/g)].map(([word]) => word).sort();
  expect(new Set(named(ru.story))).toEqual(new Set(named(en.story)));
});

test.each(scenarios)("$name says how it ends, by rows", ({ end, senior, path, verdict }) => {
  expect(end.length).toBeGreaterThan(0);
  expect(senior.length > 0).toBe(verdict !== "healthy");
  if (path === "mend") expect(senior.some(({ kind }) => kind !== "repair")).toBe(true);
});

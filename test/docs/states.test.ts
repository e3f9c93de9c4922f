/** The page of the states, against the scenarios in which each of them really is. */
import { describe, expect, test } from "vitest";
import { isProblemCode } from "../../src/core/problem.ts";
import { STATES } from "../../src/practice/scenario.ts";
import { LANGUAGES, textFor } from "../../src/text/index.ts";
import { codeWords, OPERATORS, readPage, section } from "../support/docs/pages.ts";
import { SCENARIOS } from "../support/scenarios.ts";

const numbers = Array.from({ length: STATES }, (_, index) => index + 1);

describe.each(LANGUAGES)("%s", (language) => {
  const page = readPage(`${OPERATORS}/${language}/states.md`);
  const { diagnosis, plan } = textFor(language);
  const { titles } = diagnosis;
  const named: Readonly<Record<string, string>> = {
    ...titles,
    ...Object.fromEntries(Object.entries(plan.paths).map(([code, { name }]) => [code, name])),
  };

  test("every state has its section, in order", () => {
    const found = [...page.prose.matchAll(/^## (\d+)\. /gm)].map(([, number]) => Number(number));
    expect(found).toEqual(numbers);
  });

  test.each(numbers)(
    "state %i: what restamp says, what repairs it, and where to practise",
    (number) => {
      const text = section(page, `${number}. `);
      const scenarios = SCENARIOS.filter(({ states }) => states.includes(number));
      const words = codeWords({ ...page, prose: text });
      for (const { verdict, problem, senior } of scenarios) {
        if (verdict) expect(text).toContain(`*${titles[verdict]}* (\`${verdict}\`)`);
        if (problem) expect(words).toContain(problem);
        for (const action of senior)
          if (action.kind === "repair") expect(words).toContain(action.path);
      }
      const practised = text.slice(text.lastIndexOf("**"));
      const named = codeWords({ ...page, prose: practised });
      expect([...named].sort()).toEqual(scenarios.map(({ name }) => name).sort());
    },
  );

  test("every verdict and path that is named has its title beside it", () => {
    const found = [...page.prose.matchAll(/\*([^*]+)\*\s+\(`([a-z_]+)`\)/g)];
    expect(found.length).toBeGreaterThan(numbers.length / 2);
    for (const [, title = "", code = ""] of found) {
      expect({ code, title: title.replace(/\s+/g, " ") }).toEqual({
        code,
        title: named[code],
      });
    }
  });

  test("every code is one that restamp has", () => {
    const paths = Object.keys(plan.paths);
    const isKnown = (word: string) =>
      isProblemCode(word) ||
      word in titles ||
      paths.includes(word) ||
      OTHERS.includes(word) ||
      SCENARIOS.some(({ name }) => name === word);
    expect(
      codeWords(page).filter((word) => /^[a-z]+(_[a-z]+)*$/.test(word) && !isKnown(word)),
    ).toEqual([]);
  });
});

/** Words of PostgreSQL and of alembic, and a key. */
const OTHERS: readonly string[] = [
  "create_all",
  "alembic_version",
  "down_revision",
  "pg_type_typname_nsp_index",
  "t",
];

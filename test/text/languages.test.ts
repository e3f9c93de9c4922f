/** Both languages say the same things, each in its own words. */
import { expect, test } from "vitest";
import { textFor } from "../../src/text/index.ts";
import { details, SAMPLES, SELECTING } from "./samples.ts";

const en = textFor("en");
const ru = textFor("ru");

/** Names, commands and keys: the same in every language. */
const WITHOUT_WORDS = [
  "backup.sum",
  "checks.names.alembic",
  "cli.error.what",
  "coach.command.current.name",
  "coach.command.heads.name",
  "coach.command.history.name",
  "coach.command.stamp.name",
  "coach.command.table.name",
  "keys.names.ctrlC",
  "keys.names.ctrlZ",
  "keys.names.ends",
  "keys.names.enter",
  "keys.names.escape",
  "keys.names.pages",
  "language",
  "plan.clear.downgrade_base.name",
  "plan.clear.drop_table.name",
  "plan.clear.stamp_base.name",
  "problems.server_error.why",
  "rehearsal.changes.0",
  "screens.chain.base",
  "spoken.sql",
];

type Sentence = (...given: readonly unknown[]) => unknown;

/** @returns what a text consists of, by path */
function leaves(of: unknown, path = ""): [path: string, leaf: unknown][] {
  if (typeof of !== "object" || of === null || Array.isArray(of)) return [[path, of]];
  return Object.entries(of).flatMap(([key, value]) =>
    leaves(value, path === "" ? key : `${path}.${key}`),
  );
}

function kind(leaf: unknown): string {
  if (typeof leaf === "function") return `function of ${leaf.length}`;
  return Array.isArray(leaf) ? "array" : typeof leaf;
}

/** @returns every string in it, by path; an array's are told apart by their number */
function strings(of: unknown, path: string): [path: string, written: string][] {
  if (typeof of === "string") return [[path, of]];
  if (typeof of !== "object" || of === null) throw new Error(`${path} gives no sentence`);
  return Object.entries(of).flatMap(([key, value]) => strings(value, `${path}.${key}`));
}

/** @returns every string of a text, with the functions called, in the order of the English ones */
function written(text: typeof en): [path: string, written: string][] {
  const own = new Map(leaves(text));
  return leaves(en).flatMap(([path]) => {
    const leaf = own.get(path);
    return typeof leaf === "function"
      ? (SAMPLES[path] ?? []).flatMap((given) => strings((leaf as Sentence)(...given), path))
      : strings(leaf, path);
  });
}

const russian = written(ru);

const twoLanguages = written(en).map(([path, english], index) => {
  const [russianPath = "", itsRussian = ""] = russian[index] ?? [];
  return { path, russianPath, english, russian: itsRussian };
});

const broken = (isBroken: (sentence: (typeof twoLanguages)[number]) => boolean) =>
  twoLanguages.filter(isBroken).map((each) => `${each.path}: ${each.russian}`);

test("both languages have the same keys, of the same kinds", () => {
  const shape = (text: unknown) =>
    leaves(text)
      .map(([path, leaf]) => `${path}: ${kind(leaf)}`)
      .sort();
  expect(shape(ru)).toEqual(shape(en));
});

test("every sentence that is a function is called", () => {
  const functions = leaves(en).filter(([, leaf]) => typeof leaf === "function");
  expect(Object.keys(SAMPLES).sort()).toEqual(functions.map(([path]) => path).sort());
});

test("given the same, both languages say equally many things", () => {
  expect(twoLanguages.filter((each) => each.path !== each.russianPath)).toEqual([]);
  expect(russian).toHaveLength(twoLanguages.length);
  expect(broken((each) => (each.english === "") !== (each.russian === ""))).toEqual([]);
});

test("no Russian sentence is the English one", () => {
  const given = new Set(SELECTING.flatMap((each) => Object.values(each)));
  const hasWords = (sentence: string) =>
    (sentence.match(/[\p{L}_]+/gu) ?? []).some((word) => !given.has(word));
  const foreign = twoLanguages.filter(
    ({ english, russian }) =>
      hasWords(russian) && (russian === english || !/[а-яё]/i.test(russian)),
  );
  expect([...new Set(foreign.map(({ path }) => path))].sort()).toEqual(WITHOUT_WORDS);
});

test.each(Object.keys(en.problems) as (keyof typeof en.problems)[])(
  "what tells cases of %s apart in English does so in Russian",
  (code) => {
    const differs = (text: typeof en) => {
      const of = (given: Readonly<Record<string, string>>) =>
        JSON.stringify(text.problems[code](details(given)));
      // What only stands in a sentence tells nothing apart.
      return SELECTING.filter((given) =>
        Object.entries(given).some(
          ([name, value]) => of(given) !== of({ [name]: "¤" }).replaceAll("¤", value),
        ),
      );
    };
    expect(differs(ru)).toEqual(differs(en));
  },
);

test("details that are missing are not a failure", () => {
  for (const write of Object.values(ru.problems)) {
    expect(Object.keys(write({}))).toEqual(["what", "why", "next"]);
  }
});

test.each(["en", "ru"] as const)(
  "a sentence that another one may follow ends without a space: %s",
  (language) => {
    const empty = new Proxy({}, { get: () => "" });
    const left = Object.entries(textFor(language).problems).flatMap(([code, write]) =>
      Object.values(write(empty))
        .filter((sentence) => /[.?!]\s+$/.test(sentence))
        .map((sentence) => `${code}: ${sentence}`),
    );
    expect(left).toEqual([]);
  },
);

test("no word mixes Latin and Cyrillic letters", () => {
  expect(broken(({ russian }) => /[a-z][а-яё]|[а-яё][a-z]/i.test(russian))).toEqual([]);
});

test("nothing is left undefined", () => {
  expect(broken(({ russian }) => /undefined|null|NaN|\[object/.test(russian))).toEqual([]);
});

test("spaces are doubled, or end a string, only where the English ones align something", () => {
  for (const spaces of [/\S {2,}\S/, /^ /, / $/m]) {
    expect(broken(({ english, russian }) => spaces.test(russian) && !spaces.test(english))).toEqual(
      [],
    );
  }
});

test("straight quotes stand only around what is typed", () => {
  const typed = /(?:GRANT|TO|--alembic) "[^"]*"|Can't locate revision/g;
  expect(broken(({ russian }) => /["']/.test(russian.replace(typed, "")))).toEqual([]);
});

test("decimals have a comma", () => {
  const version = /pg_dump [\d.]+/g;
  const isDecimal = /(?<![\d.])\d+\.\d+(?![\d.])/;
  expect(broken(({ russian }) => isDecimal.test(russian.replace(version, "")))).toEqual([]);
});

test("ё is written as ё", () => {
  const without =
    /(?<![а-яё])(?:еще|ее|нее|отчет|учтен|счет|ждет|идет|пойдет|дает|создает|берет|отстает|остается|вернет|доведет|споткнется|пошел)(?![а-яё])/i;
  expect(broken(({ russian }) => without.test(russian))).toEqual([]);
});

import { expect, test } from "vitest";
import { pathQuestion, whyQuestion } from "../../src/practice/coach/path-questions.ts";
import type { Question } from "../../src/practice/coach/question.ts";
import {
  causeQuestion,
  commandQuestion,
  emptyQuestion,
  verdictQuestion,
} from "../../src/practice/coach/questions.ts";
import { readTyped } from "../../src/practice/coach/typed-command.ts";
import { tableOf } from "../session/chain.ts";
import { LIVE, surveyed } from "../session/states.ts";

const rightOf = (question: Question | null) =>
  (question?.options ?? []).filter(({ isRight }) => isRight).map(({ id }) => id);

const idsOf = ({ options }: Question) => options.map(({ id }) => id);

const states = await Promise.all(
  Object.entries(LIVE).map(async ([name, live]) => [name, await surveyed(live)] as const),
);

test.each(states)(
  "of a %s database every question has one right answer among different ones",
  (_, seen) => {
    const always = [commandQuestion(seen), emptyQuestion(seen), verdictQuestion(seen)];
    // A healthy database never comes to the paths.
    const isHealthy = seen.diagnosis.verdict === "healthy";
    const all = isHealthy ? always : [...always, pathQuestion(seen), whyQuestion(seen)];
    for (const question of all) {
      if (question === null) throw new Error("every one of these has a stamp that can be shown");
      const ids: readonly string[] = idsOf(question);
      expect(new Set(ids).size, question.name).toBe(ids.length);
      expect(ids.length, question.name).toBeGreaterThan(2);
      expect(rightOf(question), question.name).toHaveLength(1);
      for (const { isRight, trial } of question.options) if (isRight) expect(trial).toEqual([]);
    }
  },
);

test("what stops restamp is asked for where the story can tell it", () => {
  expect(rightOf(causeQuestion("chain_missing_parent"))).toEqual(["scripts"]);
  expect(rightOf(causeQuestion("url_malformed"))).toEqual(["way"]);
  expect(rightOf(causeQuestion("alembic_elsewhere"))).toEqual(["elsewhere"]);
  expect(causeQuestion("bug")).toBeNull();
});

test("alembic current is not the answer where it cannot show the stamp", async () => {
  expect(rightOf(commandQuestion(await surveyed(LIVE.stampAhead)))).toEqual(["current"]);
  expect(rightOf(commandQuestion(await surveyed(LIVE.unknownStamp)))).toEqual(["table"]);
});

test("whether a database is empty is a matter of its tables", async () => {
  expect(rightOf(emptyQuestion(await surveyed(LIVE.stampAhead)))).toEqual(["filled"]);
  expect(rightOf(emptyQuestion(await surveyed(LIVE.stampedEmpty)))).toEqual(["stamp_only"]);
  expect(rightOf(emptyQuestion(await surveyed(LIVE.empty)))).toEqual(["empty"]);
  const others = { ...LIVE.stampedEmpty, otherTables: [tableOf("billing.invoices", true)] };
  expect(rightOf(emptyQuestion(await surveyed(others)))).toEqual(["others"]);
});

test("a wrong path is tried by the very commands that somebody would type", async () => {
  const { options } = pathQuestion(await surveyed(LIVE.stampAhead));
  const trial = Object.fromEntries(options.map((option) => [option.id, option.trial]));
  expect(trial["fresh"]).toEqual([
    { kind: "alembic", args: ["stamp", "--purge", "base"] },
    { kind: "alembic", args: ["upgrade", "head"] },
  ]);
  expect(trial["upgrade"]).toEqual([{ kind: "alembic", args: ["upgrade", "head"] }]);
  expect(trial["adopt"]).toEqual([]);
  expect(JSON.stringify(trial["reset"])).toContain("DROP TABLE");
});

test("what cannot be told to be wrong is not offered", async () => {
  const offered = async (live: Parameters<typeof surveyed>[0]) =>
    idsOf(pathQuestion(await surveyed(live))) as readonly string[];
  // The stamp is proven already: 3b would do what an upgrade does.
  expect(await offered(LIVE.pending)).not.toContain("adopt");
  // A person may choose what to stamp.
  expect(await offered(LIVE.unstamped)).toEqual(expect.arrayContaining(["ask"]));
  expect(await offered(LIVE.unstamped)).not.toContain("adopt");
  // Nothing is there that could be lost.
  expect(await offered(LIVE.stampedEmpty)).not.toContain("reset");
  // An upgrade from nothing is 3a.
  expect(await offered(LIVE.empty)).not.toContain("upgrade");
});

test("whoever asks or leaves it alone runs nothing", async () => {
  for (const live of [LIVE.stampedEmpty, LIVE.pending]) {
    const { options } = pathQuestion(await surveyed(live));
    const idle = options.filter(({ id }) => id === "ask" || id === "none");
    expect(idle.map(({ trial }) => trial)).toEqual([[], []]);
  }
});

test.each([
  ["alembic upgrade head", { kind: "alembic", command: "upgrade head" }],
  ["  alembic  current --verbose ", { kind: "alembic", command: "current --verbose" }],
  ["SELECT 1", { kind: "sql", sql: "SELECT 1" }],
  ["update users set a = 1", { kind: "sql", sql: "update users set a = 1" }],
  [`psql -U app -c "SELECT 1"`, { kind: "sql", sql: "SELECT 1" }],
  ["rm -rf /", { kind: "unknown" }],
  ["alembic", { kind: "unknown" }],
  ["help", { kind: "unknown" }],
])("%j is read as it is meant", (typed, command) => {
  expect(readTyped(typed)).toEqual(command);
});

test.each(["\\dt", "\\d", "\\d users", "psql app -c '\\dt'"])("%s asks the catalog", (typed) => {
  expect(readTyped(typed)).toMatchObject({ kind: "sql", sql: expect.stringContaining("pg_") });
});

test("a table's name is a name, whatever it is made of", () => {
  expect(readTyped("\\d x';DROP")).toMatchObject({ sql: expect.stringContaining("'x'';DROP'") });
});

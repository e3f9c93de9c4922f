import { expect, test } from "vitest";
import {
  commandQuestion,
  emptyQuestion,
  pathQuestion,
  type Question,
  verdictQuestion,
  whyQuestion,
} from "../../src/practice/coach/questions.ts";
import { readTyped } from "../../src/practice/coach/typed-command.ts";
import { LIVE, surveyed } from "../session/states.ts";

const rightOf = ({ options }: Question) =>
  options.filter(({ isRight }) => isRight).map(({ id }) => id);

const states = await Promise.all(
  Object.entries(LIVE).map(async ([name, live]) => [name, await surveyed(live)] as const),
);

test.each(states)(
  "of a %s database every question has one right answer among different ones",
  (_, seen) => {
    const all = [
      commandQuestion(),
      emptyQuestion(seen),
      verdictQuestion(seen),
      pathQuestion(seen),
      whyQuestion(seen),
    ];
    for (const question of all) {
      const ids = question.options.map(({ id }) => id);
      expect(new Set(ids).size, question.name).toBe(ids.length);
      // A healthy database never comes to the paths.
      if (seen.diagnosis.verdict !== "healthy" || question.name !== "path") {
        expect(rightOf(question), question.name).toHaveLength(1);
      }
      for (const { isRight, trial } of question.options) if (isRight) expect(trial).toEqual([]);
    }
  },
);

test("whether a database is empty is a matter of its tables", async () => {
  expect(rightOf(emptyQuestion(await surveyed(LIVE.stampAhead)))).toEqual(["filled"]);
  expect(rightOf(emptyQuestion(await surveyed(LIVE.stampedEmpty)))).toEqual(["stamp_only"]);
  expect(rightOf(emptyQuestion(await surveyed(LIVE.empty)))).toEqual(["empty"]);
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

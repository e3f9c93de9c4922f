/** What a scenario's file may hold: whatever is wrong is named with its field. */
import { expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import { parseScenario } from "../../src/practice/parse-scenario.ts";
import { textFor } from "../../src/text/index.ts";

const WORDS = `
title = "A title"
story = """
Monday, 9:05.
Nobody knows.
"""
known = ["That."]
hints = ["Look."]
senior = "Looked."`;

const WHOLE = `
states = [1, 22]
verdict = "pending"
problem = "not_owner"
path = "mend"

[database]
server_sql = "CREATE ROLE deploy"
owner = "deploy"
upgrade_to = "head"
sql = "ANALYZE"
alembic = "upgrade head"

[database.session]
application = "backend"
sql = "BEGIN"
running = "SELECT pg_sleep(9)"

[project]
"versions/a.py" = ""
".env" = "DATABASE_URL={host}"

[environment]
DATABASE_URL = "postgresql://{user}@{host}/{database}"

[[senior]]
path = "adopt"
stamp = "a1"

[[senior]]
sql = "ANALYZE"

[[senior]]
alembic = "merge heads"

[[senior]]
write = { file = "env.py", text = "" }

[[senior]]
restore = "env.py"

[[senior]]
end_session = true

[[end]]
sql = "SELECT 1"
gives = [["1"]]

[en]${WORDS}

[ru]${WORDS}
`;

test("every field is read", () => {
  const scenario = parseScenario("mine", WHOLE);
  const words = {
    title: "A title",
    story: "Monday, 9:05. Nobody knows.",
    known: ["That."],
    hints: ["Look."],
    senior: "Looked.",
  };
  expect(scenario).toEqual({
    name: "mine",
    states: [1, 22],
    verdict: "pending",
    problem: "not_owner",
    path: "mend",
    breakage: {
      serverSql: "CREATE ROLE deploy",
      owner: "deploy",
      upgradeTo: "head",
      sql: "ANALYZE",
      files: { "versions/a.py": "", ".env": "DATABASE_URL={host}" },
      alembic: ["upgrade head"],
      session: { application: "backend", sql: "BEGIN", running: "SELECT pg_sleep(9)" },
      databaseUrl: "postgresql://{user}@{host}/{database}",
    },
    senior: [
      { kind: "repair", path: "adopt", stamp: "a1" },
      { kind: "sql", sql: "ANALYZE" },
      { kind: "alembic", command: "merge heads" },
      { kind: "write", file: "env.py", text: "" },
      { kind: "restore", file: "env.py" },
      { kind: "end_session" },
    ],
    ends: "healthy",
    end: [{ sql: "SELECT 1", gives: [["1"]] }],
    words: { en: words, ru: words },
  });
});

test("what need not be there is left out", () => {
  const least = `states = []\nverdict = "healthy"\npath = "none"\nends = "pending"
    [[end]]\nsql = "SELECT 1"\ngives = []\n[en]${WORDS}\n[ru]${WORDS}`;
  expect(parseScenario("least", least)).toMatchObject({
    problem: null,
    ends: "pending",
    senior: [],
    breakage: {
      serverSql: "",
      owner: null,
      upgradeTo: null,
      sql: "",
      files: {},
      alembic: [],
      session: null,
      databaseUrl: null,
    },
  });
});

test("a URL that is to be unset is told from one that is not mentioned", () => {
  const unset = WHOLE.replace(/DATABASE_URL = ".*"/, 'DATABASE_URL = ""');
  expect(parseScenario("mine", unset).breakage.databaseUrl).toBe("");
});

const EN = `[en]${WORDS}`;

test.each([
  // [what is replaced, by what, the field, what is expected of it]
  ["states = [1, 22]", "", "states", "states"],
  ["states = [1, 22]", "states = [23]", "states", "states"],
  ["states = [1, 22]", "states = 1", "states", "states"],
  ["states = [1, 22]", "states = [0.5]", "states", "states"],
  ["states = [1, 22]", "status = [1]", "status", "known_field"],
  ['verdict = "pending"', 'verdict = "fine"', "verdict", "one_of"],
  ['verdict = "pending"\nproblem = "not_owner"', "", "verdict", "outcome"],
  ['problem = "not_owner"', 'problem = "toString"', "problem", "one_of"],
  ['problem = "not_owner"', "problem = 3", "problem", "text"],
  ['path = "mend"', "", "path", "one_of"],
  ['path = "mend"', 'path = "stamp"', "path", "one_of"],
  ['path = "mend"', 'path = "mend"\nends = "empty"', "ends", "one_of"],
  ['upgrade_to = "head"', 'upgrade_to = ""', "database.upgrade_to", "text"],
  ['owner = "deploy"', "owner = 1", "database.owner", "text"],
  ['owner = "deploy"', 'onwer = "deploy"', "database.onwer", "known_field"],
  ['application = "backend"', "", "database.session.application", "text"],
  ['sql = "BEGIN"', "", "database.session.sql", "text"],
  ['running = "SELECT pg_sleep(9)"', "sleeps = 1", "database.session.sleeps", "known_field"],
  ['".env" =', '"../.env" =', "project.../.env", "path_inside"],
  ['".env" =', '"/etc/.env" =', "project./etc/.env", "path_inside"],
  ['".env" =', '"a//b" =', "project.a//b", "path_inside"],
  ['".env" =', '"..\\\\.env" =', "project...\\.env", "path_inside"],
  ['"versions/a.py" = ""', '"versions/a.py" = false', "project.versions/a.py", "file"],
  ["[environment]\n", '[environment]\nPGHOST = "x"\n', "environment.PGHOST", "known_field"],
  ['path = "adopt"', 'path = "none"', "senior[1].path", "one_of"],
  ['stamp = "a1"', "stamp = []", "senior[1].stamp", "text"],
  ['stamp = "a1"', 'sql = "ANALYZE"', "senior[1]", "one_action"],
  ['stamp = "a1"', 'schema = "x"', "senior[1].schema", "known_field"],
  ['[[senior]]\nsql = "ANALYZE"', "[[senior]]", "senior[2]", "one_action"],
  ['alembic = "merge heads"', 'alembic = ""', "senior[3].alembic", "text"],
  ['file = "env.py", ', "", "senior[4].write.file", "text"],
  ['file = "env.py", ', 'file = "../env.py", ', "senior[4].write.file", "path_inside"],
  [', text = ""', "", "senior[4].write.text", "file"],
  ['restore = "env.py"', 'restore = "."', "senior[5].restore", "path_inside"],
  ["end_session = true", "end_session = false", "senior[6].end_session", "true"],
  [/\[\[end\]\]\n.*\n.*\n/, "", "end", "tables"],
  ['gives = [["1"]]', 'gives = ["1"]', "end[1].gives", "rows"],
  ['gives = [["1"]]', "gives = [[1]]", "end[1].gives", "rows"],
  ['sql = "SELECT 1"', "", "end[1].sql", "text"],
  [EN, "", "en", "table"],
  ['title = "A title"', "", "en.title", "text"],
  ['title = "A title"', `title = "${"x".repeat(49)}"`, "en.title", "short_text"],
  ['known = ["That."]', "known = []", "en.known", "texts"],
  ['known = ["That."]', 'known = [""]', "en.known[1]", "text"],
  ['hints = ["Look."]', 'hints = ["1", "2", "3", "4"]', "en.hints", "one_to_three_texts"],
  ['senior = "Looked."', "", "en.senior", "text"],
])("with %j as %j it is %s that is wrong: %s", (part, by, field, expected) => {
  const text = WHOLE.replace(part, by);
  expect(text).not.toBe(WHOLE);
  const problem = faultOf(text);
  expect(problem).toMatchObject({
    code: "bad_scenario",
    exitCode: 2,
    details: { path: "mine.toml", field, expected },
  });
  for (const language of ["en", "ru"] as const) {
    const { what, why } = textFor(language).problems.bad_scenario(problem.details);
    expect(what).toContain("mine.toml");
    if (expected !== "outcome") expect(why).toContain(field);
    expect(why).not.toContain("undefined");
  }
});

test("a file that is not TOML is told with the line", () => {
  const problem = faultOf(`${WHOLE}\nthis is not TOML`);
  const line = String(WHOLE.split("\n").length + 1);
  expect(problem.details).toMatchObject({ expected: "toml", line });
  expect(textFor("en").problems.bad_scenario(problem.details).why).toContain(`Line ${line} `);
});

function faultOf(text: string): Problem {
  try {
    parseScenario("mine", text, "mine.toml");
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  throw new Error("it was read");
}

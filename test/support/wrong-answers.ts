/** Gives every wrong answer that a lesson offers, and compares what comes of it with what is said. */
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { openSandbox } from "../../src/io/practice/sandbox.ts";
import { bundledSandboxProject } from "../../src/io/practice/sandbox-project.ts";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";
import type { Question } from "../../src/practice/coach/question.ts";
import type { Scenario } from "../../src/practice/scenario.ts";
import type { Screen } from "../../src/session/screens/state.ts";
import type { Diagnosed } from "../../src/session/stages/stages.ts";
import { textFor } from "../../src/text/index.ts";
import { answerText } from "../../src/ui/practice/answers.ts";
import { CLAIMS, REASONS, seenOn, WOULD_BE } from "./claims.ts";
import { REVISIONS } from "./database.ts";
import { answerAllWrong, type Tried } from "./lesson-walk.ts";
import { stateOf } from "./sandbox-state.ts";
import { OUTCOMES } from "./wrong-outcomes.ts";

const LANGUAGES = ["en", "ru"] as const;

/** To be called at the top of a test file. All of it happens on one server, one after the other. */
export function answerWrongIn(scenarios: readonly Scenario[]): void {
  let server: Cluster;
  beforeAll(async () => {
    server = await startCluster();
  });
  afterAll(() => server.stop());
  const alembic = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]);
  const known = new Set<string>();

  test.for(scenarios)(
    "$name: what comes of each wrong answer is what the coach says",
    async (scenario) => {
      const { name, breakage } = scenario;
      const sandbox = await openSandbox({
        server,
        breakage,
        project: bundledSandboxProject(),
        alembic,
      });
      onTestFinished(() => sandbox.end());
      const before = await stateOf(sandbox);
      const outcomes: Record<string, string> = {};
      const asked: string[] = [];
      const compared = new Set<Tried["ran"]>();
      await answerAllWrong({
        scenario,
        sandbox,
        alembic,
        isWorth: (question, answer) => !isKnown(known, scenario, question, answer),
        onTried: async (question, tried, screen) => {
          const where = `${question.name}.${tried.answer}`;
          expectExplained(question, tried.answer);
          expectCarriedOut(question, tried);
          const claim = CLAIMS[question.name][tried.answer];
          expect(claim?.({ scenario, screen, tried }), `${where} is so: ${told(tried)}`).toBe(true);
          if (tried.ran.length === 0) return;
          // Where these were tried is a matter of which scenario came first.
          if (!READS_SCRIPTS.includes(where)) outcomes[where] = told(tried);
          // The very same trial may stand for several answers.
          if (compared.has(tried.ran)) return;
          compared.add(tried.ran);
          expect(await stateOf(sandbox), `after ${where}`).toEqual(before);
        },
        onRight: (question, screen) => {
          asked.push(question.name);
          expectRight(question, screen);
        },
      });
      expect(asked).toEqual(questionsOf(scenario));
      // A scenario that is new is held to the claims alone.
      if (name in OUTCOMES) expect(outcomes).toEqual(OUTCOMES[name]);
    },
  );
}

/** One answer is right, and what it says is so. */
function expectRight({ name, options }: Question, screen: Screen): void {
  const right = options.filter(({ isRight }) => isRight).map(({ id }) => id);
  expect(right, name).toHaveLength(1);
  const conditions: Readonly<Record<string, (seen: Diagnosed) => boolean>> =
    name === "verdict" ? WOULD_BE : name === "why" ? REASONS : {};
  for (const [id, isSo] of Object.entries(conditions)) {
    if (right.some((each) => each === id)) expect(isSo(seenOn(screen)), `${name}.${id}`).toBe(true);
  }
}

const READS_SCRIPTS = ["command.heads", "command.history"];

/** What reads only scripts comes out the same wherever these are the same. */
function isKnown(
  known: Set<string>,
  { breakage }: Scenario,
  { name }: Question,
  answer: string,
): boolean {
  if (!READS_SCRIPTS.includes(`${name}.${answer}`)) return false;
  const key = `${answer} ${JSON.stringify(breakage.files)}`;
  if (known.has(key)) return true;
  known.add(key);
  return false;
}

/** Which questions there are: none of what the wizard does not come to. */
function questionsOf({ verdict, problem }: Scenario): string[] {
  if (verdict === null || problem === "alembic_elsewhere") return ["cause"];
  const always = ["command", "empty", "verdict"];
  return verdict === "healthy" ? always : [...always, "path", "why"];
}

function expectExplained({ name }: Question, answer: string): void {
  const [english = "", russian = ""] = LANGUAGES.map(
    (language) => answerText(name, answer, textFor(language)).wrong,
  );
  expect(english, `${name}.${answer}`).toMatch(/^[A-Z3a-z].+\.$/);
  expect(russian, `${name}.${answer}`).toMatch(/^[А-Яa-z].+[а-яё]\.$/i);
}

/** All of the trial, or as far as the first that fails; of that, the line that says why. */
function expectCarriedOut({ options }: Question, { answer, ran }: Tried): void {
  const trial = options.find(({ id }) => id === answer)?.trial ?? [];
  const typed = trial.map((each) =>
    each.kind === "alembic" ? `alembic ${each.args.join(" ")}` : each.statements.join("; "),
  );
  expect(ran.map(({ text }) => text)).toEqual(typed.slice(0, ran.length));
  expect(ran.slice(0, -1).filter(({ failed }) => failed)).toEqual([]);
  const last = ran.at(-1);
  if (last?.failed) expect(last.output.at(-1)).toMatch(/\S/);
  else expect(ran).toHaveLength(trial.length);
}

/** As psycopg2 says it, and psycopg 3. */
const UNKNOWN_HOST =
  /could not translate host name "([^"]*)" to address.*|failed to resolve host '([^']*)'.*/;

/** In one line: the error, if there is one, what the database is then, and which rows are lost. */
function told({ ran, judged }: Tried): string {
  const last = ran.at(-1);
  const line = (last?.output.at(-1) ?? "")
    .replace(ORIGIN, "$1")
    .replace(UNKNOWN_HOST, "unknown host $1$2");
  const error = last?.failed ? `${line} ` : "";
  const lost = (judged?.lost ?? []).map(({ table, before, now }) => `${table} ${before}>${now}`);
  const became = judged?.verdict ?? "cannot be told";
  return `${error}-> ${became}${lost.length > 0 ? `, lost: ${lost.join(" ")}` : ""}`;
}

/** Which driver it was, and where; both are another machine's own. */
const ORIGIN = /^sqlalchemy\.exc\.\w+: \((?:\w+\.)+(\w+)\)|: Name or service not known$/g;

/** Reads a scenario's file. Pure: where it lies is another room's business. */
import { parse, TomlError } from "smol-toml";
import type { Verdict } from "../core/diagnosis/types.ts";
import { isProblemCode, type ProblemCode } from "../core/problem.ts";
import {
  nth,
  type Place,
  readOneOf,
  readOptionalText,
  readTable,
  readTables,
  readText,
  readTexts,
  type Table,
  within,
  wrong,
} from "./fields.ts";
import { readBreakage } from "./read-breakage.ts";
import { readActions } from "./read-senior.ts";
import {
  type EndCheck,
  LONGEST_TITLE,
  type Scenario,
  type ScenarioPath,
  type ScenarioWords,
  STATES,
} from "./scenario.ts";

const VERDICTS = Object.keys({
  healthy: true,
  pending: true,
  empty: true,
  empty_stamped: true,
  stamp_ahead: true,
  stamp_behind: true,
  unstamped: true,
  unknown_stamp: true,
  overlapping: true,
  hole: true,
  partial: true,
  drift: true,
  ambiguous: true,
  several_version_tables: true,
} satisfies Record<Verdict, true>) as Verdict[];

const PATHS: readonly ScenarioPath[] = [
  "none",
  "upgrade",
  "fresh",
  "adopt",
  "replay",
  "reset",
  "ask",
  "mend",
];

const FIELDS = [
  "states",
  "verdict",
  "problem",
  "path",
  "ends",
  "database",
  "project",
  "environment",
  "senior",
  "end",
  "en",
  "ru",
];

const MOST_HINTS = 3;

/**
 * @param name what it is called on the command line
 * @param path what its file is called in messages
 * @throws Problem bad_scenario, which names the field that is wrong
 */
export function parseScenario(name: string, text: string, path = name): Scenario {
  const root: Place = { path, field: "" };
  const file = readTable(parseToml(text, root), root, FIELDS);
  const at = (field: string) => within(root, field);
  const verdict = file["verdict"] === undefined ? null : file["verdict"];
  const problem = readProblem(file["problem"], at("problem"));
  if (verdict === null && problem === null) throw wrong(at("verdict"), "outcome");
  return {
    name,
    states: readStates(file["states"], at("states")),
    verdict: verdict === null ? null : readOneOf(verdict, at("verdict"), VERDICTS),
    problem,
    path: readOneOf(file["path"], at("path"), PATHS),
    breakage: readBreakage(file, root),
    senior: file["senior"] === undefined ? [] : readActions(file["senior"], at("senior")),
    ends: readOneOf(file["ends"] ?? "healthy", at("ends"), ["healthy", "pending"]),
    end: readTables(file["end"], at("end")).map((each, index) =>
      readEnd(each, nth(at("end"), index)),
    ),
    words: { en: readWords(file["en"], at("en")), ru: readWords(file["ru"], at("ru")) },
  };
}

function parseToml(text: string, place: Place): Table {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what = ""] = error.message.split("\n", 1);
    throw wrong(place, "toml", { line: String(error.line), what });
  }
}

/** None for a database that is in none of them. */
function readStates(value: unknown, place: Place): readonly number[] {
  const isState = (each: unknown) =>
    Number.isInteger(each) && Number(each) >= 1 && Number(each) <= STATES;
  if (!Array.isArray(value) || !value.every(isState)) {
    throw wrong(place, "states", { most: String(STATES) });
  }
  return value.map(Number);
}

function readProblem(value: unknown, place: Place): ProblemCode | null {
  const code = readOptionalText(value, place);
  if (code === null || isProblemCode(code)) return code;
  throw wrong(place, "one_of", { known: "alembic_failed, lock_timeout, not_owner, …" });
}

function readEnd(value: unknown, place: Place): EndCheck {
  const check = readTable(value, place, ["sql", "gives"]);
  const { gives } = check;
  const isRow = (row: unknown) =>
    Array.isArray(row) && row.every((each) => typeof each === "string");
  if (!Array.isArray(gives) || !gives.every(isRow)) throw wrong(within(place, "gives"), "rows");
  return { sql: readText(check["sql"], within(place, "sql")), gives };
}

function readWords(value: unknown, place: Place): ScenarioWords {
  const words = readTable(value, place, ["title", "story", "known", "hints", "senior"]);
  const at = (field: string) => within(place, field);
  const title = readText(words["title"], at("title"));
  if ([...title].length > LONGEST_TITLE || title.includes("\n")) {
    throw wrong(at("title"), "short_text", { most: String(LONGEST_TITLE) });
  }
  return {
    title,
    story: paragraph(readText(words["story"], at("story"))),
    known: readTexts(words["known"], at("known")).map(paragraph),
    hints: readTexts(words["hints"], at("hints"), "one_to_three_texts", MOST_HINTS).map(paragraph),
    senior: paragraph(readText(words["senior"], at("senior"))),
  };
}

/** Lines are broken where the file is wide enough, not where the screen is. */
function paragraph(text: string): string {
  return text.replace(/\s*\n\s*/g, " ");
}

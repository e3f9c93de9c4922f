/** Finds the practice scenarios: those that come with restamp, and a trainer's own file. */
import { Problem } from "../core/problem.ts";
import {
  readScenarioFile,
  readScenarioFiles,
  SCENARIO_ENDING,
} from "../io/practice/scenario-files.ts";
import { parseScenario } from "../practice/parse-scenario.ts";
import type { Scenario } from "../practice/scenario.ts";
import { nearestName } from "./nearest-name.ts";

/** So many names can be read in one line: the ways to break a chain of one's own. */
const FEW = 8;

/** @returns them in the order in which a newcomer plays them */
export function allScenarios(): readonly Scenario[] {
  return readScenarioFiles().map(({ name, text, path }) => parseScenario(name, text, path));
}

/**
 * @param given a name, its number in the list, or the path of a file
 * @throws Problem unknown_scenario, bad_scenario
 */
export function findScenario(given: string, from: string): Scenario {
  if (given.endsWith(SCENARIO_ENDING)) {
    const { name, text, path } = readScenarioFile(given, from);
    return parseScenario(name, text, path);
  }
  return scenarioNamed(given, allScenarios(), ({ name }) => name);
}

/**
 * @param given a name, or the number in the list
 * @throws Problem unknown_scenario
 */
export function scenarioNamed(
  given: string,
  all: readonly Scenario[],
  nameOf: (scenario: Scenario) => string,
): Scenario {
  const found = all.find((each) => nameOf(each) === given) ?? all[numberOf(given) - 1];
  if (found) return found;
  const names = all.map(nameOf);
  const nearest = nearestName(given, names) ?? "";
  const known = names.length > FEW ? "" : names.join(", ");
  throw new Problem("unknown_scenario", { name: given, nearest, known });
}

function numberOf(given: string): number {
  return /^\d+$/.test(given) ? Number(given) : Number.NaN;
}

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
  const nearest = nearestName(given, all.map(nameOf)) ?? "";
  throw new Problem("unknown_scenario", { name: given, nearest });
}

function numberOf(given: string): number {
  return /^\d+$/.test(given) ? Number(given) : Number.NaN;
}

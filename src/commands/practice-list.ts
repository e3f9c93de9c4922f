/** restamp practice --list: what can be played, and what has been. */
import type { ExitCode } from "../core/problem.ts";
import { readProgress } from "../io/practice/progress.ts";
import type { Scenario } from "../practice/scenario.ts";
import type { Console } from "./console.ts";

/** @param callName what one is called on the command line */
export function listScenarios(
  scenarios: readonly Scenario[],
  { json, print, printJson, text }: Console,
  callName: (scenario: Scenario) => string = ({ name }) => name,
): ExitCode {
  const { played } = readProgress(process.env);
  const words = (scenario: Scenario) => scenario.words[text.language];
  if (json) {
    printJson(
      scenarios.map((scenario) => {
        const { title, story } = words(scenario);
        const { states, verdict, problem, path } = scenario;
        const name = callName(scenario);
        const runs = played[scenario.name] ?? [];
        return { name, title, story, states, verdict, problem, path, played: runs };
      }),
    );
    return 0;
  }
  for (const [index, scenario] of scenarios.entries()) {
    const number = String(index + 1).padStart(2);
    const runs = played[scenario.name] ?? [];
    const how = runs.some(({ isHealthy }) => isHealthy);
    const mark = runs.length > 0 ? `  (${text.coach.done(how)})` : "";
    print(`${number}  ${callName(scenario).padEnd(NAME_WIDTH)}${words(scenario).title}${mark}`);
  }
  return 0;
}

const NAME_WIDTH = 24;

/** Where the scenarios of the practice are read from. What stands in them is src/practice's business. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { Problem } from "../../core/problem.ts";
import { scenarioFolder } from "../package-root.ts";

export interface ScenarioFile {
  readonly name: string;
  /** What it is called in messages. */
  readonly path: string;
  readonly text: string;
}

export const SCENARIO_ENDING = ".toml";

/** `07-unknown-stamp.toml`: the number orders them, the rest is the name. */
const FILE_NAME = /^(\d+)-([a-z][a-z0-9-]*)\.toml$/;

/** @returns the scenarios that come with restamp, in the order in which a newcomer plays them */
export function readScenarioFiles(folder = scenarioFolder()): readonly ScenarioFile[] {
  return readdirSync(folder)
    .map((file) => FILE_NAME.exec(file))
    .filter((match) => match !== null)
    .sort(([, one], [, other]) => Number(one) - Number(other))
    .map(([file, , name = ""]) => ({
      name,
      path: file,
      text: readFileSync(join(folder, file), "utf8"),
    }));
}

/**
 * @param from the folder in which the operator stands
 * @throws Problem bad_scenario when it cannot be read
 */
export function readScenarioFile(path: string, from: string): ScenarioFile {
  const name = basename(path, SCENARIO_ENDING);
  try {
    return { name, path, text: readFileSync(resolve(from, path), "utf8") };
  } catch (error) {
    const what = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("bad_scenario", { path, field: "", expected: "readable", what }, error);
  }
}

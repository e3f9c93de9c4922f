/** What came of one target, for every format of the report. */
import { visibleLines } from "../../core/display.ts";
import { asProblem, type ExitCode } from "../../core/problem.ts";
import type { Text } from "../../text/index.ts";
import { problemAnnotation } from "../github/annotations.ts";
import type { Annotation } from "../github/workflow-command.ts";
import { type ProblemJson, problemJson } from "../json.ts";
import type { Place } from "./targets.ts";

export interface Outcome {
  readonly exit: ExitCode;
  /** In a cell of the table. */
  readonly said: string;
  /** More of it, where something is wrong. */
  readonly details: readonly string[];
  readonly annotations: readonly Annotation[];
  /** Where it really is; null where it was not reached. */
  readonly place: Place | null;
  readonly json: { readonly result?: unknown; readonly error?: ProblemJson };
}

/** @param configPath alembic.ini, where annotations may stand */
export function outcomeOfProblem(error: unknown, configPath: string | null, text: Text): Outcome {
  const problem = asProblem(error);
  const { error: told } = problemJson(problem, text);
  const trace = problem.code === "bug" && problem.cause instanceof Error ? problem.cause.stack : "";
  return {
    exit: problem.exitCode,
    said: told.what,
    details: [...problemLines(told, text), ...visibleLines(trace ?? "").filter((line) => line)],
    annotations: [problemAnnotation(problem, configPath, text)],
    place: null,
    json: { error: told },
  };
}

/** @returns why, and what next; what happened stands in the table */
export function problemLines({ why, next }: ProblemJson, { cli }: Text): string[] {
  const { error } = cli;
  const whys = visibleLines(why).filter((line) => line !== "");
  return [
    ...whys.map((line) => `${error.why} ${line}`),
    ...(next === "" ? [] : [`${error.next} ${next}`]),
  ];
}

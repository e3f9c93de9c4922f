/** Plain output: results to stdout, progress and messages to stderr. */
import { visible, visibleLines } from "../core/display.ts";
import type { Problem } from "../core/problem.ts";
import type { CommandLog } from "../io/ports/command.ts";
import type { Text } from "../text/index.ts";
import { problemJson } from "./json.ts";

export interface Console {
  readonly json: boolean;
  readonly text: Text;
  /** A result. */
  print(line: string): void;
  printJson(value: unknown): void;
  /** Progress. */
  tell(line: string): void;
  problem(problem: Problem): void;
}

export function openConsole(json: boolean, text: Text): Console {
  const tell = (line: string) => process.stderr.write(`${visible(line)}\n`);
  const printJson = (value: unknown) => process.stdout.write(`${safeJson(value)}\n`);
  return {
    json,
    text,
    print: (line) => process.stdout.write(`${visible(line)}\n`),
    printJson,
    tell,
    problem: (problem) => {
      if (json) printJson(problemJson(problem, text));
      const { what, why, next } = text.problems[problem.code](problem.details);
      const { error } = text.cli;
      tell(`${error.what} ${what}`);
      for (const line of visibleLines(why)) if (line !== "") tell(`${error.why} ${line}`);
      if (next !== "") tell(`${error.next} ${next}`);
      if (problem.code === "bug" && problem.cause instanceof Error) {
        for (const line of visibleLines(problem.cause.stack ?? "")) tell(line);
      }
    },
  };
}

/** JSON in which no character can move a terminal's cursor: these are escaped, and mean the same. */
function safeJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) =>
    character === "\n" ? character : escaped(character),
  );
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}

/** Every command and statement, as it is run. */
export function verboseLog({ tell, text: { screens } }: Console): CommandLog {
  return ({ kind, text, output, took, failed }) => {
    const [first = "", ...more] = text.split("\n");
    tell(`${kind === "sql" ? ">" : "$"} ${first}${more.length > 0 ? " …" : ""}`);
    for (const line of output) tell(`  ${line}`);
    const { took: time, failed: failure } = screens.log;
    tell(`  ${time(Math.round(took))}${failed ? `, ${failure}` : ""}`);
  };
}

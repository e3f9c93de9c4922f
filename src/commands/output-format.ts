/** How results are printed: in words, as JSON, or as annotations of a GitHub job. */
import { Problem } from "../core/problem.ts";
import { findConfig } from "../io/project/find-config.ts";
import type { Text } from "../text/index.ts";
import { isForPrograms } from "../text/language.ts";
import { type Console, openConsole } from "./console.ts";
import { problemAnnotation } from "./github/annotations.ts";
import { workflowCommand } from "./github/workflow-command.ts";

export const OUTPUT_FORMATS = ["text", "json", "github"] as const;

export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export interface FormatOptions {
  readonly json?: boolean;
  readonly format?: OutputFormat;
  readonly config?: string;
}

/** @throws Problem usage where two formats are asked for */
export function formatOf({ json, format }: FormatOptions, { cli }: Text): OutputFormat {
  if (json === true && format !== undefined && format !== "json") {
    throw new Problem("usage", { message: cli.twoFormats(format) });
  }
  return json === true ? "json" : (format ?? "text");
}

/** @returns a console that also tells problems in the format that was asked for */
export function consoleFor(options: FormatOptions, text: Text): Console {
  const format = formatOf(options, text);
  const plain = openConsole(format === "json", text);
  if (format !== "github") return plain;
  return {
    ...plain,
    problem: (problem) => {
      plain.print(workflowCommand(problemAnnotation(problem, configPathOf(options.config), text)));
    },
  };
}

/** For a command line that could not be read. */
export function consoleOfLine(argv: readonly string[], text: Text): Console {
  return openConsole(isForPrograms(argv), text);
}

/** @returns alembic.ini, which may be what a problem is about; null where it is not to be found */
export function configPathOf(given: string | undefined): string | null {
  try {
    return findConfig(process.cwd(), given);
  } catch {
    return null;
  }
}

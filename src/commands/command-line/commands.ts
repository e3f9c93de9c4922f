/** All commands, in the order in which a help lists them. */
import { Command } from "commander";
import { withGlobalOptions } from "../global-options.ts";
import { helpIn } from "../help.ts";
import type { Line } from "./command-settings.ts";
import { addExamples } from "./examples.ts";
import { declareHelp } from "./help-commands.ts";
import { declareWork } from "./work-commands.ts";

declare const RESTAMP_VERSION: string;

export function declareCommands(given: Omit<Line, "program">): Command {
  const { text } = given;
  const { help, description } = text.cli;
  const program = withGlobalOptions(new Command("restamp"), text)
    .description(description)
    .configureHelp(helpIn(text))
    .helpOption("-h, --help", help.help)
    .helpCommand(false)
    .version(RESTAMP_VERSION, "-V, --version", help.version)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  const line = { ...given, program };
  declareWork(line);
  declareHelp(line);
  addExamples(program, text);
  return program;
}

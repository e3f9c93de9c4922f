/** What commander says of a command line, in our words. */
import type { Command, CommanderError } from "commander";
import { Problem } from "../core/problem.ts";
import type { Text } from "../text/index.ts";
import { nearestIn, nearestName } from "./nearest-name.ts";

/** Of commander's own messages: what they are about stands in quotes, and a nearest name after it. */
export function usageProblem(error: CommanderError, program: Command, { cli }: Text): Problem {
  // Without the placeholder of the value.
  const [, quoted = ""] = /'([^']*?)(?: <[^']*)?'/.exec(error.message) ?? [];
  const about = excessWords(error) || quoted;
  const owners = error.code === "commander.unknownOption" ? ownersOf(program, about) : "";
  if (owners !== "") return new Problem("usage", { message: cli.optionOfOthers(about, owners) });
  const say = cli.usage[error.code as keyof typeof cli.usage];
  const other = error.message.replace(/^error: /, "").replace(/\s+/g, " ");
  return new Problem("usage", { message: say ? say(about, nearestIn(error)) : other });
}

/** @returns the words that are too many; an empty text where that is not the mistake */
function excessWords({ message }: CommanderError): string {
  const [, taken = "", words = ""] = /Expected (\d+) .* but got \d+: (.*)\.$/s.exec(message) ?? [];
  return words.split(", ").slice(Number(taken)).join(", ");
}

/** @returns the commands that have the option which another one was given */
function ownersOf({ commands }: Command, flag: string): string {
  const owners = commands.filter(({ options }) => options.some(({ long }) => long === flag));
  return owners.map((command) => command.name()).join(", ");
}

/** @returns a problem that names the command whose help has the option, where that is not everybody's */
export function withHelp(
  problem: Problem,
  { commands }: Command,
  argv: readonly string[],
): Problem {
  const { message = "" } = problem.details;
  if (problem.code !== "usage") return problem;
  const owners = commands.filter(({ options }) =>
    options.some(({ long }) => long && new RegExp(`(?:^|\\s)${long}(?![\\w-])`).test(message)),
  );
  const command = owners.find((each) => argv.includes(each.name())) ?? owners[0];
  return command ? new Problem("usage", { message, command: command.name() }, problem) : problem;
}

/** @returns a problem that names the nearest of the commands that there are */
export function unknownCommand(name: string, { cli }: Text): Problem {
  const nearest = nearestName(name, Object.keys(cli.commands)) ?? "";
  return new Problem("usage", { message: cli.unknownCommand(name, nearest) });
}

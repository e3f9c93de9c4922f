/** What restamp's own help says that it takes: to check the words of the docs by. */

import { OUTPUT_FORMATS } from "../../../src/commands/output-format.ts";
import { REHEARSAL_MODES } from "../../../src/core/rehearsal.ts";
import { splitCommand } from "../../../src/io/process/split-command.ts";
import { LANGUAGES, textFor } from "../../../src/text/index.ts";
import { runRestamp } from "../restamp.ts";
import { SCENARIOS } from "../scenarios.ts";

interface Option {
  readonly names: readonly string[];
  readonly takesValue: "no" | "always" | "may";
}

interface Command {
  readonly arguments: number;
  readonly options: readonly Option[];
}

export interface CommandLine {
  readonly options: readonly Option[];
  readonly commands: ReadonlyMap<string, Command>;
}

let known: Promise<CommandLine> | null = null;

/** Asks the program itself, once. To be called inside a test. */
export function readCommandLine(): Promise<CommandLine> {
  known ??= askForHelp();
  return known;
}

async function askForHelp(): Promise<CommandLine> {
  const help = await helpOf();
  const names = [...help.matchAll(/^ {2}([a-z]+)(?: [[<]| +\S)/gm)].map(([, name = ""]) => name);
  const own = names.filter((name) => name !== "restamp" && name !== "help");
  const texts = await Promise.all(own.map((name) => helpOf(name)));
  const commands = own.map((name, at) => {
    const text = texts[at] ?? "";
    const [usage = ""] = text.split("\n");
    const count =
      name === "wizard"
        ? 0
        : [...usage.matchAll(/[[<][a-z]+[\]>]/g)].filter(([word]) => word !== "[options]").length;
    return [name, { arguments: count, options: optionsIn(text) }] as const;
  });
  return { options: optionsIn(help), commands: new Map(commands) };
}

async function helpOf(...command: string[]): Promise<string> {
  const { stdout } = await runRestamp([...command, "--help"]);
  return stdout;
}

function optionsIn(help: string): Option[] {
  return [...help.matchAll(/^ {2}(-\S.*?)(?: {2,}|$)/gm)].map(([, shown = ""]) => ({
    names: [...shown.matchAll(/--?[a-zA-Z][a-z-]*/g)].map(([name]) => name),
    takesValue: shown.includes("<") ? "always" : shown.includes("[") ? "may" : "no",
  }));
}

/** By option: what its value may be, where that is not anybody's own. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  "--format": OUTPUT_FORMATS,
  "--path": Object.keys(textFor("en").plan.paths),
  "--rehearse": REHEARSAL_MODES,
  "--lang": LANGUAGES,
};

/** A value as the docs write it for a value that is the reader's own. */
const PLACEHOLDER = /^[A-Z][A-Z_ ]*$|^…|…$/;

/**
 * @param typed a command line that begins with restamp
 * @returns what is wrong with it; null where it is right
 */
export function faultOf(typed: string, line: CommandLine): string | null {
  // What a pipe or a file gets is nothing of it, unless that stands in quotes.
  const [own = ""] = /^(?:"[^"]*"|'[^']*'|[^"'|>])*/.exec(typed) ?? [];
  const [, ...words] = splitCommand(own.trim());
  const left: string[] = [];
  const given: [name: string, value: string | undefined][] = [];
  const all = [...line.options, ...[...line.commands.values()].flatMap(({ options }) => options)];
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (!word.startsWith("-")) left.push(word);
    else {
      const option = all.find(({ names }) => names.includes(word));
      if (!option) return `there is no option ${word}`;
      const next = words[at + 1];
      const isValue = option.takesValue === "always" || next?.startsWith("-") === false;
      const hasValue = option.takesValue !== "no" && isValue;
      if (hasValue && next === undefined) return `${word} needs a value`;
      given.push([word, hasValue ? next : undefined]);
      if (hasValue) at += 1;
    }
  }
  const [name = "wizard", ...rest] = left;
  const command = line.commands.get(name);
  if (!command) return `there is no command ${name}`;
  if (rest.length > command.arguments) return `${name} does not take ${rest.join(" ")}`;
  for (const [option, value] of given) {
    const isTaken = [...line.options, ...command.options].some(({ names }) =>
      names.includes(option),
    );
    if (!isTaken) return `${name} has no option ${option}`;
    const values = VALUES[option];
    if (values && value !== undefined && !PLACEHOLDER.test(value) && !values.includes(value))
      return `${option} cannot be ${value}`;
  }
  const isOwn = given.some(([option]) => option === "--project");
  return name === "practice" ? scenarioFault(rest[0], isOwn) : null;
}

/** @param isOwn whether a chain of one's own is broken, in ways that have names of their own */
function scenarioFault(name: string | undefined, isOwn: boolean): string | null {
  if (name === undefined || PLACEHOLDER.test(name) || name.includes("/") || /^\d+$/.test(name))
    return null;
  const known = isOwn ? Object.keys(textFor("en").ownChain) : SCENARIOS.map((each) => each.name);
  return known.includes(name) ? null : `there is no scenario ${name}`;
}

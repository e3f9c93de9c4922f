/** The manual page, in roff with the man macros: groff_man(7). */
import type { Text } from "../../text/index.ts";
import { type Example, examplesOf } from "./examples.ts";
import { type CommandTree, namesOf, type OptionTree, ownOptions } from "./tree.ts";

export function manualPage(program: CommandTree, version: string, text: Text): string {
  const { commandLine } = text;
  const { title, sections, synopsis, description, environment, files } = commandLine.manual;
  const lines = [
    `.TH RESTAMP 1 "" "restamp ${version}" "${escaped(title)}"`,
    // Neither hyphens nor wider spaces, which would break up what is typed.
    ".nh\n.ad l",
    section(sections.name),
    `restamp \\- ${escaped(program.description)}`,
    section(sections.synopsis),
    `.B restamp\n[\\fI${synopsis.options}\\fR ...] [\\fI${synopsis.command}\\fR]`,
    section(sections.description),
    description.map(escaped).join("\n.PP\n"),
    section(sections.commands),
    ...program.commands.flatMap((command) => commandLines(program, command, text)),
    section(sections.options),
    ...program.options.map((option) => optionLines(option, text)),
    section(sections.exit),
    ...commandLine.exitCodes.map(tagged),
    section(sections.environment),
    ...Object.entries(environment).map(tagged),
    section(sections.files),
    ...Object.entries(files).map(tagged),
    section(sections.examples),
    ...examplesOf("restamp", text).map(exampleLines),
    section(sections.seeAlso),
    ".BR alembic (1),\n.BR pg_dump (1),\n.BR psql (1)",
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(program: CommandTree, command: CommandTree, text: Text): string[] {
  const { name, description } = command;
  const examples = examplesOf(name, text);
  const words = command.arguments.map(({ name, required }) => {
    const word = `\\fI${escaped(inWords(name, text))}\\fR`;
    return required ? ` ${word}` : ` [${word}]`;
  });
  return [
    `.SS \\fB${escaped(name)}\\fR${words.join("")}`,
    escaped(description),
    ...ownOptions(program, command).map((option) => optionLines(option, text)),
    ...examples.slice(0, 1).map(() => `.PP\n${escaped(text.commandLine.examplesTitle)}`),
    ...examples.map(exampleLines),
  ];
}

function optionLines(option: OptionTree, text: Text): string {
  const names = namesOf(option).map((name) => `\\fB${escaped(name)}\\fR`);
  const word = option.value === null ? "" : `\\fI${escaped(inWords(option.value, text))}\\fR`;
  const value = word === "" ? "" : option.needsValue ? ` ${word}` : ` [${word}]`;
  return `.TP\n${names.join(", ")}${value}\n${escaped(option.description)}`;
}

/** What stands for a value is said in the reader's language, as in the help. */
const inWords = (name: string, { cli }: Text) =>
  (cli.help.words as Readonly<Record<string, string>>)[name] ?? name;

const exampleLines = ({ line, does }: Example) => tagged([line, does]);

const tagged = ([name = "", means = ""]: readonly string[]) =>
  `.TP\n\\fB${escaped(name)}\\fR\n${escaped(means)}`;

const section = (name: string) => `.SH ${escaped(name)}`;

/** A hyphen would be drawn as another character, which cannot be pasted into a shell. */
function escaped(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("'", "\\(aq")
    .replace(/^[.]/gm, "\\&.");
}

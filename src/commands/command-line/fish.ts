/** The completion for fish. */
import { type CommandTree, type OptionTree, ownOptions } from "./tree.ts";
import { type Values, valuesOf, valuesOfArgument } from "./values.ts";

const ACTIONS = {
  folders: "(__fish_complete_directories)",
  commands: "(__fish_complete_command)",
  sessions: "(__restamp_sessions)",
} as const;

const SESSIONS = [
  "function __restamp_sessions",
  "  set -l state $XDG_STATE_HOME",
  '  test -n "$state"; or set state ~/.local/state',
  "  for file in $state/restamp/sessions/*.jsonl",
  "    string replace -r '.*/(.*)\\.jsonl$' '$1' -- $file",
  "  end",
  "end",
];

export function fishCompletion(program: CommandTree): string {
  const lines = [
    "# restamp completion fish",
    ...SESSIONS,
    "complete -c restamp -f",
    ...program.options.map((option) => `complete -c restamp${optionWords(option)}`),
    ...program.commands.flatMap((command) => commandLines(program, command)),
  ];
  return `${lines.join("\n")}\n`;
}

function commandLines(program: CommandTree, command: CommandTree): string[] {
  const { name, description } = command;
  const within = `complete -c restamp -n '__fish_seen_subcommand_from ${name}'`;
  const values = command.arguments.map((each) => valuesOfArgument(program, command, each));
  return [
    `complete -c restamp -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ...ownOptions(program, command).map((option) => `${within}${optionWords(option)}`),
    ...values.filter(isAny).map((each) => `${within}${choices(each)}`),
  ];
}

function optionWords(option: OptionTree): string {
  const { short, long, needsValue, description } = option;
  const names = [short && ` -s ${short.slice(1)}`, long && ` -l ${long.slice(2)}`].join("");
  const chosen = !needsValue ? "" : ` -r${choices(valuesOf(option)) || " -f"}`;
  return `${names}${chosen} -d ${quoted(description)}`;
}

const isAny = ({ words, also }: Values) => words.length > 0 || also !== null;

/** Names of files are what fish offers by itself, unless it is told not to. */
function choices({ words, also }: Values): string {
  const action = also === null || also === "files" ? [] : [ACTIONS[also]];
  const all = [...words, ...action];
  const listed = all.length > 0 ? ` -a ${quoted(all.join(" "))}` : "";
  if (also === "files") return ` -F${listed}`;
  return listed === "" ? "" : ` -f${listed}`;
}

const quoted = (text: string) => `'${text.replace(/[\\']/g, "\\$&")}'`;

/** The completion for zsh. */
import { type CommandTree, namesOf, type OptionTree, ownOptions } from "./tree.ts";
import { type Values, valuesOf, valuesOfArgument } from "./values.ts";

const ACTIONS = {
  files: "_files",
  folders: "_files -/",
  commands: "_command_names",
  sessions: "_restamp_sessions",
} as const;

export function zshCompletion(program: CommandTree): string {
  const commands = program.commands.map(({ name, description }) =>
    quoted(`${name}:${escaped(description)}`),
  );
  return `#compdef restamp
# restamp completion zsh
_restamp_sessions() {
  compadd "$@" -- "\${XDG_STATE_HOME:-$HOME/.local/state}"/restamp/sessions/*.jsonl(N:t:r)
}
_restamp() {
  local curcontext=$curcontext state state_descr line ret=1
  typeset -A opt_args
  local -a options commands
  options=(
${lines(program.options.flatMap(specs), "    ")}
  )
  commands=(
${lines(commands, "    ")}
  )
  _arguments -C $options '1:command:->command' '*::argument:->argument' && ret=0
  case $state in
    command) _describe -t commands command commands && ret=0 ;;
    argument)
      case $words[1] in
${program.commands.map((command) => branch(program, command)).join("\n")}
      esac ;;
  esac
  return ret
}
if [[ $funcstack[1] == _restamp ]]; then _restamp "$@"; else compdef _restamp restamp; fi
`;
}

function branch(program: CommandTree, command: CommandTree): string {
  const [first] = command.arguments;
  const argument = first
    ? [quoted(`1:${first.name}:${action(valuesOfArgument(program, command, first))}`)]
    : [];
  const all = [...ownOptions(program, command).flatMap(specs), ...argument];
  const more = all.length > 0 ? ` \\\n${all.map((spec) => `          ${spec}`).join(" \\\n")}` : "";
  return `        ${command.name}) _arguments $options${more} && ret=0 ;;`;
}

/** One for each name, which leaves the other out; -x may come again. */
function specs(option: OptionTree): string[] {
  const names = namesOf(option);
  const before = option.long === null ? "*" : names.length > 1 ? `(${names.join(" ")})` : "";
  return names.map((name) => {
    const colons = option.needsValue ? ":" : "::";
    const value =
      option.value === null ? "" : `${colons}${option.value}:${action(valuesOf(option))}`;
    const joined = value === "" ? "" : name.startsWith("--") ? "=" : "+";
    return quoted(`${before}${name}${joined}[${escaped(option.description)}]${value}`);
  });
}

function action({ words, also }: Values): string {
  const listed = words.length > 0 ? `(${words.join(" ")})` : "";
  if (also === null) return listed || " ";
  if (listed === "") return ACTIONS[also];
  return `{compadd -- ${words.join(" ")}; ${ACTIONS[also]}}`;
}

const escaped = (text: string) => text.replace(/[\\[\]:]/g, "\\$&");

const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

const lines = (all: readonly string[], indent: string) =>
  all.map((each) => `${indent}${each}`).join("\n");

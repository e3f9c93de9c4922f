/** The completion for bash: 3.2, as macOS has it, and newer. */
import { type CommandTree, namesOf, type OptionTree, ownOptions } from "./tree.ts";
import { type Values, valuesOf, valuesOfArgument } from "./values.ts";

const COMPGEN = {
  files: "-f",
  folders: "-d",
  commands: "-c",
  sessions: '-W "$(_restamp_sessions)"',
} as const;

export function bashCompletion(program: CommandTree): string {
  const commands = program.commands.map((command) => ({
    name: command.name,
    options: [...program.options, ...ownOptions(program, command)],
    argument: command.arguments[0] && valuesOfArgument(program, command, command.arguments[0]),
  }));
  const withValue = unique([...program.options, ...commands.flatMap(({ options }) => options)])
    .filter(({ value }) => value !== null)
    .map((option) => ({ names: namesOf(option).join(" | "), values: reply(valuesOf(option)) }));
  const known = withValue.filter(({ values }) => values !== "");
  const free = withValue.filter(({ values }) => values === "");
  const names = program.commands.map(({ name }) => name);
  return `# restamp completion bash
_restamp_sessions() {
  local file
  for file in "\${XDG_STATE_HOME:-$HOME/.local/state}"/restamp/sessions/*.jsonl; do
    file=\${file##*/}
    if [[ $file != '*'* ]]; then echo "\${file%.jsonl}"; fi
  done
}
_restamp() {
  local IFS=$'\\n' cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} command= at
  COMPREPLY=()
  # --lang=ru comes as three words.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=\${COMP_WORDS[COMP_CWORD - 2]}; fi
  for ((at = 1; at < COMP_CWORD; at++)); do
    case \${COMP_WORDS[at]} in
      ${withValue.map((option) => option.names).join(" | ")})
        if [[ \${COMP_WORDS[at + 1]} == = ]]; then ((at++)); fi
        ((at++)) ;;
      -*) ;;
      *) command=\${COMP_WORDS[at]}; break ;;
    esac
  done
  case $prev in
${known.map(({ names, values }) => `    ${names}) ${values} return ;;`).join("\n")}
    ${free.map(({ names }) => names).join(" | ")}) return ;;
  esac
  case $command in
    '') ${offer(program.options, { words: names, also: null })} ;;
${commands.map(({ name, options, argument }) => `    ${name}) ${offer(options, argument)} ;;`).join("\n")}
  esac
}
complete -F _restamp restamp
`;
}

/** An option that several commands have is one. */
function unique(options: readonly OptionTree[]): OptionTree[] {
  const names = options.map((option) => namesOf(option).join());
  return options.filter((_, at) => names.indexOf(names[at] ?? "") === at);
}

/** Options after a dash, and where there is nothing else to type. */
function offer(options: readonly OptionTree[], values: Values | undefined): string {
  const dashed = reply({ words: options.flatMap(namesOf), also: null });
  if (!values || (values.words.length === 0 && values.also === null)) return dashed;
  return `if [[ $cur == -* ]]; then ${dashed} else ${reply(values)} fi`;
}

function reply({ words, also }: Values): string {
  const all = words.length > 0 ? [`compgen -W $'${words.join("\\n")}' -- "$cur"`] : [];
  if (also !== null) all.push(`compgen ${COMPGEN[also]} -- "$cur"`);
  if (all.length === 0) return "";
  const files = also === "files" || also === "folders" ? "compopt -o filenames 2> /dev/null; " : "";
  return `${files}COMPREPLY=($(${all.join("; ")}));`;
}

/** The examples under --help and in the manual. What each does is said in src/text. */
import type { Command } from "commander";
import type { Text } from "../../text/index.ts";

export interface Example {
  readonly line: string;
  readonly does: string;
}

type Exemplified = keyof Text["commandLine"]["examples"];

/** By command; `restamp` is the program itself. In the order of the sentences. */
const LINES: Readonly<Record<Exemplified, readonly string[]>> = {
  restamp: [
    "restamp",
    "restamp -c backend/alembic.ini diagnose",
    "restamp plan --json",
    "restamp repair --yes",
    "restamp practice",
  ],
  wizard: [
    "restamp",
    "restamp --url postgresql://app@db.internal/app --lang ru",
    "ssh -t server 'cd /srv/app/backend && restamp'",
  ],
  diagnose: [
    "restamp diagnose",
    "restamp diagnose --json",
    "restamp diagnose --targets databases.txt --format github",
  ],
  plan: [
    "restamp plan",
    "restamp plan --path replay",
    "restamp plan --path adopt --stamp c7a3d9e12f8b",
  ],
  repair: [
    "restamp repair --yes",
    "restamp repair --yes --path reset --confirm app",
    "restamp repair --yes --targets databases.txt --parallel 1 --fail-fast",
  ],
  record: [
    "restamp record",
    "restamp record --all --shadow same-server",
    "restamp record --reference /tmp/reference.json",
  ],
  sessions: ["restamp sessions", "restamp sessions --json"],
  undo: [
    "restamp undo",
    "restamp undo --yes",
    "restamp undo 2026-03-01-0930-a1b2 --yes --confirm app",
  ],
  practice: ["restamp practice", "restamp practice --list", "restamp practice 3 --lang ru"],
  completion: [
    "restamp completion bash > ~/.local/share/bash-completion/completions/restamp",
    "restamp completion zsh > ~/.zfunc/_restamp",
    "restamp completion fish > ~/.config/fish/completions/restamp.fish",
  ],
  man: [
    "restamp man | man -l -",
    "restamp man | sudo tee /usr/local/share/man/man1/restamp.1 > /dev/null",
  ],
};

/** @returns none for a command that has none, such as `help` */
export function examplesOf(command: string, { commandLine }: Text): readonly Example[] {
  if (!Object.hasOwn(LINES, command)) return [];
  const name = command as Exemplified;
  return LINES[name].map((line, at) => ({ line, does: commandLine.examples[name][at] ?? "" }));
}

/** Long command lines have what they do in a line of its own, so that nothing is wrapped. */
const MOST_COLUMNS = 80;

/** Puts the examples under the help of every command, and the exit codes under the program's. */
export function addExamples(program: Command, text: Text): void {
  const { exitTitle, exitCodes, optionsOfAll } = text.commandLine;
  const codes = exitCodes.map(([code = "", means = ""]) => `  ${code.padEnd(10)}${means}`);
  program.addHelpText("after", [examplesText("restamp", text), exitTitle, ...codes].join("\n"));
  for (const command of program.commands) {
    command.addHelpText("after", [examplesText(command.name(), text), optionsOfAll].join("\n"));
  }
}

function examplesText(name: string, text: Text): string {
  const examples = examplesOf(name, text);
  if (examples.length === 0) return "";
  const width = Math.max(...examples.map(({ line }) => line.length)) + 2;
  const fits = examples.every(({ does }) => 2 + width + does.length <= MOST_COLUMNS);
  const lines = examples.flatMap(({ line, does }) =>
    fits ? [`  ${line.padEnd(width)}${does}`] : [`  ${line}`, `      ${does}`],
  );
  return ["", text.commandLine.examplesTitle, ...lines, ""].join("\n");
}

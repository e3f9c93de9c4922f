/** What can stand where a value is expected. */
import { REPAIR_PATHS } from "../../core/plan/types.ts";
import { REHEARSAL_MODES } from "../../core/rehearsal.ts";
import { LANGUAGES } from "../../text/types.ts";
import { SHADOWS } from "../option-values.ts";
import { OUTPUT_FORMATS } from "../output-format.ts";
import { allScenarios } from "../scenarios.ts";
import type { ArgumentTree, CommandTree, OptionTree } from "./tree.ts";

export const SHELLS = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof SHELLS)[number];

export interface Values {
  readonly words: readonly string[];
  /** What the shell itself knows or can list: names of files, of folders, of commands; sessions. */
  readonly also: "files" | "folders" | "commands" | "sessions" | null;
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  "--backup": ["none"],
  "--format": OUTPUT_FORMATS,
  "--lang": LANGUAGES,
  "--path": REPAIR_PATHS,
  "--rehearse": REHEARSAL_MODES,
  "--shadow": SHADOWS,
};

/** By what stands for the value in the help. */
const ALSO: Readonly<Record<string, Values["also"]>> = {
  file: "files",
  folder: "folders",
  command: "commands",
};

/** @returns nothing to choose from where any text will do, such as a URL */
export function valuesOf({ long, value }: OptionTree): Values {
  return { words: WORDS[long ?? ""] ?? [], also: ALSO[value ?? ""] ?? null };
}

/** @param command of `program`, with that argument */
export function valuesOfArgument(
  program: CommandTree,
  command: CommandTree,
  { name }: ArgumentTree,
): Values {
  if (command.name === "practice") {
    return { words: allScenarios().map((scenario) => scenario.name), also: "files" };
  }
  if (name === "session") return { words: [], also: "sessions" };
  if (name === "shell") return { words: SHELLS, also: null };
  if (name === "command") return { words: program.commands.map((each) => each.name), also: null };
  return { words: [], also: null };
}

/** The command line as data, read off the program itself: for the completion and the manual. */
import type { Command, Option } from "commander";

export interface OptionTree {
  readonly short: string | null;
  readonly long: string | null;
  /** What stands for its value in the help, such as `file`; null where it takes none. */
  readonly value: string | null;
  readonly needsValue: boolean;
  readonly description: string;
}

export interface ArgumentTree {
  readonly name: string;
  readonly required: boolean;
}

export interface CommandTree {
  readonly name: string;
  readonly description: string;
  readonly arguments: readonly ArgumentTree[];
  readonly options: readonly OptionTree[];
  readonly commands: readonly CommandTree[];
}

export function treeOf(command: Command): CommandTree {
  const help = command.createHelp();
  return {
    name: command.name(),
    description: command.description(),
    arguments: command.registeredArguments.map((each) => ({
      name: each.name(),
      required: each.required,
    })),
    options: help.visibleOptions(command).map(optionTree),
    commands: help.visibleCommands(command).map(treeOf),
  };
}

function optionTree({ short, long, flags, required, description }: Option): OptionTree {
  const [, value = null] = /[<[]([^\].>]+)/.exec(flags) ?? [];
  return { short: short ?? null, long: long ?? null, value, needsValue: required, description };
}

/** @returns both names of an option, or the one that it has */
export function namesOf({ short, long }: OptionTree): string[] {
  return [short, long].filter((name) => name !== null);
}

/** @returns the options that only this command takes, and not every command of the program */
export function ownOptions(program: CommandTree, { options }: CommandTree): OptionTree[] {
  const everywhere = new Set(program.options.flatMap(namesOf));
  return options.filter((option) => !namesOf(option).some((name) => everywhere.has(name)));
}

/** The options by which one call is about several databases, or several schemas of one. */
import type { Command } from "commander";
import { Problem } from "../../core/problem.ts";
import type { Text } from "../../text/index.ts";
import type { TargetOptions } from "../port-settings.ts";

export interface SeveralOptions {
  /** A file with a URL on each line. */
  readonly targets?: string;
  readonly parallel?: number;
  readonly failFast?: boolean;
}

/** As the command line has them: --schema may be repeated. */
export type GivenTarget = Omit<TargetOptions, "schema"> & { readonly schema?: readonly string[] };

export const AT_A_TIME = 4;

/** Gives a command the options. @returns the command */
export function takesSeveral(command: Command, { cli }: Text): Command {
  const { options } = cli;
  return command
    .option("--targets <file>", options.targets)
    .option("--parallel <count>", options.parallel, (value) => count(value, cli), AT_A_TIME)
    .option("--fail-fast", options.failFast);
}

export function isForSeveral({ targets, schema = [] }: SeveralOptions & GivenTarget): boolean {
  return targets !== undefined || schema.length > 1;
}

/** @throws Problem usage for options that say nothing of one database; a list of schemas may have one alone */
export function requireSeveral(
  { targets, schema = [], failFast }: SeveralOptions & GivenTarget,
  command: Command,
  { cli }: Text,
): void {
  if (targets !== undefined || schema.length > 0) return;
  const isPaced = command.getOptionValueSource("parallel") === "cli";
  const option = isPaced ? "--parallel" : failFast ? "--fail-fast" : null;
  if (option !== null) throw new Problem("usage", { message: cli.onlyOfSeveral(option) });
}

/** @throws Problem usage where several schemas are given to a command that works in one */
export function inOneSchema<Given extends GivenTarget>(
  given: Given,
  { cli }: Text,
): Omit<Given, "schema"> & { readonly schema?: string } {
  const { schema = [], ...rest } = given;
  const [only, another] = schema;
  if (another !== undefined) throw new Problem("usage", { message: cli.severalSchemas });
  return only === undefined ? rest : { ...rest, schema: only };
}

const WAYS = { url: "--url", envFile: "--env-file", via: "--via", compose: "--compose" } as const;

/** What a settings file says of one database, which does not count where a file names several. */
export const OTHER_WAYS: readonly string[] = Object.values(WAYS).map((way) => way.slice(2));

/** @throws Problem usage where options contradict each other */
export function requireOneMeaning(
  given: SeveralOptions & GivenTarget & { readonly confirm?: string },
  { cli }: Text,
): void {
  const refuse = (message: string) => new Problem("usage", { message });
  const { schema = [] } = given;
  const twice = schema.find((name, at) => schema.indexOf(name) !== at);
  if (twice !== undefined) throw refuse(cli.schemaTwice(twice));
  // Rows are let go one database at a time, by its name.
  if (given.confirm !== undefined) throw refuse(cli.confirmOfSeveral);
  if (given.targets === undefined) return;
  for (const [name, option] of Object.entries(WAYS)) {
    if (given[name as keyof typeof WAYS] !== undefined) throw refuse(cli.oneWay(option));
  }
}

function count(value: string, cli: Text["cli"]): number {
  if (/^[1-9]\d{0,2}$/.test(value)) return Number(value);
  throw new Problem("usage", { message: cli.badParallel(value) });
}

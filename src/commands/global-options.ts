/** The options that every command takes. Each is a key of restamp.toml as well, but the one that leaves that out. */
import { type Command, Option } from "commander";
import type { Language, Text } from "../text/index.ts";
import { optionValues } from "./option-values.ts";
import type { GivenTarget } from "./targets/options.ts";

export interface GlobalOptions extends GivenTarget {
  readonly ascii?: boolean;
  readonly color: boolean;
  readonly screenReader?: boolean;
  readonly json?: boolean;
  readonly verbose?: boolean;
  readonly lang?: Language;
  readonly ignoreSettings?: boolean;
}

/** No file can say this of itself. */
export const IGNORE_SETTINGS = "--ignore-settings";

/** A placeholder says what a value is: paths are relative to where they were written. */
export function withGlobalOptions(program: Command, text: Text): Command {
  const { options } = text.cli;
  const { lockTimeout, rehearsalMode, language, service, command, shadow } = optionValues(text);
  return program
    .option("-c, --config <file>", options.config)
    .option("-n, --name <section>", options.name)
    .option("-x <arg>", options.x, repeated)
    .option("--env-file <file>", options.envFile)
    .option("--url <url>", options.url)
    .option("--via <command>", options.via, command)
    .option("--compose [service]", options.compose, service)
    .option("--schema <name>", options.schema, repeated)
    .addOption(new Option("--alembic <command>", options.alembic).env("RESTAMP_ALEMBIC"))
    .option("--reference <file>", options.reference)
    .option("--shadow <where>", options.shadow, shadow)
    .option("--backup <folder>", options.backup)
    .addOption(new Option("--pg-dump <command>", options.pgDump).env("RESTAMP_PG_DUMP"))
    .option("--rehearse <how>", options.rehearse, rehearsalMode, "schema")
    .option("--lock-timeout <time>", options.lockTimeout, lockTimeout, "10s")
    .option("--lang <language>", options.lang, language)
    .option("--ascii", options.ascii)
    .option("--no-color", options.noColor)
    .option("--screen-reader", options.screenReader)
    .option("--json", options.json)
    .option("-v, --verbose", options.verbose)
    .option(IGNORE_SETTINGS, options.ignoreSettings);
}

const repeated = (value: string, before: readonly string[] = []) => [...before, value];

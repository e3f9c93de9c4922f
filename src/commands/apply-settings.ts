/** What a settings file says takes the place of options that nobody has given. */
import { dirname } from "node:path";
import type { Command, Option } from "commander";
import { isUrlFault, parseIncompleteUrl } from "../core/database-url.ts";
import { Problem } from "../core/problem.ts";
import type { SettingsFile } from "../io/project/settings-file.ts";
import { IGNORE_SETTINGS } from "./global-options.ts";
import { nearestName } from "./nearest-name.ts";
import { settingValue } from "./setting-value.ts";

/** What became of a settings file. */
export interface AppliedSettings {
  readonly path: string;
  /** Whose values counted: those given otherwise did not. */
  readonly keys: readonly string[];
  /** Whether it tells a password to whoever may log in. */
  readonly tellsPassword: boolean;
}

/** Files are written for this version, which they may name. */
const VERSION = 1;

/**
 * @param program has parsed its command line
 * @param without keys that do not count beside what was given
 * @throws Problem settings_newer, settings_unknown, settings_invalid
 */
export function applySettings(
  program: Command,
  file: SettingsFile,
  without: readonly string[] = [],
): AppliedSettings {
  const { path } = file;
  const { version, ...table } = file.table;
  requireKnownVersion(path, version);
  const options = optionsByKey(program);
  const keys: string[] = [];
  for (const [key, written] of Object.entries(table)) {
    const option = options.get(key);
    if (!option) throw unknownKey(path, key, program, [...options.keys()]);
    const value = settingValue(option, written, { path, key, folder: dirname(path) });
    if (value === undefined || isGiven(program, option) || without.includes(key)) continue;
    program.setOptionValueWithSource(option.attributeName(), value, "config");
    keys.push(key);
  }
  const texts = Object.values(table).flat();
  return { path, keys, tellsPassword: file.isReadableByOthers && texts.some(holdsPassword) };
}

function requireKnownVersion(path: string, version: unknown): void {
  if (version === undefined || version === VERSION) return;
  const details = { path, key: "version", version: String(version), known: String(VERSION) };
  throw typeof version === "number" && version > VERSION
    ? new Problem("settings_newer", details)
    : new Problem("settings_invalid", { ...details, expected: "version" });
}

const OF_ONE_CALL = ["--version", IGNORE_SETTINGS];

/** The options of the program itself, as a file calls them. */
function optionsByKey(program: Command): ReadonlyMap<string, Option> {
  const settable = program.options.filter(({ long }) => !OF_ONE_CALL.includes(long ?? ""));
  return new Map(settable.map((option) => [keyOf(option), option]));
}

function keyOf(option: Option): string {
  return option.negate ? option.name().replace(/^no-/, "") : option.name();
}

/** On the command line, or in the environment; an empty variable is none. */
function isGiven(program: Command, option: Option): boolean {
  const name = option.attributeName();
  const source = program.getOptionValueSource(name);
  return source === "cli" || (source === "env" && program.getOptionValue(name) !== "");
}

function unknownKey(path: string, key: string, program: Command, known: string[]): Problem {
  const owners = program.commands.filter(({ options }) => options.some((o) => keyOf(o) === key));
  return new Problem("settings_unknown", {
    path,
    key,
    owners: owners.map((command) => command.name()).join(", "),
    nearest: nearestName(key, known) ?? "",
    known: known.join(", "),
  });
}

/** Also as `url=…`, for -x. */
function holdsPassword(value: unknown): boolean {
  return [value, String(value).replace(/^\w+=/, "")].some((text) => {
    const url = parseIncompleteUrl(String(text));
    return !isUrlFault(url) && url.password !== null;
  });
}

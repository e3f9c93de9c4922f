/** One value of a settings file, as the option of the same name would have it. */
import { isAbsolute, resolve } from "node:path";
import type { Option } from "commander";
import { Problem } from "../core/problem.ts";
import { joinCommand, splitCommand } from "../io/process/split-command.ts";

interface Place {
  readonly path: string;
  readonly key: string;
  /** The folder of the file. */
  readonly folder: string;
}

/**
 * @returns undefined for what is the same as not saying it
 * @throws Problem settings_invalid
 */
export function settingValue(option: Option, written: unknown, place: Place): unknown {
  const { path, key, folder } = place;
  const wrong = (expected: string, message = "") =>
    new Problem("settings_invalid", { path, key, expected, message });
  const takesText = option.required || option.optional;
  if (typeof written === "boolean") {
    if (option.required) throw wrong("text");
    return option.optional && !written ? undefined : written;
  }
  if (!takesText) throw wrong("switch");
  const texts = Array.isArray(written) ? written : [written];
  if (!texts.every((text) => typeof text === "string")) throw wrong("text");
  const placed = texts.map((text) => inFolder(option, text, folder));
  const { parseArg } = option;
  if (!parseArg) {
    if (Array.isArray(written)) throw wrong("text");
    return placed[0];
  }
  let value: unknown;
  try {
    for (const text of placed) value = parseArg(text, value);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw wrong("value", error.details["message"]);
  }
  if (Array.isArray(written) && !Array.isArray(value ?? [])) throw wrong("text");
  return value;
}

/** What a path means where it is written: the option's placeholder says whether it is one. */
function inFolder({ flags }: Option, text: string, folder: string): string {
  if (/<folder>/.test(flags) && text === "none") return text;
  if (/<(?:file|folder)>/.test(flags)) return resolve(folder, text);
  if (!/<command>/.test(flags)) return text;
  const [program = "", ...rest] = splitCommand(text);
  if (!program.includes("/") || isAbsolute(program)) return text;
  return joinCommand([resolve(folder, program), ...rest]);
}

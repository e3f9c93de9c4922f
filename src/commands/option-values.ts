/** Reads what options say. */
import { Problem } from "../core/problem.ts";
import { REHEARSAL_MODES, type RehearsalMode } from "../core/rehearsal.ts";
import { splitCommand } from "../io/process/split-command.ts";
import type { Text } from "../text/index.ts";
import { languageOf } from "../text/language.ts";
import { LANGUAGES, type Language } from "../text/types.ts";
import { OUTPUT_FORMATS, type OutputFormat } from "./output-format.ts";

/** @returns readers that throw a Problem usage */
export function optionValues({ cli }: Text) {
  return {
    /** As PostgreSQL reads it: https://www.postgresql.org/docs/current/config-setting.html */
    lockTimeout(value: string): string {
      if (/^\d+(?:us|ms|s|min|h|d)?$/.test(value)) return value;
      throw new Problem("usage", { message: cli.badLockTimeout(value) });
    },
    rehearsalMode(value: string): RehearsalMode {
      const mode = REHEARSAL_MODES.find((each) => each === value);
      if (mode) return mode;
      throw new Problem("usage", { message: cli.unknownRehearsal(value) });
    },
    format(value: string): OutputFormat {
      const format = OUTPUT_FORMATS.find((each) => each === value);
      if (format) return format;
      throw new Problem("usage", { message: cli.unknownFormat(value) });
    },
    /** An unset variable of a shell leaves nothing of it. */
    command(value: string): string {
      if (splitCommand(value).length > 0) return value;
      throw new Problem("usage", { message: cli.emptyCommand });
    },
    /** A command that follows it is no service. */
    service(value: string): string {
      if (!Object.keys(cli.commands).includes(value)) return value;
      throw new Problem("usage", { message: cli.serviceOrCommand(value) });
    },
    language(value: string): Language {
      const language = languageOf(value);
      if (language) return language;
      throw new Problem("usage", { message: cli.unknownLanguage(value, LANGUAGES.join(", ")) });
    },
  };
}

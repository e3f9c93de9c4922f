/** Reads what options say. */
import { parseDatabaseUrl, type UrlFault } from "../core/database-url.ts";
import { REPAIR_PATHS, type RepairPath } from "../core/plan/types.ts";
import { Problem } from "../core/problem.ts";
import { REHEARSAL_MODES, type RehearsalMode } from "../core/rehearsal.ts";
import { isEachQuoteClosed, splitCommand } from "../io/process/split-command.ts";
import type { Text } from "../text/index.ts";
import { languageOf } from "../text/language.ts";
import { LANGUAGES, type Language } from "../text/types.ts";
import { nearestName } from "./nearest-name.ts";
import { OUTPUT_FORMATS, type OutputFormat } from "./output-format.ts";

/** Beside the URL of a database. */
export const SHADOWS: readonly string[] = ["embedded", "same-server"];

const NO_URL: readonly unknown[] = ["empty", "not_a_url", "not_postgresql"] satisfies UrlFault[];

/** @returns readers that throw a Problem usage */
export function optionValues({ cli }: Text) {
  return {
    /**
     * As PostgreSQL reads it: https://www.postgresql.org/docs/current/config-setting.html. But a
     * number alone would be milliseconds to it, and seconds to whoever typed it.
     */
    lockTimeout(value: string): string {
      if (/^(?:0|\d+(?:us|ms|s|min|h|d))$/.test(value)) return value;
      throw new Problem("usage", { message: cli.badLockTimeout(value) });
    },
    rehearsalMode(value: string): RehearsalMode {
      const mode = REHEARSAL_MODES.find((each) => each === value);
      if (mode) return mode;
      throw new Problem("usage", { message: cli.unknownRehearsal(value) });
    },
    path(value: string): RepairPath {
      const path = REPAIR_PATHS.find((each) => each === value);
      if (path) return path;
      const nearest = nearestName(value, REPAIR_PATHS) ?? "";
      throw new Problem("usage", { message: cli.unknownPath(value, REPAIR_PATHS, nearest) });
    },
    /** What is wrong with the rest of a URL is told with the place where it was given. */
    shadow(value: string): string {
      if (SHADOWS.includes(value) || !NO_URL.includes(parseDatabaseUrl(value))) return value;
      // It may hold a password.
      const shown = /^[\w-]+$/.test(value) ? value : "";
      throw new Problem("usage", { message: cli.unknownShadow(shown) });
    },
    format(value: string): OutputFormat {
      const format = OUTPUT_FORMATS.find((each) => each === value);
      if (format) return format;
      throw new Problem("usage", { message: cli.unknownFormat(value) });
    },
    /** An unset variable of a shell leaves nothing of it. */
    command(value: string): string {
      const isClosed = isEachQuoteClosed(value);
      if (isClosed && splitCommand(value).length > 0) return value;
      throw new Problem("usage", { message: isClosed ? cli.emptyCommand : cli.openQuote });
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

/** How to draw: from the options and from what the terminal can do. */
import type { Text } from "../text/index.ts";
import { type Theme, themeFor } from "../ui/theme.ts";

interface DrawingOptions {
  readonly ascii?: boolean;
  readonly color: boolean;
  readonly screenReader?: boolean;
}

export function themeFromEnvironment(
  options: DrawingOptions,
  text: Text,
  environment: NodeJS.ProcessEnv = process.env,
): Theme {
  const terminal = environment["TERM"] ?? "";
  const linear =
    options.screenReader === true ||
    environment["INK_SCREEN_READER"] === "true" ||
    hasNoCursor(terminal);
  return themeFor({
    text,
    linear,
    ascii: options.ascii === true || !speaksUtf8(environment) || hasFewSigns(terminal),
    // https://no-color.org: set and not empty.
    colors: options.color && !environment["NO_COLOR"] && !linear,
  });
}

/** Such as the shell in an editor's window: what is written stays where it is. */
function hasNoCursor(terminal: string): boolean {
  return terminal === "dumb" || (terminal === "" && process.platform !== "win32");
}

/** A VT knows no UTF-8, and the console of Linux has few signs beside letters and lines. */
function hasFewSigns(terminal: string): boolean {
  return /^(?:linux|vt\d+)(?:-|$)/.test(terminal);
}

/** The first of these that is set decides, as in POSIX; none at all means the C locale. */
function speaksUtf8(environment: NodeJS.ProcessEnv): boolean {
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"] || "";
  return process.platform === "darwin" || /utf-?8/i.test(locale);
}

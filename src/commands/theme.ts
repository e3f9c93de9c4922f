/** How to draw: from the options and from what the terminal can do. */
import type { Text } from "../text/index.ts";
import { type Theme, themeFor } from "../ui/theme.ts";

export function themeFromEnvironment(
  options: { readonly ascii?: boolean; readonly color: boolean },
  text: Text,
  environment: NodeJS.ProcessEnv = process.env,
): Theme {
  return themeFor({
    text,
    ascii: options.ascii === true || !speaksUtf8(environment),
    // https://no-color.org: set and not empty.
    colors: options.color && !environment["NO_COLOR"] && environment["TERM"] !== "dumb",
  });
}

/** The first of these that is set decides, as in POSIX; none at all means the C locale. */
function speaksUtf8(environment: NodeJS.ProcessEnv): boolean {
  const locale = environment["LC_ALL"] || environment["LC_CTYPE"] || environment["LANG"] || "";
  return process.platform === "darwin" || /utf-?8/i.test(locale);
}

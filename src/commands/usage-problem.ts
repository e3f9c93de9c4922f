/** What commander says of a command line, in our words. */
import type { CommanderError } from "commander";
import { Problem } from "../core/problem.ts";
import type { Text } from "../text/index.ts";

/** Of commander's own messages: what they are about stands in quotes, and a nearest name after it. */
export function usageProblem(error: CommanderError, { cli }: Text): Problem {
  // Without the placeholder of the value.
  const [, about = ""] = /'([^']*?)(?: <[^']*)?'/.exec(error.message) ?? [];
  const [, nearest = ""] = /Did you mean (?:one of )?([^?]*)\?/.exec(error.message) ?? [];
  const say = cli.usage[error.code as keyof typeof cli.usage];
  const other = error.message.replace(/^error: /, "").replace(/\s+/g, " ");
  return new Problem("usage", { message: say ? say(about, nearest) : other });
}

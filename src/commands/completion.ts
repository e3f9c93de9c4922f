/** restamp completion: what a shell needs to complete restamp's command line. */
import type { Command } from "commander";
import { Problem } from "../core/problem.ts";
import type { Text } from "../text/index.ts";
import { bashCompletion } from "./command-line/bash.ts";
import { fishCompletion } from "./command-line/fish.ts";
import { treeOf } from "./command-line/tree.ts";
import { SHELLS, type Shell } from "./command-line/values.ts";
import { zshCompletion } from "./command-line/zsh.ts";

const COMPLETIONS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/**
 * @returns the script
 * @throws Problem usage
 */
export function completionFor(shell: string, program: Command, { commandLine }: Text): string {
  if (isShell(shell)) return COMPLETIONS[shell](treeOf(program));
  const message = commandLine.unknownShell(shell, SHELLS.join(", "));
  throw new Problem("usage", { message });
}

function isShell(name: string): name is Shell {
  return (SHELLS as readonly string[]).includes(name);
}

/** The composition root: arguments in, the command that they name run, exit code out. */
import { CommanderError } from "commander";
import type { Outcome } from "./commands/command-line/command-settings.ts";
import { declareCommands } from "./commands/command-line/commands.ts";
import { consoleOfLine } from "./commands/output-format.ts";
import { settingsHere } from "./commands/settings-here.ts";
import { usageProblem, withHelp } from "./commands/usage-problem.ts";
import { asProblem, type ExitCode, Problem } from "./core/problem.ts";
import { chosenLanguage } from "./text/language.ts";
import { loadText } from "./text/load.ts";

/** Somebody may read the beginning only (`| head`): the rest is lost, and whatever runs goes on. */
function leaveEarlyReaders(stream: NodeJS.WriteStream): void {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // The wizard hears of every failure itself.
    if (error.code !== "EPIPE" && stream.listenerCount("error") === 1) throw error;
  });
}

/** Runs the command that the process was started with. @returns its exit code */
export async function main(): Promise<ExitCode> {
  const outcome: Outcome = { code: 1, console: null };
  // A limit on the size of files is told by the write that meets it; signal-exit would end the process.
  process.on("SIGXFSZ", () => {});
  for (const stream of [process.stdout, process.stderr]) leaveEarlyReaders(stream);
  const argv = process.argv.slice(2);
  const file = settingsHere(argv);
  const lang = file instanceof Problem ? undefined : file?.table["lang"];
  const text = await loadText(chosenLanguage(argv, process.env, String(lang ?? "")));
  const program = declareCommands({ text, file, outcome });
  try {
    await program.parseAsync();
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const problem = withHelp(
      error instanceof CommanderError ? usageProblem(error, program, text) : asProblem(error),
      program,
      argv,
    );
    (outcome.console ?? consoleOfLine(argv, text)).problem(problem);
    return problem.exitCode;
  }
}

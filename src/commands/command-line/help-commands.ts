/** The commands that tell of the others: completion, manual, help. */
import { unknownCommand } from "../usage-problem.ts";
import type { Line } from "./command-settings.ts";

declare const RESTAMP_VERSION: string;

export function declareHelp({ program, text, outcome }: Line): void {
  const { commands, help } = text.cli;
  program
    .command("completion")
    .argument("<shell>")
    .description(commands.completion)
    .action(async (shell: string) => {
      const { completionFor } = await import("../completion.ts");
      process.stdout.write(completionFor(shell, program, text));
      outcome.code = 0;
    });
  program
    .command("man")
    .description(commands.man)
    .action(async () => {
      const { treeOf } = await import("./tree.ts");
      const { manualPage } = await import("./manual.ts");
      process.stdout.write(manualPage(treeOf(program), RESTAMP_VERSION, text));
      outcome.code = 0;
    });
  program
    .command("help")
    .argument("[command]")
    .description(help.command)
    .action((name: string | undefined) => {
      const named = program.commands.find((command) => command.name() === name);
      if (name !== undefined && !named) throw unknownCommand(name, text);
      (named ?? program).outputHelp();
      outcome.code = 0;
    });
}

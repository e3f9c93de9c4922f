/** The commands that work on a project, or on a broken database to practise on. */
import type { Command } from "commander";
import type { ExitCode } from "../../core/problem.ts";
import { interruption } from "../interruption.ts";
import { optionValues } from "../option-values.ts";
import { type FormatOptions, formatOf } from "../output-format.ts";
import type { TargetOptions } from "../port-settings.ts";
import type { RepairOptions } from "../repair.ts";
import {
  isForSeveral,
  requireSeveral,
  type SeveralOptions,
  takesSeveral,
} from "../targets/options.ts";
import { unknownCommand } from "../usage-problem.ts";
import { commandSettings, type Line } from "./command-settings.ts";

/** Each loads what it runs once it runs: no other waits for it. */
export function declareWork(line: Line): void {
  const { program, text, outcome } = line;
  const { options, commands } = text.cli;
  const { format, path } = optionValues(text);
  const settings = <Own extends object>(own: Own) => commandSettings(line, own);
  const finish = (code: ExitCode) => {
    outcome.code = code;
  };
  program
    .command("wizard", { isDefault: true })
    .description(commands.wizard)
    // The default command is handed whatever is no command: it takes nothing.
    .allowExcessArguments()
    .action(async (_, { args: [unknown] }: Command) => {
      if (unknown !== undefined) throw unknownCommand(unknown, text);
      const { all, open } = settings({});
      const { wizardCommand } = await import("../wizard.tsx");
      const { themeFromEnvironment } = await import("../theme.ts");
      finish(await wizardCommand((log) => open(all(), log), themeFromEnvironment(all(), text)));
    });
  takesSeveral(program.command("diagnose"), text)
    .description(commands.diagnose)
    .option("--format <format>", options.format, format)
    .action(async (own: Pick<FormatOptions, "format"> & SeveralOptions, command: Command) => {
      const { given, console, ports, open } = settings(own);
      requireSeveral(given, command, text);
      if (isForSeveral(given)) {
        const { diagnoseTargets } = await import("../targets/run.ts");
        return finish(await diagnoseTargets(given, { console, open }));
      }
      const { diagnoseCommand } = await import("../diagnose.ts");
      finish(await diagnoseCommand(await ports(), console, formatOf(given, text)));
    });
  program
    .command("plan")
    .description(commands.plan)
    .option("--path <path>", options.path, path)
    .option("--stamp <revision...>", options.stamp)
    .action(async (own) => {
      const { console, ports } = settings({});
      const { planCommand } = await import("../plan.ts");
      finish(await planCommand(await ports(), console, own));
    });
  takesSeveral(program.command("repair"), text)
    .description(commands.repair)
    .option("--yes", options.yes)
    .option("--path <path>", options.path, path)
    .option("--stamp <revision...>", options.stamp)
    .option("--confirm <database>", options.confirm)
    .action(async (own: RepairOptions & SeveralOptions, command: Command) => {
      const { given, console, ports, open } = settings(own);
      requireSeveral(given, command, text);
      if (isForSeveral(given)) {
        const { repairTargets } = await import("../targets/run.ts");
        return finish(await repairTargets(given, { console, open }));
      }
      const { repairCommand } = await import("../repair.ts");
      finish(await repairCommand(await ports(), console, own, interruption));
    });
  program
    .command("record")
    .description(commands.record)
    .option("--all", options.all)
    .action(async (own: Pick<TargetOptions, "all">) => {
      const { console, ports } = settings(own);
      const { recordCommand } = await import("../record.ts");
      finish(await recordCommand(await ports(), console));
    });
  program
    .command("sessions")
    .description(commands.sessions)
    .action(async () => {
      const { console, ports } = settings({});
      const { sessionsCommand } = await import("../sessions.ts");
      finish(await sessionsCommand(await ports(), console));
    });
  program
    .command("undo")
    .argument("[session]")
    .description(commands.undo)
    .option("--yes", options.yes)
    .option("--confirm <database>", options.confirmUndo)
    .action(async (session: string | undefined, own) => {
      const { console, ports } = settings({});
      const { undoCommand } = await import("../undo.ts");
      finish(await undoCommand(await ports(), console, session, own, interruption));
    });
  program
    .command("practice")
    .argument("[name]")
    .description(commands.practice)
    .option("--list", options.list)
    .option("--project <folder>", options.project)
    .action(async (scenario: string | undefined, own: { list?: boolean; project?: string }) => {
      const { all, console } = settings({});
      const { practiceCommand } = await import("../practice.tsx");
      const { themeFromEnvironment } = await import("../theme.ts");
      finish(
        await practiceCommand(console, themeFromEnvironment(all(), text), {
          ...all(),
          ...own,
          scenario,
        }),
      );
    });
}

/** The composition root: arguments in, adapters wired, exit code out. */
import { Command, CommanderError } from "commander";
import { applySettings } from "./commands/apply-settings.ts";
import { addExamples } from "./commands/command-line/examples.ts";
import { type Console, verboseLog } from "./commands/console.ts";
import { type GlobalOptions, withGlobalOptions } from "./commands/global-options.ts";
import { helpIn } from "./commands/help.ts";
import { nearestName } from "./commands/nearest-name.ts";
import type { PortSettings, TargetOptions } from "./commands/open-ports.ts";
import { optionValues } from "./commands/option-values.ts";
import {
  consoleFor,
  consoleOfLine,
  type FormatOptions,
  formatOf,
} from "./commands/output-format.ts";
import type { RepairOptions } from "./commands/repair.ts";
import { settingsHere } from "./commands/settings-here.ts";
import {
  inOneSchema,
  isForSeveral,
  OTHER_WAYS,
  type SeveralOptions,
  takesSeveral,
} from "./commands/targets/options.ts";
import { usageProblem } from "./commands/usage-problem.ts";
import { asProblem, type ExitCode, Problem } from "./core/problem.ts";
import type { CommandLog } from "./io/ports/command.ts";
import type { SessionPorts } from "./io/ports/session.ts";
import type { SettingsFile } from "./io/project/settings-file.ts";
import type { Text } from "./text/index.ts";
import { chosenLanguage } from "./text/language.ts";
import { loadText } from "./text/load.ts";

declare const RESTAMP_VERSION: string;

/** What a command gives back: its exit code, and where its problems are told. */
interface Outcome {
  code: ExitCode;
  console: Console | null;
}

/** @param file the settings; what is wrong with them is told when a command needs them */
function build(text: Text, file: SettingsFile | Problem | null, outcome: Outcome): Command {
  const finish = (code: ExitCode) => {
    outcome.code = code;
  };
  const { options, commands, help } = text.cli;
  const { format } = optionValues(text);
  const program = withGlobalOptions(new Command("restamp"), text)
    .description(text.cli.description)
    .configureHelp(helpIn(text))
    .helpOption("-h, --help", help.help)
    .helpCommand(false)
    .version(RESTAMP_VERSION, "-V, --version", help.version)
    .exitOverride()
    .configureOutput({ outputError: () => {} });

  const settings = <Own extends object>(own: Own) => {
    if (file instanceof Problem) throw file;
    const settings = file && applySettings(program, file, "targets" in own ? OTHER_WAYS : []);
    const given = { ...program.opts<GlobalOptions>(), settings, ...own };
    const console = consoleFor(given, text);
    outcome.console = console;
    const words = text.cli.settings;
    if (settings?.tellsPassword) console.tell(words.tellsPassword(settings.path));
    if (settings && given.verbose) console.tell(words.used(settings.path, settings.keys));
    const from = process.cwd();
    const open = (target: TargetOptions, log: CommandLog) =>
      openPorts({ target, from, environment: process.env, log, text });
    const all = () => inOneSchema(given, text);
    const ports = () => open(all(), given.verbose ? verboseLog(console) : () => {});
    return { given, all, console, ports, open };
  };
  const unknownCommand = (name: string) => {
    const nearest = nearestName(name, Object.keys(commands)) ?? "";
    return new Problem("usage", { message: text.cli.unknownCommand(name, nearest) });
  };

  program
    .command("wizard", { isDefault: true })
    .description(commands.wizard)
    // The default command is handed whatever is no command: it takes nothing.
    .allowExcessArguments()
    .action(async (_, { args: [unknown] }: Command) => {
      if (unknown !== undefined) throw unknownCommand(unknown);
      const { all, open } = settings({});
      const { wizardCommand } = await import("./commands/wizard.tsx");
      const { themeFromEnvironment } = await import("./commands/theme.ts");
      finish(await wizardCommand((log) => open(all(), log), themeFromEnvironment(all(), text)));
    });
  takesSeveral(program.command("diagnose"), text)
    .description(commands.diagnose)
    .option("--format <format>", options.format, format)
    .action(async (own: Pick<FormatOptions, "format"> & SeveralOptions) => {
      const { given, console, ports, open } = settings(own);
      if (isForSeveral(given)) {
        const { diagnoseTargets } = await import("./commands/targets/run.ts");
        return finish(await diagnoseTargets(given, { console, open }));
      }
      const { diagnoseCommand } = await import("./commands/diagnose.ts");
      finish(await diagnoseCommand(await ports(), console, formatOf(given, text)));
    });
  program
    .command("plan")
    .description(commands.plan)
    .option("--path <path>", options.path)
    .option("--stamp <revision...>", options.stamp)
    .action(async (own) => {
      const { console, ports } = settings({});
      const { planCommand } = await import("./commands/plan.ts");
      finish(await planCommand(await ports(), console, own));
    });
  takesSeveral(program.command("repair"), text)
    .description(commands.repair)
    .option("--yes", options.yes)
    .option("--path <path>", options.path)
    .option("--stamp <revision...>", options.stamp)
    .option("--confirm <database>", options.confirm)
    .action(async (own: RepairOptions & SeveralOptions) => {
      const { given, console, ports, open } = settings(own);
      if (isForSeveral(given)) {
        const { repairTargets } = await import("./commands/targets/run.ts");
        return finish(await repairTargets(given, { console, open }));
      }
      const { repairCommand } = await import("./commands/repair.ts");
      finish(await repairCommand(await ports(), console, own, interruption()));
    });
  program
    .command("record")
    .description(commands.record)
    .option("--all", options.all)
    .action(async (own: Pick<TargetOptions, "all">) => {
      const { console, ports } = settings(own);
      const { recordCommand } = await import("./commands/record.ts");
      finish(await recordCommand(await ports(), console));
    });
  program
    .command("sessions")
    .description(commands.sessions)
    .action(async () => {
      const { console, ports } = settings({});
      const { sessionsCommand } = await import("./commands/sessions.ts");
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
      const { undoCommand } = await import("./commands/undo.ts");
      finish(await undoCommand(await ports(), console, session, own, interruption()));
    });
  program
    .command("practice")
    .argument("[name]")
    .description(commands.practice)
    .option("--list", options.list)
    .option("--project <folder>", options.project)
    .action(async (scenario: string | undefined, own: { list?: boolean; project?: string }) => {
      const { all, console } = settings({});
      const { practiceCommand } = await import("./commands/practice.tsx");
      const { themeFromEnvironment } = await import("./commands/theme.ts");
      finish(
        await practiceCommand(console, themeFromEnvironment(all(), text), {
          ...all(),
          ...own,
          scenario,
        }),
      );
    });
  program
    .command("completion")
    .argument("<shell>")
    .description(commands.completion)
    .action(async (shell: string) => {
      const { completionFor } = await import("./commands/completion.ts");
      process.stdout.write(completionFor(shell, program, text));
      finish(0);
    });
  program
    .command("man")
    .description(commands.man)
    .action(async () => {
      const { treeOf } = await import("./commands/command-line/tree.ts");
      const { manualPage } = await import("./commands/command-line/manual.ts");
      process.stdout.write(manualPage(treeOf(program), RESTAMP_VERSION, text));
      finish(0);
    });
  program
    .command("help")
    .argument("[command]")
    .description(help.command)
    .action((name: string | undefined) => {
      const named = program.commands.find((command) => command.name() === name);
      if (name !== undefined && !named) throw unknownCommand(name);
      (named ?? program).outputHelp();
      finish(0);
    });
  addExamples(program, text);
  return program;
}

/** Loaded by what works on a project: neither a help nor the wizard's first screen waits for it. */
async function openPorts(settings: PortSettings): Promise<SessionPorts> {
  const { openPorts } = await import("./commands/open-ports.ts");
  return openPorts(settings);
}

/** Ctrl+C stops a repair: the running alembic is interrupted and takes its transaction back. */
function interruption(): AbortSignal {
  const stop = new AbortController();
  process.once("SIGINT", () => stop.abort());
  return stop.signal;
}

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
  const program = build(text, file, outcome);
  try {
    await program.parseAsync();
    return outcome.code;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return 0;
    const problem =
      error instanceof CommanderError ? usageProblem(error, program, text) : asProblem(error);
    (outcome.console ?? consoleOfLine(argv, text)).problem(problem);
    return problem.exitCode;
  }
}

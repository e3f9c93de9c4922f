/** What a command works with once its line is read: options, a console, and what opens a project. */
import type { Command } from "commander";
import { type ExitCode, Problem } from "../../core/problem.ts";
import type { CommandLog } from "../../io/ports/command.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import type { SettingsFile } from "../../io/project/settings-file.ts";
import type { Text } from "../../text/index.ts";
import { applySettings } from "../apply-settings.ts";
import { type Console, verboseLog } from "../console.ts";
import type { GlobalOptions } from "../global-options.ts";
import { consoleFor } from "../output-format.ts";
import type { PortSettings, TargetOptions } from "../port-settings.ts";
import { inOneSchema, OTHER_WAYS } from "../targets/options.ts";

/** What a command gives back, as it runs: its exit code, and where its problems are told. */
export interface Outcome {
  code: ExitCode;
  console: Console | null;
}

/** A line of the command line: what is known before its command runs, and what comes of it. */
export interface Line {
  readonly program: Command;
  /** What is wrong with it is told when a command needs it. */
  readonly file: SettingsFile | Problem | null;
  readonly text: Text;
  readonly outcome: Outcome;
}

/** @param own the options that only this command has */
export function commandSettings<Own extends object>(
  { program, file, text, outcome }: Line,
  own: Own,
) {
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
}

/** Loaded by what works on a project: neither a help nor the wizard's first screen waits for it. */
async function openPorts(settings: PortSettings): Promise<SessionPorts> {
  const { openPorts } = await import("../open-ports.ts");
  return openPorts(settings);
}

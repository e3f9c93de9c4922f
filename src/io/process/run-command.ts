/** The one place that starts other programs. */
import { stripVTControlCharacters } from "node:util";
import { visibleLines } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import type { CommandResult } from "../ports/command.ts";
import type { Redact } from "./redact.ts";
import { signalGroup } from "./signal-group.ts";

export interface Command {
  readonly argv: readonly string[];
  /** As the operator would type it. */
  readonly shown: string;
  readonly directory: string;
  /** Added to restamp's own environment, or all that it gets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly isAlone?: boolean;
  readonly redact: Redact;
  readonly onLine?: ((line: string) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The program gets a process group of its own, so that a Ctrl+C or a hang-up of the terminal
 * does not end a migration half-way; stopping it is restamp's decision.
 * @returns what it printed and how it ended; a failing exit code is a result
 * @throws Problem alembic_missing when it cannot be started
 */
export async function runCommand(command: Command): Promise<CommandResult> {
  const started = performance.now();
  const [file = "", ...args] = command.argv;
  const clean = (text: string) => visibleLines(command.redact(stripVTControlCharacters(text)));
  const output: string[] = [];
  const lines: string[] = [];
  // Loaded with the first program: what only reads starts none.
  const { execa } = await import("execa");
  const child = execa(file, args, {
    cwd: command.directory,
    env: command.environment,
    extendEnv: command.isAlone !== true,
    stdin: "ignore",
    detached: true,
    reject: false,
    buffer: false,
    stripFinalNewline: true,
  });
  const stop = () => signalGroup(child, "SIGINT");
  command.signal?.addEventListener("abort", stop, { once: true });
  if (command.signal?.aborted) stop();
  const collect = async (from: "stdout" | "stderr") => {
    for await (const raw of child.iterable({ from })) {
      for (const line of clean(String(raw))) {
        if (from === "stdout") output.push(line);
        lines.push(line);
        command.onLine?.(line);
      }
    }
  };
  // Reading ends with an error when the program cannot be started; `child` says why.
  const collected = Promise.allSettled([collect("stdout"), collect("stderr")]);
  const result = await child;
  await collected;
  command.signal?.removeEventListener("abort", stop);
  if (result.exitCode === undefined && result.signal === undefined) {
    const reason = (result as { cause?: { code?: string } }).cause?.code ?? "";
    throw new Problem("alembic_missing", { command: command.shown, reason, file });
  }
  return {
    shown: command.shown,
    exitCode: result.exitCode ?? null,
    output,
    lines,
    took: performance.now() - started,
  };
}

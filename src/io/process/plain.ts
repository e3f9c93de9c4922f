/** Programs that get nothing of restamp's environment but what they need: pg_dump and the like. */
import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { BARE_ENVIRONMENT } from "./background.ts";
import { signalGroup } from "./signal-group.ts";

export interface PlainRun {
  readonly code: number;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly errors: string;
}

/**
 * @param environment what the program gets beside PATH
 * @param stop ends it
 * @returns what it printed, and how it ended; a failing exit code is a result, and so is 127, a
 *   shell's, for a program that cannot be started
 */
export async function runPlain(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  stop?: AbortSignal,
): Promise<PlainRun> {
  const [file = "", ...args] = argv;
  const { execa } = await import("execa");
  const result = await execa(file, args, {
    stdin: "ignore",
    env: { ...BARE_ENVIRONMENT, ...environment },
    extendEnv: false,
    reject: false,
    ...(stop && { cancelSignal: stop }),
  });
  if (result.exitCode === undefined && result.signal === undefined && !result.isCanceled) {
    return { code: 127, output: "", errors: `${file}: ${result.code ?? result.shortMessage}` };
  }
  return { code: result.exitCode ?? 1, output: result.stdout, errors: result.stderr };
}

/** @returns what {@link runPlain} gives for errors of a program that there is not */
export function noProgram(file: string): string {
  return `${file}: ENOENT`;
}

/** @returns the error among what a program wrote, and not the hint or the statement after it */
export function errorLine(errors: string): string {
  const lines = errors.split("\n").filter((line) => line.trim() !== "");
  return lines.find((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
}

/** @returns the same with the line after it, which says what is in the way */
export function errorWithDetail(errors: string): string {
  const line = errorLine(errors);
  const lines = errors.split("\n");
  const detail = lines[lines.indexOf(line) + 1]?.trim() ?? "";
  return detail === "" ? line : `${line}. ${detail}`;
}

export interface PlainProcess {
  readonly interrupt: () => void;
  readonly kill: () => void;
  readonly stdin: Writable;
  readonly stdout: Readable;
  /** What it has written to its standard error by now, the last of it. */
  readonly errors: () => string;
  /** Calls back whenever that has grown. */
  readonly onErrors: (look: () => void) => void;
  /** Settles when it has ended, or could not be started. */
  readonly ended: Promise<{ readonly code: number; readonly errors: string }>;
}

/** How much of a program's standard error is kept. */
const MOST_ERRORS = 4000;

/**
 * In a process group of its own: a Ctrl+C in the terminal is restamp's to pass on. Its output has to
 * be read, and its input to be ended.
 * @param environment what the program gets beside PATH
 */
export function startPlain(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): PlainProcess {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...BARE_ENVIRONMENT, ...environment },
    detached: true,
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-MOST_ERRORS);
  });
  const ended = new Promise<{ code: number; errors: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, errors }));
  });
  // Whoever waits for it is told; before that it must not end restamp.
  ended.catch(() => {});
  // It may end before all was written: its exit code says why.
  child.stdin.on("error", () => {});
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  return {
    interrupt: () => {
      if (!isOver()) signalGroup(child, "SIGINT");
    },
    kill: () => {
      if (!isOver()) signalGroup(child, "SIGKILL");
    },
    stdin: child.stdin,
    stdout: child.stdout,
    errors: () => errors,
    onErrors: (look) => void child.stderr.on("data", look),
    ended,
  };
}

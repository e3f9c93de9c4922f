/** Starts the program under test: the bundle, as it is installed. */
import { spawn } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { REVISIONS } from "./database.ts";
import { endProcesses } from "./processes.ts";
import { Terminal, type TerminalSize } from "./terminal.ts";

/** The program under test. */
export const BUNDLE =
  process.env["RESTAMP_BUNDLE"] ?? fileURLToPath(new URL("../../dist/restamp.js", import.meta.url));

/** A folder of the test's own, gone when the test has ended. Any user may pass through it. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "restamp-e2e-")));
  chmodSync(folder, 0o755);
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}

/** A copy of the Alembic project, as somebody has it. @returns its folder */
export function projectCopy(): string {
  const folder = join(temporaryFolder(), "backend");
  cpSync(REVISIONS, folder, {
    recursive: true,
    filter: (path) => basename(path) !== "__pycache__",
  });
  return folder;
}

/** What restamp and alembic need, and nothing of the environment in which the tests run. */
export function environmentIn(home: string): Record<string, string> {
  // A copy of the project has no virtual environment beside it.
  const alembic = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;
  return {
    PATH: process.env["PATH"] ?? "/usr/bin:/bin",
    HOME: home,
    XDG_STATE_HOME: join(home, "state"),
    TERM: "xterm-256color",
    LANG: "C.UTF-8",
    RESTAMP_ALEMBIC: alembic.map((word) => `"${word}"`).join(" "),
  };
}

export interface StartOptions extends Partial<TerminalSize> {
  readonly cwd?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly home?: string;
  /** Is told its process as soon as there is one. */
  readonly onStart?: (pid: number) => void;
  /** Is told what it says on stderr. */
  readonly onMessage?: (text: string) => void;
  /** See TerminalSettings. */
  readonly isOld?: boolean;
  /** A command that runs what follows it. */
  readonly under?: readonly string[];
  /** Started from a shell, which says afterwards how the terminal was left. */
  readonly fromShell?: boolean;
  /** From a shell with job control, which brings it back to the foreground when it was stopped. */
  readonly asJob?: boolean;
}

const SHELL = ["/bin/sh", "-c", '"$@"; code=$?; stty -a; exit $code', "sh"];

const JOB_SHELL = ["/bin/sh", "-mc", '"$@"; stty -a; read line; fg; exit $?', "sh"];

/** Starts restamp in a terminal: 80x24 if not said otherwise. */
export function startRestamp(args: readonly string[], options: StartOptions = {}): Terminal {
  const { columns = 80, rows = 24, isOld = false, home = temporaryFolder(), cwd = home } = options;
  const environment = { ...environmentIn(home), ...options.environment };
  const shell = options.asJob ? JOB_SHELL : options.fromShell ? SHELL : [];
  const argv = [...shell, process.execPath, "--", BUNDLE, ...args];
  return new Terminal(argv, { columns, rows, home, cwd, environment, isOld });
}

/** Starts the wizard on a database, with the bundled project; without backup and rehearsal if not said otherwise. */
export function startWizard(
  database: DatabaseUrl,
  { args = [], ...options }: StartOptions & { readonly args?: readonly string[] } = {},
): Terminal {
  const config = join(REVISIONS, "alembic.ini");
  const backup = args.includes("--backup") ? [] : ["--backup", "none"];
  const rehearse = args.includes("--rehearse") ? [] : ["--rehearse", "none"];
  const all = ["-c", config, "--url", database.text, ...backup, ...rehearse, ...args];
  return startRestamp(all, options);
}

export interface Ran {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs restamp without a terminal: no input, the output to pipes. */
export async function runRestamp(
  args: readonly string[],
  {
    home = temporaryFolder(),
    cwd = home,
    environment = {},
    onStart,
    onMessage,
    under = [],
  }: StartOptions = {},
): Promise<Ran> {
  mkdirSync(cwd, { recursive: true });
  const [file = "", ...argv] = [...under, process.execPath, "--", BUNDLE, ...args];
  const child = spawn(file, argv, {
    cwd,
    env: { ...environmentIn(home), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  onTestFinished(() => endProcesses(isOver() ? null : (child.pid ?? null), home));
  if (child.pid !== undefined) onStart?.(child.pid);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
      if (name === "stderr") onMessage?.(text);
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, ...said }));
  });
}

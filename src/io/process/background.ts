/** Programs without an audience: helpers that run to their end, and servers that stay. */
import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import { execa } from "execa";

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Children get nothing of restamp's environment but this: a database URL in it is none of
 * their business.
 */
const BARE_ENVIRONMENT = { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C" };

/** @throws ExecaError when it fails or cannot be started */
export async function runQuietly(argv: readonly string[], as: RunAs | null): Promise<string> {
  const [file = "", ...args] = argv;
  const result = await execa(file, args, {
    stdin: "ignore",
    env: BARE_ENVIRONMENT,
    extendEnv: false,
    ...(as ?? {}),
    cwd: "/",
  });
  return result.stdout;
}

export interface PlainRun {
  readonly code: number;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly errors: string;
}

/**
 * @param environment what the program gets beside PATH
 * @returns what it printed, and how it ended; a failing exit code is a result, and so is 127, a
 *   shell's, for a program that cannot be started
 */
export async function runPlain(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<PlainRun> {
  const [file = "", ...args] = argv;
  const result = await execa(file, args, {
    stdin: "ignore",
    env: { ...BARE_ENVIRONMENT, ...environment },
    extendEnv: false,
    reject: false,
  });
  if (result.exitCode === undefined && result.signal === undefined) {
    return { code: 127, output: "", errors: `error: ${file} cannot be started` };
  }
  return { code: result.exitCode ?? 1, output: result.stdout, errors: result.stderr };
}

export interface PlainProcess {
  /** Asks it to stop, and whatever it has started. */
  readonly interrupt: () => void;
  readonly stdout: Readable;
  /** Settles when it has ended, or could not be started. */
  readonly ended: Promise<{ readonly code: number; readonly errors: string }>;
}

/**
 * In a process group of its own: a Ctrl+C in the terminal is restamp's to pass on.
 * @param environment what the program gets beside PATH
 */
export function startPlain(
  argv: readonly string[],
  environment: Readonly<Record<string, string>>,
): PlainProcess {
  const [file = "", ...args] = argv;
  const child = spawn(file, args, {
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...BARE_ENVIRONMENT, ...environment },
    detached: true,
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  const ended = new Promise<{ code: number; errors: string }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code: code ?? 1, errors }));
  });
  // Whoever waits for it is told; before that it must not end restamp.
  ended.catch(() => {});
  const interrupt = () => {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    try {
      process.kill(-child.pid, "SIGINT");
    } catch {
      child.kill("SIGINT");
    }
  };
  return { interrupt, stdout: child.stdout, ended };
}

export interface PipedTexts {
  readonly before: string;
  /** Makes the second program write the mark to its standard error, when it has come so far. */
  readonly after: string;
  readonly mark: string;
  /** Is handed over then, and not a moment before. */
  readonly last: string;
}

/**
 * Hands what one program prints to another, between two texts. The second one is not told that it
 * has all of it unless the first one ended well, and whoever kills restamp has the last text kept
 * back for good: half a script must not be run.
 */
export async function pipePlain(
  from: readonly string[],
  to: readonly string[],
  environment: Readonly<Record<string, string>>,
  { before, after, mark, last }: PipedTexts,
): Promise<{ readonly code: number; readonly errors: string }> {
  const source = startPlain(from, environment);
  const [file = "", ...args] = to;
  const sink = spawn(file, args, {
    stdio: ["pipe", "ignore", "pipe"],
    env: { ...BARE_ENVIRONMENT, ...environment },
    detached: true,
  });
  let errors = "";
  sink.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  let isOver = false;
  const ended = new Promise<number>((resolve, reject) => {
    sink.once("error", reject);
    sink.once("close", (code) => resolve(code ?? 1));
  }).finally(() => {
    // It may end before all was written: then nobody reads on, and the first one must not wait.
    isOver = true;
    source.interrupt();
    source.stdout.resume();
  });
  ended.catch(() => {});
  sink.stdin.on("error", () => {});
  sink.stdin.write(before);
  source.stdout.pipe(sink.stdin, { end: false });
  const first = await source.ended;
  if (first.code !== 0 && !isOver) {
    sink.kill("SIGKILL");
    await ended.catch(() => {});
    return first;
  }
  const isThere = new Promise<void>((resolve) => {
    const look = () => errors.includes(mark) && resolve();
    sink.stderr.on("data", look);
    look();
  });
  sink.stdin.write(after);
  await Promise.race([isThere, ended]);
  sink.stdin.end(last);
  return { code: await ended, errors };
}

/** To a server's stdin: end in good order, so that the data can be used again, and leave it there. */
export const KEEP = "keep\n";

/**
 * Starts a server that ends when restamp ends, however that comes about: a shell waits on a
 * pipe from restamp, and the pipe closes even after kill -9. Its data goes with it, so it ends at
 * once: SIGQUIT is PostgreSQL's immediate shutdown, without a checkpoint, SIGINT the fast one.
 * @param folder the server's own, which is removed once the server is down
 * @returns the shell; ending its stdin stops the server, its exit means the server is down. Its
 *   exit code is 0 where the folder was left as KEEP asks
 */
export function startServer(
  argv: readonly string[],
  as: RunAs | null,
  folder: string,
): ChildProcess {
  const script = `
    trap '' INT HUP TERM
    folder=$1; shift
    exec 3<&0
    "$@" 3<&- & server=$!
    (
      read -r how <&3
      if [ "$how" = keep ]; then : > "$folder/keep"; kill -INT "$server"
      else kill -QUIT "$server"; fi
    ) >/dev/null 2>&1 & reader=$!
    wait "$server"; code=$?
    kill -9 "$reader" 2>/dev/null
    [ "$code" = 0 ] && [ -e "$folder/keep" ] && exec rm "$folder/keep"
    rm -rf "$folder"; exit 1`;
  return spawn("/bin/sh", ["-c", script, "restamp-server", folder, ...argv], {
    stdio: ["pipe", "ignore", "pipe"],
    env: BARE_ENVIRONMENT,
    detached: true,
    cwd: "/",
    ...(as ?? {}),
  });
}

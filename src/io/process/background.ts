/** Programs without an audience: helpers that run to their end, and servers that stay. */
import { type ChildProcess, spawn } from "node:child_process";
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

/**
 * Starts a server that ends when restamp ends, however that comes about: a shell waits on a
 * pipe from restamp, and the pipe closes even after kill -9. Its data goes with it, so it ends at
 * once: SIGQUIT is PostgreSQL's immediate shutdown, without a checkpoint.
 * @param cleanUp a folder to remove once the server is down
 * @returns the shell; ending its stdin stops the server, its exit means the server is down
 */
export function startServer(
  argv: readonly string[],
  as: RunAs | null,
  cleanUp: string,
): ChildProcess {
  const script = `
    trap '' INT HUP TERM
    folder=$1; shift
    exec 3<&0
    "$@" 3<&- & server=$!
    (read -r _ <&3; kill -QUIT "$server") >/dev/null 2>&1 & reader=$!
    wait "$server"
    kill -9 "$reader" 2>/dev/null
    rm -rf "$folder"`;
  return spawn("/bin/sh", ["-c", script, "restamp-server", cleanUp, ...argv], {
    stdio: ["pipe", "ignore", "pipe"],
    env: BARE_ENVIRONMENT,
    detached: true,
    cwd: "/",
    ...(as ?? {}),
  });
}

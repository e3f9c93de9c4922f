/** Programs without an audience: helpers that run to their end, and servers that stay. */
import { type ChildProcess, spawn } from "node:child_process";

export interface RunAs {
  readonly uid: number;
  readonly gid: number;
}

/**
 * Children get nothing of restamp's environment but this: a database URL in it is none of
 * their business.
 */
export const BARE_ENVIRONMENT = { PATH: process.env["PATH"] ?? "/usr/bin:/bin", LC_ALL: "C" };

/** @throws ExecaError when it fails or cannot be started */
export async function runQuietly(argv: readonly string[], as: RunAs | null): Promise<string> {
  const [file = "", ...args] = argv;
  const { execa } = await import("execa");
  const result = await execa(file, args, {
    stdin: "ignore",
    env: BARE_ENVIRONMENT,
    extendEnv: false,
    ...(as ?? {}),
    cwd: "/",
  });
  return result.stdout;
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

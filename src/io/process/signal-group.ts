/** Asks a program to stop, or ends it. */
import type { ChildProcess } from "node:child_process";

/**
 * The whole group of one that was started `detached`: `uv run`, a shell or `docker` wait for what
 * they have started.
 */
export function signalGroup(
  child: Pick<ChildProcess, "pid" | "kill">,
  signal: "SIGINT" | "SIGTERM" | "SIGKILL",
): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

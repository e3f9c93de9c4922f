/** Asks a program to stop. */
import type { ChildProcess } from "node:child_process";

/**
 * By SIGINT, and the whole group of one that was started `detached`: `uv run`, a shell or `docker`
 * wait for what they have started.
 */
export function interruptGroup(child: Pick<ChildProcess, "pid" | "kill">): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGINT");
  } catch {
    child.kill("SIGINT");
  }
}

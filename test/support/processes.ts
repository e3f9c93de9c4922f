/** Processes of a test, found by the folder that is the test's own. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

export interface Process {
  readonly pid: number;
  readonly args: readonly string[];
}

/** Where processes cannot be looked at, tests that depend on it have nothing to say. */
export const canSeeProcesses = existsSync("/proc/self/cmdline");

/** @returns every process of this machine that may be looked at */
export function allProcesses(): Process[] {
  if (!canSeeProcesses) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map((name) => ({ pid: Number(name), args: words(`/proc/${name}/cmdline`) }));
}

/** @returns processes that have the folder in their arguments or in their environment */
export function processesNaming(folder: string): Process[] {
  return allProcesses().filter(
    ({ pid, args }) =>
      pid !== process.pid &&
      [...args, ...words(`/proc/${pid}/environ`)].some((word) => word.includes(folder)),
  );
}

/**
 * Ends a program at once, and whatever it has started that does not end by itself then.
 * @param pid null when the program has ended already
 */
export async function endProcesses(pid: number | null, folder: string): Promise<void> {
  if (pid !== null) kill(pid);
  if (!canSeeProcesses) return;
  const deadline = Date.now() + 5000;
  for (;;) {
    const left = processesNaming(folder);
    if (left.length === 0) return;
    if (Date.now() > deadline) {
      for (const each of left) kill(each.pid);
      return;
    }
    await sleep(20);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** A process may be gone, or somebody else's. */
function words(file: string): string[] {
  try {
    return readFileSync(file, "utf8").split("\0").filter(Boolean);
  } catch {
    return [];
  }
}

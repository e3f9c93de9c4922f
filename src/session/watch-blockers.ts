/** Looks, while alembic runs, whether it waits for somebody. */
import type { Blocker } from "../core/blocker.ts";
import type { RepairSession } from "../io/ports.ts";

/** Milliseconds between two looks. */
const INTERVAL = 1000;

export interface Watch {
  /** Those that were seen last while it waited. */
  readonly last: () => readonly Blocker[];
  /** Waits for a look that is under way. */
  end(): Promise<void>;
}

/** @param onChange is told who blocks now; nobody, when it goes on */
export function watchBlockers(
  repair: RepairSession,
  sessionName: string,
  onChange: (blockers: readonly Blocker[]) => void,
): Watch {
  const started = performance.now();
  let last: readonly Blocker[] = [];
  let told = "[]";
  let looking: Promise<void> | null = null;
  const look = async () => {
    // The run itself tells what is wrong with the connection.
    const seconds = (performance.now() - started) / 1000 + 1;
    const blockers = await repair.blockers(sessionName, seconds).catch(() => []);
    const now = JSON.stringify(blockers.map(({ pid }) => pid));
    if (blockers.length > 0) last = blockers;
    if (now !== told) onChange(blockers);
    told = now;
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = null;
    });
  }, INTERVAL);
  return {
    last: () => last,
    end: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

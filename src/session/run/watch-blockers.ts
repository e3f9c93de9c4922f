/** Looks, while alembic runs, whether it waits for somebody. */
import type { Blocker } from "../../core/blocker.ts";
import type { RepairSession } from "../../io/ports/repair-session.ts";

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/** Milliseconds that the driver is given beyond the lock timeout to give up by itself. */
const GRACE = 2000;

export interface Watch {
  /** Those that were seen last while it waited. */
  readonly last: () => readonly Blocker[];
  /** Whether it waited longer than the lock timeout, and was taken back from here. */
  readonly hasCancelled: () => boolean;
  /** Waits for a look that is under way. */
  end(): Promise<void>;
}

export interface Watched {
  /** See AlembicPort.sessionName. */
  readonly sessionName: string;
  /** Identities, quoted as in facts. */
  readonly versionTables: readonly string[];
}

/**
 * Not every driver takes the lock timeout from PGOPTIONS (asyncpg does not): a session that waits
 * for the very same ones for longer than that is cancelled.
 * @param onChange is told who blocks now; nobody, when it goes on
 */
export function watchBlockers(
  repair: RepairSession,
  { sessionName, versionTables }: Watched,
  onChange: (blockers: readonly Blocker[]) => void,
): Watch {
  const started = performance.now();
  let last: readonly Blocker[] = [];
  let told = "[]";
  let since = started;
  let cancelled = false;
  let looking: Promise<void> | null = null;
  const look = async () => {
    const at = performance.now();
    const seconds = (at - started) / 1000 + 1;
    const blockers = await repair.blockers(sessionName, seconds).catch(async () => {
      // Somebody may have ended a session that seemed idle; what cannot be mended the run itself tells.
      await repair.requireHeld().catch(() => {});
      return [];
    });
    const now = JSON.stringify(blockers.map(({ pid }) => pid));
    if (now !== told) {
      since = at;
      onChange(blockers);
    }
    told = now;
    if (blockers.length === 0) return;
    last = blockers;
    const { lockTimeout } = repair;
    if (lockTimeout === 0 || at - since < lockTimeout + GRACE || cancelled) return;
    cancelled = await repair.cancelWaiting(versionTables, seconds).catch(() => false);
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = null;
    });
  }, INTERVAL);
  return {
    last: () => last,
    hasCancelled: () => cancelled,
    end: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

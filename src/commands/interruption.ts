/** How a repair or an undo without a screen hears that it is to end. */
import { onEndSignal } from "./end-signals.ts";

/**
 * From now on the first signal stops what is under way: a running alembic is interrupted and takes its
 * transaction back. A second one ends restamp at once. Before, while restamp only looks, it is the first.
 */
export function interruption(): AbortSignal {
  goOnWithoutTerminal();
  const stop = new AbortController();
  const end = onEndSignal(() => {
    stop.abort();
    end();
  });
  return stop.signal;
}

/**
 * A line that breaks ends no repair half-way: it goes on to its end, and `restamp sessions` says how that
 * was. With the terminal gone writing fails as well (EIO).
 */
function goOnWithoutTerminal(): void {
  process.on("SIGHUP", () => {});
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
}

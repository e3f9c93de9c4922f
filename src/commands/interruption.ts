/** How a repair or an undo without a screen hears that it is to end. */

/** A terminal's Ctrl+C, and what ends a service or a job of CI. */
const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * The first one stops what is under way: a running alembic is interrupted and takes its transaction back.
 * A second one ends restamp at once.
 */
export function interruption(): AbortSignal {
  const stop = new AbortController();
  const pressed = () => {
    stop.abort();
    // execa's own listener ends the process where it finds itself alone (signal-exit): not before that
    // one has heard of this signal as well.
    setImmediate(() => {
      for (const signal of SIGNALS) process.removeListener(signal, pressed);
    });
  };
  for (const signal of SIGNALS) process.on(signal, pressed);
  return stop.signal;
}

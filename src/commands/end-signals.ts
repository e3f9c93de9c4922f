/** What asks restamp to end: a terminal's Ctrl+C, and what ends a service or a job of CI. */

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

export type EndSignal = (typeof SIGNALS)[number];

/**
 * From now on these signals do not end the process by themselves.
 * @returns ends that: the next one ends it at once
 */
export function onEndSignal(heard: (signal: EndSignal) => void): () => void {
  for (const signal of SIGNALS) process.on(signal, heard);
  // execa's own listener ends the process where it finds itself alone (signal-exit): not before that
  // one has heard of this signal as well.
  return () =>
    void setImmediate(() => {
      for (const signal of SIGNALS) process.removeListener(signal, heard);
    });
}

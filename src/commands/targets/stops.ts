/**
 * An end that is asked for while several targets are at work: first nothing more is begun, then what
 * runs is stopped.
 */
import { onEndSignal } from "../end-signals.ts";

export interface Stops {
  /** Nothing more is to be begun. */
  readonly halt: AbortSignal;
  /** What is at work is to be interrupted. */
  readonly stop: AbortSignal;
  /** From then on it ends the process again. */
  end(): void;
}

/**
 * Whoever sends SIGTERM waits a while, and kills then: it stops at once what runs, as a second Ctrl+C does.
 * @param canStop whether what is at work can be interrupted; otherwise a second one ends restamp
 * @param onHalt is called at the first one
 */
export function listenForStops(canStop: boolean, onHalt: () => void): Stops {
  const halt = new AbortController();
  const stop = new AbortController();
  const end = onEndSignal((signal) => {
    const isFirst = !halt.signal.aborted;
    halt.abort();
    if (isFirst) onHalt();
    if (!isFirst || signal === "SIGTERM") stop.abort();
    if (stop.signal.aborted || !canStop) end();
  });
  return { halt: halt.signal, stop: stop.signal, end };
}

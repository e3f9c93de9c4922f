/** Ctrl+C while several targets are at work: first nothing more is begun, then what runs is stopped. */

export interface Stops {
  /** Nothing more is to be begun. */
  readonly halt: AbortSignal;
  /** What is at work is to be interrupted. */
  readonly stop: AbortSignal;
  /** From then on it ends the process again. */
  end(): void;
}

/**
 * @param canStop whether what is at work can be interrupted; otherwise a second Ctrl+C ends restamp
 * @param onHalt is called at the first one
 */
export function listenForCtrlC(canStop: boolean, onHalt: () => void): Stops {
  const halt = new AbortController();
  const stop = new AbortController();
  const end = () => void process.removeListener("SIGINT", pressed);
  const pressed = () => {
    if (halt.signal.aborted) stop.abort();
    else {
      halt.abort();
      onHalt();
    }
    // Not before execa's own listener has heard of this one: alone it would end the process.
    if (stop.signal.aborted || !canStop) setImmediate(end);
  };
  process.on("SIGINT", pressed);
  return { halt: halt.signal, stop: stop.signal, end };
}

/** The set-up cannot go on; its message says what happened, why, and what to do next. */
export class SetupError extends Error {
  /** @override */
  name = "SetupError";
}

/** The operator stopped the set-up. */
export class Interrupted extends Error {
  /** @override */
  name = "Interrupted";

  /** @param {NodeJS.Signals} signal which signal did it */
  constructor(signal) {
    super(signal);
    this.signal = signal;
  }
}

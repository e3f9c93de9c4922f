/**
 * A synchronous store: a message is applied before `dispatch` returns, so of two key presses
 * in one tick the second one meets the state that the first one made.
 */
import type { Effect, Message } from "./screens/messages.ts";
import { initialState, reduce } from "./screens/reducer.ts";
import type { SessionState } from "./screens/state.ts";

export interface Store {
  getState(): SessionState;
  dispatch(message: Message): void;
  subscribe(listener: () => void): () => void;
  /** Runs the first effects. */
  start(): void;
}

/** What a screen waits for. */
const READING: readonly Effect["effect"][] = [
  "connect",
  "troubleshoot",
  "read_stamp",
  "read_schema",
  "undo",
];

/** @param perform carries an effect out; what comes of it is dispatched later */
export function createStore(
  perform: (effect: Effect, dispatch: (message: Message) => void) => void,
): Store {
  const first = initialState();
  let state = first.state;
  const listeners = new Set<() => void>();
  let reading = 0;

  /** Once something else is being read, what was read for a screen that has been left is too late. */
  function begin(effect: Effect): void {
    const isReading = READING.includes(effect.effect);
    if (isReading) reading += 1;
    const own = reading;
    perform(effect, (message) => {
      if (!isReading || own === reading) dispatch(message);
    });
  }

  function dispatch(message: Message): void {
    const step = reduce(state, message);
    const changed = step.state !== state;
    state = step.state;
    if (changed) for (const listener of listeners) listener();
    for (const effect of step.effects) begin(effect);
  }

  return {
    getState: () => state,
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      for (const effect of first.effects) begin(effect);
    },
  };
}

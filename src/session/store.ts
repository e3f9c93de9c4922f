/**
 * A synchronous store: a message is applied before `dispatch` returns, so of two key presses
 * in one tick the second one meets the state that the first one made.
 */
import type { Effect, Message } from "./messages.ts";
import { initialState, reduce } from "./reducer.ts";
import type { SessionState } from "./state.ts";

export interface Store {
  getState(): SessionState;
  dispatch(message: Message): void;
  subscribe(listener: () => void): () => void;
  /** Runs the first effects. */
  start(): void;
}

/** @param perform carries an effect out; what comes of it is dispatched later */
export function createStore(
  perform: (effect: Effect, dispatch: (message: Message) => void) => void,
): Store {
  const first = initialState();
  let state = first.state;
  const listeners = new Set<() => void>();

  function dispatch(message: Message): void {
    const step = reduce(state, message);
    const changed = step.state !== state;
    state = step.state;
    if (changed) for (const listener of listeners) listener();
    for (const effect of step.effects) perform(effect, dispatch);
  }

  return {
    getState: () => state,
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start: () => {
      for (const effect of first.effects) perform(effect, dispatch);
    },
  };
}

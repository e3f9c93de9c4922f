/** Pure: state and message in, state and effects out. Nothing else decides what happens next. */

import { exitCodeOnLeaving } from "./exit-code.ts";
import type { Effect, Message } from "./messages.ts";
import { choosing } from "./reduce-choice.ts";
import { reading } from "./reduce-reading.ts";
import { reviewing } from "./reduce-review.ts";
import { running } from "./reduce-run.ts";
import { undoing } from "./reduce-undo.ts";
import type { RunScreen, Screen, SessionState, UndoScreen } from "./state.ts";

type UndoingScreen = Extract<UndoScreen, { phase: "undoing" }>;

/** A screen after a message, and what is to be done; null when the screen does not ask for it. */
export type Move = { readonly screen: Screen; readonly effects?: readonly Effect[] } | null;

export interface Step {
  readonly state: SessionState;
  readonly effects: readonly Effect[];
}

/** How many log entries and lines of output are kept. */
export const MOST_LOGGED = 500;

export function initialState(): Step {
  return {
    state: {
      screen: { name: "connection", phase: "working", checks: [] },
      overlay: null,
      log: [],
      hasActed: false,
      hungUp: false,
      exitCode: null,
    },
    effects: [{ effect: "connect" }],
  };
}

export function reduce(state: SessionState, message: Message): Step {
  if (state.exitCode !== null) return { state, effects: [] };
  switch (message.type) {
    case "logged": {
      const log = [...state.log, message.entry].slice(-MOST_LOGGED);
      return { state: { ...state, log }, effects: [] };
    }
    case "toggle": {
      const overlay = state.overlay === message.overlay ? null : message.overlay;
      return { state: { ...state, overlay }, effects: [] };
    }
    case "leave":
    case "interrupt":
    case "hang_up":
      return leaving(state, message.type);
    default:
      return moved(state, message);
  }
}

/** What a session ends with whose terminal has gone: nobody is there to read on. */
const LAST: ReadonlySet<Message["type"]> = new Set(["reported", "undone", "failed"]);

function moved(state: SessionState, message: Message): Step {
  // An overlay takes the keys: what lies under it must not be acted on unseen.
  const isIntent = [
    "next",
    "back",
    "retry",
    "move",
    "run",
    "rehearse",
    "typed",
    "diagnose_again",
    "end_session",
    "undo",
  ];
  if (state.overlay !== null && isIntent.includes(message.type)) {
    const overlay = message.type === "back" ? null : state.overlay;
    return { state: { ...state, overlay }, effects: [] };
  }
  const move =
    reading(state.screen, message) ??
    choosing(state.screen, message) ??
    reviewing(state.screen, message) ??
    running(state.screen, message) ??
    undoing(state.screen, message);
  if (!move) return { state, effects: [] };
  const next = { ...state, screen: move.screen, hasActed: state.hasActed || isAct(message) };
  const hasEnded = state.hungUp && LAST.has(message.type);
  return finishing(next, hasEnded ? [{ effect: "exit", code: 129 }] : (move.effects ?? []));
}

/** Whether something of the database may be otherwise after it. */
function isAct(message: Message): boolean {
  if (message.type === "ran") return message.event.event === "step_started";
  return message.type === "undone" && message.isDone;
}

/** The effect that ends the session is also the last thing that the state learns. */
function finishing(state: SessionState, effects: readonly Effect[]): Step {
  const exit = effects.find((effect) => effect.effect === "exit");
  return { state: exit ? { ...state, exitCode: exit.code } : state, effects };
}

function leaving(state: SessionState, how: "leave" | "interrupt" | "hang_up"): Step {
  const { screen } = state;
  if (isAtWork(screen)) {
    // A lost terminal does not end what is at work; it goes on, and a run's report is saved.
    if (how === "leave") return { state, effects: [] };
    if (how === "hang_up") return { state: { ...state, hungUp: true }, effects: [] };
    return interrupted(state, screen);
  }
  const code = { interrupt: 130, hang_up: 129, leave: exitCodeOnLeaving(screen) } as const;
  return finishing(state, [{ effect: "exit", code: code[how] }]);
}

/** Whether something is being changed: that is not left alone. */
export function isAtWork(screen: Screen): screen is RunScreen | UndoingScreen {
  if (screen.name === "run") return screen.outcome === null;
  return screen.name === "undo" && screen.phase === "undoing";
}

/** The first Ctrl+C asks, the second one stops. The question must be seen: no overlay stays over it. */
function interrupted(state: SessionState, screen: RunScreen | UndoingScreen): Step {
  if (screen.name === "undo") {
    // It is all in one transaction, which ends with restamp.
    if (screen.stopAsked) return finishing(state, [{ effect: "exit", code: 130 }]);
    return {
      state: { ...state, overlay: null, screen: { ...screen, stopAsked: true } },
      effects: [],
    };
  }
  const stop = screen.stop === "no" ? "asked" : "stopping";
  const asked = { ...state, overlay: null, screen: { ...screen, stop } } as const;
  return { state: asked, effects: stop === "stopping" ? [{ effect: "stop_run" }] : [] };
}

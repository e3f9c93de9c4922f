/** The one key map: which key does what on which screen. The footer is drawn from it. */
import type { Key } from "ink";
import type { LessonMessage } from "../practice/coach/lesson.ts";
import type { Intent } from "../session/messages.ts";
import { readiness } from "../session/reduce-choice.ts";
import { mayEnd } from "../session/reduce-ending.ts";
import { interruptedSession, losesRows } from "../session/reduce-undo.ts";
import { isAtWork } from "../session/reducer.ts";
import type {
  CandidateScreen,
  ClearScreen,
  PathScreen,
  ReviewScreen,
  RunScreen,
  SessionState,
  UndoScreen,
} from "../session/state.ts";
import type { Text } from "../text/index.ts";

type KeyName =
  | "enter"
  | "escape"
  | "up"
  | "down"
  | "pageUp"
  | "pageDown"
  | "home"
  | "end"
  | "ctrlC"
  | "ctrlZ"
  | string;

export interface Binding {
  readonly keys: readonly KeyName[];
  /** How the key is named in the footer; null when it is not shown there. */
  readonly shown: string | null;
  readonly label: keyof Text["keys"]["labels"];
  /** What it means to the session, or to the view alone. */
  readonly intent:
    | Intent
    | { readonly type: "scroll"; readonly by: number | "top" | "end" }
    /** Back to the shell, until it brings restamp to the foreground again. */
    | { readonly type: "suspend" }
    /** To the coach. */
    | { readonly type: "lesson"; readonly message: LessonMessage };
}

/** Some terminals send a line feed for it, as Ctrl+J does. */
export function isEnter(input: string, key: Pick<Key, "return">): boolean {
  return key.return || input === "\n";
}

/** @returns the name of a key press, null for a chunk that is no single key. */
export function keyName(input: string, key: Key): KeyName | null {
  if (key.ctrl && input === "c") return "ctrlC";
  if (key.ctrl && input === "z") return "ctrlZ";
  if (isEnter(input, key)) return "enter";
  if (key.escape) return "escape";
  if (key.upArrow) return "up";
  if (key.downArrow) return "down";
  if (key.leftArrow) return "left";
  if (key.rightArrow) return "right";
  if (key.pageUp) return "pageUp";
  if (key.pageDown) return "pageDown";
  if (key.home) return "home";
  if (key.end) return "end";
  if (key.ctrl || key.meta || input.length !== 1) return null;
  return LATIN[input] ?? input;
}

/** Where a Russian layout is switched on: the letter that stands on the same key of a Latin one. */
const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  [..."йцукенгшщзфывапролдячсмить,"].map((letter, at) => [
    letter,
    "qwertyuiopasdfghjklzxcvbnm?"[at] ?? letter,
  ]),
);

/** @param names how keys are called in the footer */
export function bindingsFor(state: SessionState, names: Text["keys"]["names"]): Binding[] {
  // alembic would stand still with its locks held, and nobody would hear of it.
  return isAtWork(state.screen)
    ? ownAndGeneral(state, names)
    : [...ownAndGeneral(state, names), SUSPEND];
}

/** Whether letters belong to a text that is typed. */
export function takesText({ screen }: SessionState): boolean {
  if (screen.name === "run") return screen.ending?.phase === "asking";
  if (screen.name !== "undo") return screen.name === "consent";
  return screen.phase === "asking" && losesRows(screen.undo, screen.rows);
}

const SUSPEND: Binding = {
  keys: ["ctrlZ"],
  shown: null,
  label: "suspend",
  intent: { type: "suspend" },
};

function ownAndGeneral(state: SessionState, names: Text["keys"]["names"]): Binding[] {
  const interrupt: Binding = {
    keys: ["ctrlC"],
    shown: null,
    label: "interrupt",
    intent: { type: "interrupt" },
  };
  if (state.overlay !== null) {
    const close = { type: "toggle", overlay: state.overlay } as const;
    const key = state.overlay === "log" ? "l" : "?";
    return [
      { keys: ["escape", "enter", key, "q"], shown: names.escape, label: "close", intent: close },
      ...scrolling(true),
      interrupt,
    ];
  }
  const general: Binding[] = [
    { keys: ["l"], shown: "l", label: "log", intent: { type: "toggle", overlay: "log" } },
    { keys: ["?"], shown: "?", label: "help", intent: { type: "toggle", overlay: "help" } },
  ];
  const leave: Binding = { keys: ["q"], shown: "q", label: "leave", intent: { type: "leave" } };
  const own = ownBindings(state.screen, names);
  switch (state.screen.name) {
    case "consent":
      // Letters belong to the name that is typed.
      return [...own, interrupt];
    case "undo": {
      const { screen } = state;
      if (screen.phase === "asking" && losesRows(screen.undo, screen.rows)) {
        return [...own, interrupt];
      }
      if (screen.phase === "undoing") {
        return [{ ...interrupt, shown: names.ctrlC }, ...general, ...scrolling(true)];
      }
      return [...own, ...general, leave, ...scrolling(true), interrupt];
    }
    case "run":
      if (state.screen.ending?.phase === "asking") return [...own, interrupt];
      return state.screen.outcome === null
        ? [...own, { ...interrupt, shown: names.ctrlC }, ...general, ...scrolling(true)]
        : [...own, ...general, ...scrolling(true), interrupt];
    case "path":
    case "clear":
    case "candidate":
      return [...own, ...general, leave, ...scrolling(false), interrupt];
    default:
      return [...own, ...general, leave, ...scrolling(true), interrupt];
  }
}

/** A key that would do nothing now is not shown. */
function reviewBindings(screen: ReviewScreen, back: Binding): Binding[] {
  const ready = readiness(screen);
  const run: Binding = { keys: ["y"], shown: "y", label: "run", intent: { type: "run" } };
  const rehearse: Binding = {
    keys: ["r"],
    shown: "r",
    label: "rehearse",
    intent: { type: "rehearse" },
  };
  if (ready === "waiting") return [back];
  return ready === "blocked" ? [back, rehearse] : [run, back, rehearse];
}

function ownBindings(screen: SessionState["screen"], names: Text["keys"]["names"]): Binding[] {
  const next = (label: Binding["label"]): Binding => ({
    keys: ["enter"],
    shown: names.enter,
    label,
    intent: { type: "next" },
  });
  const back: Binding = {
    keys: ["escape", "left"],
    shown: names.escape,
    label: "back",
    intent: { type: "back" },
  };
  const retry: Binding = { keys: ["r"], shown: "r", label: "retry", intent: { type: "retry" } };
  const move: Binding[] = [
    { keys: ["up", "k"], shown: names.upDown, label: "move", intent: { type: "move", by: -1 } },
    { keys: ["down", "j"], shown: null, label: "move", intent: { type: "move", by: 1 } },
  ];
  switch (screen.name) {
    case "connection":
      if (screen.phase === "working") return [];
      if (screen.phase === "failed") return [retry];
      return interruptedSession(screen.seen) === null
        ? [next("next"), retry]
        : [next("resume"), UNDO, retry];
    case "stamp":
    case "tables":
      // A recording goes on in the background, and must not be started twice.
      if (screen.phase === "working") return screen.name === "tables" ? [] : [back];
      return screen.phase === "failed" ? [retry, back] : [next("next"), back, retry];
    case "chain":
      return [next(screen.seen.diagnosis.verdict === "healthy" ? "finish" : "next"), back];
    case "path":
    case "clear":
    case "candidate":
      return isChoosable(screen) ? [...move, next("choose"), back] : [...move, back];
    case "review":
      return reviewBindings(screen, back);
    case "consent":
      return [{ ...back, keys: ["escape"] }];
    case "undo":
      return undoBindings(screen, next("next"), back);
    case "run":
      return runBindings(screen, next("next"), back);
    case "verify":
    case "report": {
      const onward = next(screen.name === "report" ? "finish" : "next");
      return screen.outcome.problem ? [onward, AGAIN] : [onward];
    }
  }
}

const AGAIN: Binding = {
  keys: ["d"],
  shown: "d",
  label: "diagnose_again",
  intent: { type: "diagnose_again" },
};

const UNDO: Binding = { keys: ["u"], shown: "u", label: "undo", intent: { type: "undo" } };

function undoBindings(screen: UndoScreen, next: Binding, back: Binding): Binding[] {
  switch (screen.phase) {
    case "working":
    case "undoing":
      return [];
    case "asking":
      // The database's name is being typed, or a key is enough.
      if (losesRows(screen.undo, screen.rows)) return [{ ...back, keys: ["escape"] }];
      return [{ keys: ["y"], shown: "y", label: "undo", intent: { type: "run" } }, back];
    case "failed":
    case "done":
      return [next];
  }
}

function runBindings(screen: RunScreen, next: Binding, back: Binding): Binding[] {
  // The number is being typed.
  if (screen.ending?.phase === "asking") return [{ ...back, keys: ["escape"] }];
  const end: Binding = {
    keys: ["t"],
    shown: "t",
    label: "end_session",
    intent: { type: "end_session" },
  };
  const blocking = mayEnd(screen) ? [end] : [];
  if (screen.outcome === null) return blocking;
  return [next, ...(screen.outcome.problem ? [AGAIN] : []), ...blocking];
}

function isChoosable(screen: PathScreen | ClearScreen | CandidateScreen): boolean {
  if (screen.name === "path") return screen.options[screen.cursor]?.refusal === null;
  return screen.name !== "clear" || screen.options[screen.cursor]?.failsAt === null;
}

/** Keys that only move what is seen. On screens with a list the arrows belong to the list. */
export function scrolling(withArrows: boolean): Binding[] {
  const by = (lines: number | "top" | "end") => ({ type: "scroll", by: lines }) as const;
  const arrows: Binding[] = [
    { keys: ["up", "k"], shown: null, label: "scroll", intent: by(-1) },
    { keys: ["down", "j"], shown: null, label: "scroll", intent: by(1) },
  ];
  return [
    ...(withArrows ? arrows : []),
    { keys: ["pageDown", " "], shown: null, label: "scroll", intent: by(10) },
    { keys: ["pageUp"], shown: null, label: "scroll", intent: by(-10) },
    { keys: ["home"], shown: null, label: "scroll", intent: by("top") },
    { keys: ["end"], shown: null, label: "scroll", intent: by("end") },
  ];
}

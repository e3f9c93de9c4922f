/** The one key map: which key does what on which screen. The footer is drawn from it. */
import { losesWork } from "../session/screens/reduce-undo.ts";
import { isAtWork } from "../session/screens/reducer.ts";
import type { SessionState } from "../session/screens/state.ts";
import type { Text } from "../text/index.ts";
import { type Binding, scrolling } from "./binding.ts";
import { ownBindings } from "./screen-keys.ts";

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
  return screen.phase === "asking" && losesWork(screen.undo, screen.since);
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
      if (screen.phase === "asking" && losesWork(screen.undo, screen.since)) {
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

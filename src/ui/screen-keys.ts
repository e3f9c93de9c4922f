/** The keys that belong to each screen alone. */
import { readiness } from "../session/screens/consent.ts";
import { mayEnd } from "../session/screens/reduce-ending.ts";
import { interruptedSession, losesWork } from "../session/screens/reduce-undo.ts";
import type {
  CandidateScreen,
  ClearScreen,
  PathScreen,
  ReviewScreen,
  RunScreen,
  SessionState,
  UndoScreen,
} from "../session/screens/state.ts";
import type { Text } from "../text/index.ts";
import type { Binding } from "./binding.ts";

export function ownBindings(
  screen: SessionState["screen"],
  names: Text["keys"]["names"],
): Binding[] {
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
  if (ready === "held") return [AGAIN, back];
  return ready === "blocked" ? [back, rehearse] : [run, back, rehearse];
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
      if (losesWork(screen.undo, screen.since)) return [{ ...back, keys: ["escape"] }];
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

/** A session that is in the way of a run is ended by nobody but the operator, who types its number. */
import { type Blocker, blockerIn } from "../../core/blocker.ts";
import type { Message } from "./messages.ts";
import type { Move } from "./reducer.ts";
import type { RunScreen } from "./state.ts";

/** @returns who is waited for, or was when the run ended; null where that has no session */
function inTheWay({ blockers, outcome }: RunScreen): Blocker | null {
  const [waitedFor] = blockers;
  const told = outcome?.problem?.details;
  // Without its start it could be a later session of the same number.
  const blocker = waitedFor ?? (told?.["started"] === undefined ? null : blockerIn(told));
  return blocker && blocker.pid > 0 ? blocker : null;
}

export function ending(screen: RunScreen, message: Message): Move {
  const { seen, ending } = screen;
  const blocker = inTheWay(screen);
  if (message.type === "end_session") {
    if (!blocker || !mayEnd(screen)) return null;
    return { screen: { ...screen, ending: { phase: "asking", blocker, mistaken: null } } };
  }
  if (message.type === "session_ended" && ending?.phase === "working") {
    const { problem } = message;
    const now = problem ? ({ phase: "failed", problem } as const) : ({ phase: "ended" } as const);
    return { screen: { ...screen, ending: { ...now, blocker: ending.blocker } } };
  }
  if (ending?.phase !== "asking") return null;
  if (message.type === "back") return { screen: { ...screen, ending: null } };
  if (message.type !== "typed") return null;
  // Whom the operator was asked about, whoever is in the way by now.
  const { blocker: asked } = ending;
  if (message.text.trim() !== String(asked.pid)) {
    return { screen: { ...screen, ending: { ...ending, mistaken: message.text } } };
  }
  return {
    screen: { ...screen, ending: { phase: "working", blocker: asked } },
    effects: [{ effect: "end_session", seen, blocker: asked }],
  };
}

/** Whether somebody is in the way who has not been asked about, or ended, already. */
export function mayEnd(screen: RunScreen): boolean {
  const { ending } = screen;
  const blocker = inTheWay(screen);
  if (!blocker) return false;
  if (ending === null || ending.phase === "failed") return true;
  return ending.phase === "ended" && ending.blocker.pid !== blocker.pid;
}

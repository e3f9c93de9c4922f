/** Taking back a session that was interrupted: shown, consented to, done. */
import type { SinceBackup } from "../../core/backup.ts";
import { visible } from "../../core/display.ts";
import type { Undo } from "../../core/journal/undo.ts";
import type { Connected } from "../stages/stages.ts";
import type { Message } from "./messages.ts";
import { toConnection } from "./reduce-reading.ts";
import type { Move } from "./reducer.ts";
import type { Screen, UndoScreen } from "./state.ts";

/** @returns the session that was interrupted, if the first screen found one, and nothing of it runs on */
export function interruptedSession({ checks }: Connected): string | null {
  const last = checks.find(({ name }) => name === "last_session")?.details;
  const goesOn = ["at_work", "left_running"].includes(last?.["state"] ?? "");
  return goesOn ? null : (last?.["id"] ?? null);
}

/** Whether something would go that nothing brings back but the backup made before. */
export function losesWork(undo: Undo, { rows, objects }: SinceBackup): boolean {
  return undo.kind === "backup"
    ? objects.length > 0 || rows.some(({ isLost }) => isLost)
    : undo.kind === "drop" && undo.loses.length > 0;
}

export function toUndo(seen: Connected): Move {
  const session = interruptedSession(seen);
  if (session === null) return null;
  return {
    screen: { name: "undo", phase: "working", seen, session },
    effects: [{ effect: "undo", seen, session }],
  };
}

export function undoing(screen: Screen, message: Message): Move {
  if (screen.name !== "undo") return null;
  const { name, seen, session } = screen;
  const base = { name, seen, session } as const;
  switch (screen.phase) {
    case "working":
      if (message.type === "undo_found") {
        const { undo, since } = message;
        return { screen: { ...base, phase: "asking", undo, since, typed: "", mistaken: false } };
      }
      return outcome(screen, message);
    case "asking":
      return asking(screen, message);
    case "undoing":
      return outcome(screen, message);
    case "failed":
    case "done":
      return message.type === "next" ? toConnection() : null;
  }
}

function asking(screen: Extract<UndoScreen, { phase: "asking" }>, message: Message): Move {
  const { name, seen, session, undo, since } = screen;
  const done: Move = {
    screen: { name, seen, session, phase: "undoing", undo, stopAsked: false },
    effects: [{ effect: "answer_undo", consent: true }],
  };
  switch (message.type) {
    case "back":
      return {
        screen: { name: "connection", phase: "ready", seen },
        effects: [{ effect: "answer_undo", consent: false }],
      };
    case "run":
      return losesWork(undo, since) ? null : done;
    case "typed":
      if (!losesWork(undo, since)) return null;
      if (message.text === visible(seen.server.database)) return done;
      return { screen: { ...screen, typed: message.text, mistaken: true } };
    case "failed":
      return outcome(screen, message);
    default:
      return null;
  }
}

function outcome({ name, seen, session }: UndoScreen, message: Message): Move {
  const base = { name, seen, session } as const;
  if (message.type === "failed") {
    return { screen: { ...base, phase: "failed", problem: message.problem } };
  }
  // One that was declined ends as well, and another one may have been asked for since.
  const isOver = message.type === "undone" && (message.isDone || message.undo.kind === "nothing");
  return isOver
    ? { screen: { ...base, phase: "done", undo: message.undo, kept: message.kept } }
    : null;
}

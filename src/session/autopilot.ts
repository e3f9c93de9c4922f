/** Plays a session by itself, as recommended: for a sandbox without a terminal, never for a real database. */

import { readiness } from "./screens/consent.ts";
import type { Intent } from "./screens/messages.ts";
import type { SessionState } from "./screens/state.ts";

/** @returns whether the session was left with a database that is healthy, and not merely unchanged */
export function hasEndedHealthy({ screen }: SessionState): boolean {
  switch (screen.name) {
    case "connection":
    case "stamp":
    case "tables":
    case "undo":
      return false;
    case "run":
    case "verify":
    case "report":
      return screen.outcome !== null && screen.outcome.problem === null;
    default:
      return screen.seen.diagnosis.verdict === "healthy";
  }
}

/** @returns what to do on a screen that has come to rest; null while it is at work */
export function recommendedIntent({ screen }: SessionState): Intent | null {
  switch (screen.name) {
    case "connection":
      if (screen.phase === "failed") return screen.troubleshooting ? { type: "leave" } : null;
      return screen.phase === "ready" ? { type: "next" } : null;
    case "stamp":
    case "tables":
      if (screen.phase === "working") return null;
      return screen.phase === "ready" ? { type: "next" } : { type: "leave" };
    case "path": {
      const option = screen.options[screen.cursor];
      return option?.recommended ? { type: "next" } : { type: "leave" };
    }
    case "review":
      switch (readiness(screen)) {
        case "waiting":
          return null;
        case "blocked":
          return { type: "leave" };
        default:
          return { type: "run" };
      }
    case "candidate":
    case "consent":
    case "undo":
      return { type: "leave" };
    case "run":
      return screen.outcome && screen.report ? { type: "next" } : null;
    case "chain":
    case "clear":
    case "verify":
    case "report":
      return { type: "next" };
  }
}

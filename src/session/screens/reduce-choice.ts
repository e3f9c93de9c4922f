/** The screens that ask which plan it is to be: path, clearing, candidate. */

import { toClear, toPath } from "./choice-screens.ts";
import type { Message } from "./messages.ts";
import { toReview } from "./reduce-review.ts";
import type { Move } from "./reducer.ts";
import type { CandidateScreen, ClearScreen, PathScreen, Screen } from "./state.ts";

export function choosing(screen: Screen, message: Message): Move {
  switch (screen.name) {
    case "path":
      return path(screen, message);
    case "clear":
      return clear(screen, message);
    case "candidate":
      return candidate(screen, message);
    default:
      return null;
  }
}

function path(screen: PathScreen, message: Message): Move {
  const { seen, options, cursor } = screen;
  if (message.type === "back") return { screen: { name: "chain", seen } };
  if (message.type === "move")
    return { screen: { ...screen, cursor: moved(cursor, message.by, options.length) } };
  const option = options[cursor];
  if (message.type !== "next" || !option || option.refusal !== null) return null;
  const [only, second] = option.candidates;
  if (option.path === "fresh" && (seen.diagnosis.stamp ?? []).length > 0) {
    return { screen: toClear(seen) };
  }
  if (option.path === "adopt" && second !== undefined) {
    return { screen: { name: "candidate", seen, candidates: option.candidates, cursor: 0 } };
  }
  return toReview(seen, { path: option.path, ...(only ? { heads: only } : {}) });
}

function clear(screen: ClearScreen, message: Message): Move {
  const { seen, options, cursor } = screen;
  if (message.type === "back") return { screen: toPath(seen) };
  if (message.type === "move")
    return { screen: { ...screen, cursor: moved(cursor, message.by, options.length) } };
  const option = options[cursor];
  if (message.type !== "next" || !option || option.failsAt !== null) return null;
  return toReview(seen, { path: "fresh", clear: option.method });
}

function candidate(screen: CandidateScreen, message: Message): Move {
  const { seen, candidates, cursor } = screen;
  if (message.type === "back") return { screen: toPath(seen) };
  if (message.type === "move") {
    return { screen: { ...screen, cursor: moved(cursor, message.by, candidates.length) } };
  }
  const heads = candidates[cursor];
  return message.type === "next" && heads ? toReview(seen, { path: "adopt", heads }) : null;
}

function moved(cursor: number, by: number, length: number): number {
  return Math.min(Math.max(cursor + by, 0), length - 1);
}

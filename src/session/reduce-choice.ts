/** The screens that ask: path, clearing, candidate, review, consent. */
import { visible } from "../core/display.ts";
import { clearOptions } from "../core/plan/clear-methods.ts";
import { type Choice, makePlan } from "../core/plan/make-plan.ts";
import { provenHeads, sameHeads } from "../core/plan/options.ts";
import type { Plan } from "../core/plan/types.ts";
import type { Message } from "./messages.ts";
import { toPath } from "./reduce-reading.ts";
import { toRun } from "./reduce-run.ts";
import type { Move } from "./reducer.ts";
import type { Diagnosed, Surveyed } from "./stages.ts";
import type { CandidateScreen, ClearScreen, PathScreen, ReviewScreen, Screen } from "./state.ts";

export function choosing(screen: Screen, message: Message): Move {
  switch (screen.name) {
    case "path":
      return path(screen, message);
    case "clear":
      return clear(screen, message);
    case "candidate":
      return candidate(screen, message);
    case "review":
      if (message.type === "backup_looked" && message.plan === screen.plan) {
        return { screen: { ...screen, backup: message.offer } };
      }
      if (message.type === "back") return { screen: before(screen.seen, screen.plan) };
      return message.type === "run" ? confirmed(screen) : null;
    case "consent":
      if (message.type === "back") {
        const { seen, plan, backup } = screen;
        return { screen: { name: "review", seen, plan, backup } };
      }
      if (message.type !== "typed") return null;
      if (message.text === visible(screen.seen.server.database))
        return toRun(screen.seen, screen.plan, screen.backup);
      return { screen: { ...screen, typed: message.text, mistaken: true } };
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
  return review(seen, { path: option.path, ...(only ? { heads: only } : {}) });
}

function clear(screen: ClearScreen, message: Message): Move {
  const { seen, options, cursor } = screen;
  if (message.type === "back") return { screen: toPath(seen) };
  if (message.type === "move")
    return { screen: { ...screen, cursor: moved(cursor, message.by, options.length) } };
  const option = options[cursor];
  if (message.type !== "next" || !option || option.failsAt !== null) return null;
  return review(seen, { path: "fresh", clear: option.method });
}

function candidate(screen: CandidateScreen, message: Message): Move {
  const { seen, candidates, cursor } = screen;
  if (message.type === "back") return { screen: toPath(seen) };
  if (message.type === "move") {
    return { screen: { ...screen, cursor: moved(cursor, message.by, candidates.length) } };
  }
  const heads = candidates[cursor];
  return message.type === "next" && heads ? review(seen, { path: "adopt", heads }) : null;
}

function review(seen: Surveyed, choice: Choice): Move {
  const plan = makePlan(seen, choice);
  return {
    screen: { name: "review", seen, plan, backup: null },
    effects: [{ effect: "look_for_backup", seen, plan }],
  };
}

/** One screen back from the review: the one on which its plan was chosen. */
function before(seen: Surveyed, plan: Plan): Screen {
  if (plan.path === "fresh" && (seen.diagnosis.stamp ?? []).length > 0) return toClear(seen);
  const { candidates } = seen.diagnosis.evidence;
  if (plan.path === "adopt" && provenHeads(seen.diagnosis) === null) {
    const cursor = candidates.findIndex((heads) => sameHeads(heads, plan.stamp));
    return { name: "candidate", seen, candidates, cursor: Math.max(cursor, 0) };
  }
  return toPath(seen);
}

function toClear(seen: Surveyed): ClearScreen {
  const options = clearOptions(seen);
  return { name: "clear", seen, options, cursor: 0 };
}

function confirmed({ seen, plan, backup }: ReviewScreen): Move {
  if (backup === null) return null; // nobody knows yet what is consented to
  const isSafe = rowsAtStake(seen, plan).length === 0 && backup.kind !== "impossible";
  if (isSafe) return toRun(seen, plan, backup);
  return { screen: { name: "consent", seen, plan, backup, typed: "", mistaken: false } };
}

/** @returns the tables that the plan drops and that hold rows, or may hold some unseen. */
export function rowsAtStake({ snapshot }: Pick<Diagnosed, "snapshot">, plan: Plan): string[] {
  return snapshot.tables
    .filter((table) => plan.drops.includes(table.identity) && table.hasRows !== false)
    .map((table) => table.identity);
}

function moved(cursor: number, by: number, length: number): number {
  return Math.min(Math.max(cursor + by, 0), length - 1);
}

/** The screens that ask: path, clearing, candidate, review, consent. */
import { visible } from "../core/display.ts";
import { clearOptions } from "../core/plan/clear-methods.ts";
import { type Choice, makePlan } from "../core/plan/make-plan.ts";
import { provenHeads, sameHeads } from "../core/plan/options.ts";
import type { Plan } from "../core/plan/types.ts";
import type { RehearsalOutcome } from "../core/rehearsal.ts";
import type { Effect, Message } from "./messages.ts";
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
      return reviewing(screen, message);
    case "consent":
      if (message.type === "back") {
        const { seen, plan, backup, rehearsal } = screen;
        const known = { seen, plan, backup, rehearsal, rows: screen.rows };
        return { screen: { name: "review", ...known, notWithRows: null } };
      }
      if (message.type !== "typed") return null;
      if (message.text === visible(screen.seen.server.database))
        return toRun(screen.seen, screen.plan, screen.backup, screen.rehearsal);
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
  const look: Effect = { effect: "look_for_backup", seen, plan };
  const mode = seen.workbench.rehearse;
  const screen = {
    name: "review",
    seen,
    plan,
    backup: null,
    rows: null,
    notWithRows: null,
  } as const;
  if (mode === "none") {
    return { screen: { ...screen, rehearsal: { kind: "declined" } }, effects: [look] };
  }
  return {
    screen: { ...screen, rehearsal: { kind: "working", mode, step: null, before: null } },
    effects: [look, { effect: "rehearse", seen, plan, mode }],
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

function reviewing(screen: ReviewScreen, message: Message): Move {
  const { seen, plan, rehearsal } = screen;
  switch (message.type) {
    case "backup_looked":
      return message.plan === plan
        ? { screen: { ...screen, backup: message.offer, rows: message.rows } }
        : null;
    case "rehearsing":
      if (message.plan !== plan || rehearsal.kind !== "working") return null;
      return { screen: { ...screen, rehearsal: { ...rehearsal, step: message.step } } };
    case "rehearsed":
      return message.plan === plan ? { screen: rehearsed(screen, message.outcome) } : null;
    case "rehearse": {
      if (rehearsal.kind === "working") return null;
      const mode = "rows";
      const working = { kind: "working", mode, step: null, before: rehearsal } as const;
      return {
        screen: { ...screen, rehearsal: working, notWithRows: null },
        effects: [{ effect: "rehearse", seen, plan, mode }],
      };
    }
    case "back":
      return { screen: before(seen, plan), effects: [{ effect: "stop_rehearsal" }] };
    case "run":
      return confirmed(screen);
    default:
      return null;
  }
}

/** A rehearsal that worked is not lost to one that could not be made. */
function rehearsed(screen: ReviewScreen, outcome: RehearsalOutcome): ReviewScreen {
  const { rehearsal } = screen;
  const before = rehearsal.kind === "working" ? rehearsal.before : null;
  if (outcome.kind !== "impossible" || before?.kind !== "rehearsed") {
    return { ...screen, rehearsal: outcome };
  }
  return { ...screen, rehearsal: before, notWithRows: outcome.problem };
}

/** @returns whether the plan can be run by a key alone, on consent only, not now, or not at all */
export function readiness({
  seen,
  plan,
  backup,
  rehearsal,
}: ReviewScreen): "waiting" | "blocked" | "consent" | "ready" {
  if (backup === null || rehearsal.kind === "working") return "waiting";
  if (rehearsal.kind === "rehearsed" && rehearsal.rehearsal.problem) return "blocked";
  const isSafe = backup.kind !== "impossible" && rehearsal.kind !== "impossible";
  return isSafe && rowsAtStake(seen, plan).length === 0 ? "ready" : "consent";
}

function confirmed(screen: ReviewScreen): Move {
  const { seen, plan, backup, rows, rehearsal } = screen;
  if (backup === null || rehearsal.kind === "working") return null;
  switch (readiness(screen)) {
    case "ready":
      return toRun(seen, plan, backup, rehearsal);
    case "consent":
      return {
        screen: {
          name: "consent",
          seen,
          plan,
          backup,
          rows,
          rehearsal,
          typed: "",
          mistaken: false,
        },
      };
    default:
      return null;
  }
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

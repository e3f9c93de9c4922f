/** The screens between a plan and its run: review, with the rehearsal, and consent. */
import { visible } from "../../core/display.ts";
import { type Choice, makePlan } from "../../core/plan/make-plan.ts";
import type { RehearsalOutcome } from "../../core/rehearsal.ts";
import type { Surveyed } from "../stages/stages.ts";
import { chosenOn } from "./choice-screens.ts";
import { readiness } from "./consent.ts";
import type { Effect, Message } from "./messages.ts";
import { toConnection } from "./reduce-reading.ts";
import { toRun } from "./reduce-run.ts";
import type { Move } from "./reducer.ts";
import type { ConsentScreen, ReviewScreen, Screen } from "./state.ts";

export function reviewing(screen: Screen, message: Message): Move {
  switch (screen.name) {
    case "review":
      return review(screen, message);
    case "consent":
      return consent(screen, message);
    default:
      return null;
  }
}

export function toReview(seen: Surveyed, choice: Choice): Move {
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

function review(screen: ReviewScreen, message: Message): Move {
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
      return { screen: chosenOn(seen, plan), effects: [{ effect: "stop_rehearsal" }] };
    case "diagnose_again":
      return readiness(screen) === "held" ? toConnection() : null;
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

function consent(screen: ConsentScreen, message: Message): Move {
  const { seen, plan, backup, rows, rehearsal } = screen;
  if (message.type === "back") {
    const known = { seen, plan, backup, rows, rehearsal };
    return { screen: { name: "review", ...known, notWithRows: null } };
  }
  if (message.type !== "typed") return null;
  if (message.text === visible(seen.server.database)) return toRun(seen, plan, backup, rehearsal);
  return { screen: { ...screen, typed: message.text, mistaken: true } };
}

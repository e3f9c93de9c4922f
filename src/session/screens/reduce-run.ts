/** The screens from the run on: nothing here goes back, because something was changed. */
import type { BackupOffer } from "../../core/backup.ts";
import type { Plan } from "../../core/plan/types.ts";
import type { RehearsalOutcome } from "../../core/rehearsal.ts";
import type { RunEvent } from "../run/run.ts";
import type { Surveyed } from "../stages/stages.ts";
import type { Message } from "./messages.ts";
import { ending } from "./reduce-ending.ts";
import { toConnection } from "./reduce-reading.ts";
import type { Move } from "./reducer.ts";
import type { RunScreen, Screen, StepProgress } from "./state.ts";

const MOST_LINES = 500;

export function toRun(
  seen: Surveyed,
  plan: Plan,
  backup: BackupOffer,
  rehearsed: RehearsalOutcome,
): Move {
  return {
    screen: {
      name: "run",
      seen,
      plan,
      rehearsed,
      backup: null,
      steps: plan.steps.map(() => ({ status: "waiting", took: null })),
      lines: [],
      blockers: [],
      startedAt: 0,
      now: 0,
      stop: "no",
      ending: null,
      outcome: null,
      report: null,
    },
    effects: [{ effect: "run", plan, seen, backup }],
  };
}

export function running(screen: Screen, message: Message): Move {
  switch (screen.name) {
    case "run":
      if (message.type === "reported") return { screen: { ...screen, report: message.report } };
      if (message.type === "ran" && screen.outcome === null)
        return ran(screen, message.event, message.at);
      if (message.type === "tick" && screen.outcome === null) {
        return {
          screen: { ...screen, startedAt: screen.startedAt || message.at, now: message.at },
        };
      }
      if (message.type === "diagnose_again" && screen.outcome?.problem) return toConnection();
      if (screen.ending !== null || message.type === "end_session") {
        const move = ending(screen, message);
        if (move) return move;
      }
      if (message.type === "next" && screen.outcome !== null) {
        const { seen, plan, outcome, report } = screen;
        const name = outcome.verification ? "verify" : "report";
        return { screen: { name, seen, plan, outcome, report } };
      }
      return null;
    case "verify":
      if (message.type === "reported") return { screen: { ...screen, report: message.report } };
      if (message.type === "diagnose_again" && screen.outcome.problem) return toConnection();
      return message.type === "next" ? { screen: { ...screen, name: "report" } } : null;
    case "report":
      if (message.type === "reported") return { screen: { ...screen, report: message.report } };
      if (message.type === "diagnose_again" && screen.outcome.problem) return toConnection();
      if (message.type !== "next") return null;
      return {
        screen,
        effects: [{ effect: "exit", code: screen.outcome.problem?.exitCode ?? 0 }],
      };
    default:
      return null;
  }
}

function ran(screen: RunScreen, event: RunEvent, at: number): Move {
  const shown = { ...screen, now: at, startedAt: screen.startedAt || at };
  switch (event.event) {
    case "backup":
      return { screen: { ...shown, backup: event.progress } };
    case "backed_up":
      return { screen: { ...shown, backup: event.backup } };
    case "step_started":
      return {
        screen: {
          ...shown,
          steps: withStep(screen, event.index, { status: "running", took: null }),
        },
      };
    case "line":
      return { screen: { ...shown, lines: [...screen.lines, event.line].slice(-MOST_LINES) } };
    case "blocked":
      return { screen: { ...shown, blockers: event.blockers } };
    case "step_done":
      return {
        screen: {
          ...shown,
          blockers: [],
          steps: withStep(screen, event.index, { status: "done", took: event.took }),
        },
      };
    case "ended": {
      const { outcome } = event;
      const steps = screen.steps.map((step) =>
        step.status === "running" ? { ...step, status: "failed" as const } : step,
      );
      const { plan, seen, rehearsed } = screen;
      return {
        screen: { ...shown, steps, outcome, blockers: [] },
        effects: [{ effect: "save_report", plan, seen, rehearsed, outcome }],
      };
    }
  }
}

function withStep(screen: RunScreen, index: number, step: StepProgress): StepProgress[] {
  return screen.steps.map((each, at) => (at === index ? step : each));
}

/** A run of a plan: what it works with, how far it has come, and what is heard of it. */
import type { Backup, BackupProgress } from "../../core/backup.ts";
import type { Blocker } from "../../core/blocker.ts";
import type { Plan } from "../../core/plan/types.ts";
import type { Problem } from "../../core/problem.ts";
import type { Journal } from "../../io/ports/journal.ts";
import type { RepairSession } from "../../io/ports/repair-session.ts";
import type { Diagnosed } from "../stages/stages.ts";
import type { Verification } from "./verify.ts";

export type RunEvent =
  | { readonly event: "backup"; readonly progress: BackupProgress }
  | { readonly event: "backed_up"; readonly backup: Backup }
  | { readonly event: "step_started"; readonly index: number }
  | { readonly event: "line"; readonly line: string }
  | { readonly event: "blocked"; readonly blockers: readonly Blocker[] }
  | { readonly event: "step_done"; readonly index: number; readonly took: number }
  | { readonly event: "ended"; readonly outcome: RunOutcome };

/** How far a run has come. */
export interface RunProgress {
  /** How many steps were begun, and how many of them were done. */
  begun: number;
  done: number;
  /** Whether the version table was put back as it was before the steps that move it about. */
  putBack: boolean;
  /** The session's journal; null where nothing was begun. */
  session: string | null;
  /** Null where none was made. */
  backup: Backup | null;
  verification: Verification | null;
}

export interface RunOutcome extends Readonly<RunProgress> {
  /** Null when the plan reached its verified end. */
  readonly problem: Problem | null;
  /** Milliseconds. */
  readonly took: number;
}

/** A run that holds the session's lock and has a journal. */
export interface Run {
  readonly plan: Plan;
  readonly seen: Diagnosed;
  readonly repair: RepairSession;
  readonly journal: Journal;
  readonly progress: RunProgress;
  readonly emit: (event: RunEvent) => void;
  /** Asks for an end: no step begins after it, and a running alembic is interrupted. */
  readonly stop: AbortSignal;
}

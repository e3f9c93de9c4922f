/** The wizard's state: one screen at a time, each with exactly what it may know. */
import type { Backup, BackupOffer, BackupProgress, SinceBackup } from "../../core/backup.ts";
import type { Blocker } from "../../core/blocker.ts";
import type { Undo } from "../../core/journal/undo.ts";
import type { ClearOption } from "../../core/plan/clear-methods.ts";
import type { PathOption, Plan } from "../../core/plan/types.ts";
import type { ExitCode, Problem } from "../../core/problem.ts";
import type { RehearsalMode, RehearsalOutcome, RowsToClone } from "../../core/rehearsal.ts";
import type { LogEntry } from "../../io/ports/command.ts";
import type { RunOutcome } from "../run/run.ts";
import type { Check, Connected, Stamped, Surveyed } from "../stages/stages.ts";
import type { Troubleshooting } from "../stages/troubleshoot.ts";

/** A screen that reads something first: while it does, when that failed, and with the result. */
type Reading<Name extends string, Before, After> =
  | {
      readonly name: Name;
      readonly phase: "working";
      readonly seen: Before;
      readonly lines: readonly string[];
    }
  | {
      readonly name: Name;
      readonly phase: "failed";
      readonly seen: Before;
      readonly problem: Problem;
    }
  | { readonly name: Name; readonly phase: "ready"; readonly seen: After };

export type ConnectionScreen =
  | { readonly name: "connection"; readonly phase: "working"; readonly checks: readonly Check[] }
  | {
      readonly name: "connection";
      readonly phase: "failed";
      readonly checks: readonly Check[];
      readonly problem: Problem;
      /** Null while it is being tried. */
      readonly troubleshooting: Troubleshooting | null;
    }
  | { readonly name: "connection"; readonly phase: "ready"; readonly seen: Connected };

export type StampScreen = Reading<"stamp", Connected, Stamped>;

export type TablesScreen = Reading<"tables", Stamped, Surveyed>;

export interface ChainScreen {
  readonly name: "chain";
  readonly seen: Surveyed;
}

export interface PathScreen {
  readonly name: "path";
  readonly seen: Surveyed;
  readonly options: readonly PathOption[];
  readonly cursor: number;
}

/** 3a only: how the stamp is cleared. */
export interface ClearScreen {
  readonly name: "clear";
  readonly seen: Surveyed;
  readonly options: readonly ClearOption[];
  readonly cursor: number;
}

/** The schema fits several revisions: a person has to say which it is. */
export interface CandidateScreen {
  readonly name: "candidate";
  readonly seen: Surveyed;
  readonly candidates: readonly (readonly string[])[];
  readonly cursor: number;
}

export interface ReviewScreen {
  readonly name: "review";
  readonly seen: Surveyed;
  readonly plan: Plan;
  /** Null until it is known. */
  readonly backup: BackupOffer | null;
  /** What it would take to rehearse with the rows; null until it is known, or where it is not. */
  readonly rows: RowsToClone | null;
  readonly rehearsal: RehearsalOutcome | RehearsalProgress;
  /** Why it could not be rehearsed once more, with the rows. */
  readonly notWithRows: Problem | null;
}

interface RehearsalProgress {
  readonly kind: "working";
  readonly mode: RehearsalMode;
  /** The step that is at work; null while the clone is made. */
  readonly step: number | null;
  /** How the rehearsal before it went: it counts where this one cannot be made. */
  readonly before: RehearsalOutcome | null;
}

/** Rows would be lost, or could not be brought back: the database's name has to be typed. */
export interface ConsentScreen {
  readonly name: "consent";
  readonly seen: Surveyed;
  readonly plan: Plan;
  readonly backup: BackupOffer;
  readonly rows: RowsToClone | null;
  readonly rehearsal: RehearsalOutcome;
  readonly typed: string;
  readonly mistaken: boolean;
}

export interface StepProgress {
  readonly status: "waiting" | "running" | "done" | "failed";
  readonly took: number | null;
}

export type Ending = { readonly blocker: Blocker } & (
  | { readonly phase: "asking"; readonly mistaken: string | null }
  | { readonly phase: "working" | "ended" }
  | { readonly phase: "failed"; readonly problem: Problem }
);

export interface RunScreen {
  readonly name: "run";
  readonly seen: Surveyed;
  readonly plan: Plan;
  readonly rehearsed: RehearsalOutcome;
  /** Where the backup is, while it is made. */
  readonly backup: BackupProgress | Backup | null;
  readonly steps: readonly StepProgress[];
  readonly lines: readonly string[];
  /** Whom alembic waits for. */
  readonly blockers: readonly Blocker[];
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly now: number;
  /** What came of Ctrl+C so far: the first one asks, the second one stops. */
  readonly stop: "no" | "asked" | "stopping";
  /** A session of somebody else's that is in the way, and whether it is to be ended. */
  readonly ending: Ending | null;
  readonly outcome: RunOutcome | null;
  /** Null until it was tried to save it. */
  readonly report: SavedReport | null;
}

/** Takes back a session that was interrupted. */
export type UndoScreen = {
  readonly name: "undo";
  readonly seen: Connected;
  readonly session: string;
} & (
  | { readonly phase: "working" }
  | {
      readonly phase: "asking";
      readonly undo: Undo;
      readonly since: SinceBackup;
      readonly typed: string;
      readonly mistaken: boolean;
    }
  | { readonly phase: "undoing"; readonly undo: Undo; readonly stopAsked: boolean }
  | { readonly phase: "failed"; readonly problem: Problem }
  | { readonly phase: "done"; readonly undo: Undo; readonly kept: Backup | null }
);

export interface VerifyScreen {
  readonly name: "verify";
  readonly seen: Surveyed;
  readonly plan: Plan;
  readonly outcome: RunOutcome;
  readonly report: SavedReport | null;
}

export interface ReportScreen {
  readonly name: "report";
  readonly seen: Surveyed;
  readonly plan: Plan;
  readonly outcome: RunOutcome;
  readonly report: SavedReport | null;
}

export type SavedReport = { readonly path: string } | { readonly problem: Problem };

export type Screen =
  | ConnectionScreen
  | StampScreen
  | TablesScreen
  | ChainScreen
  | PathScreen
  | ClearScreen
  | CandidateScreen
  | ReviewScreen
  | ConsentScreen
  | RunScreen
  | UndoScreen
  | VerifyScreen
  | ReportScreen;

export type ScreenName = Screen["name"];

export interface SessionState {
  readonly screen: Screen;
  /** What lies over the screen. */
  readonly overlay: "log" | "help" | null;
  readonly log: readonly LogEntry[];
  /** Whether steps of a plan ran, or a session was taken back. */
  readonly hasActed: boolean;
  /** The terminal is gone; the session ends as soon as the running plan has. */
  readonly hungUp: boolean;
  /** Set once the session is over. */
  readonly exitCode: ExitCode | null;
}

/** Everything that can happen to a session, and everything that it can ask for. */
import type { BackupOffer, SinceBackup } from "../../core/backup.ts";
import type { Blocker } from "../../core/blocker.ts";
import type { Undo } from "../../core/journal/undo.ts";
import type { Plan } from "../../core/plan/types.ts";
import type { ExitCode, Problem } from "../../core/problem.ts";
import type { RehearsalMode, RehearsalOutcome, RowsToClone } from "../../core/rehearsal.ts";
import type { LogEntry } from "../../io/ports/command.ts";
import type { RunEvent, RunOutcome } from "../run/run.ts";
import type { Undone } from "../run/run-undo.ts";
import type { Check, Connected, Stamped, Surveyed } from "../stages/stages.ts";
import type { Troubleshooting } from "../stages/troubleshoot.ts";
import type { SavedReport } from "./state.ts";

/** What the operator does. Each counts only on a screen that asks for it. */
export type Intent =
  | { readonly type: "next" }
  | { readonly type: "back" }
  | { readonly type: "retry" }
  | { readonly type: "move"; readonly by: number }
  | { readonly type: "run" }
  /** The session that was interrupted. */
  | { readonly type: "undo" }
  /** Once more, with every row. */
  | { readonly type: "rehearse" }
  | { readonly type: "typed"; readonly text: string }
  | { readonly type: "diagnose_again" }
  /** Somebody else's session, which is in the way. */
  | { readonly type: "end_session" }
  | { readonly type: "toggle"; readonly overlay: "log" | "help" }
  | { readonly type: "leave" }
  | { readonly type: "interrupt" }
  /** The terminal is gone, or somebody asks restamp to end. */
  | { readonly type: "hang_up" };

/** What came of an effect. */
type Outcome =
  | { readonly type: "checked"; readonly check: Check }
  | { readonly type: "connected"; readonly seen: Connected }
  | { readonly type: "troubleshot"; readonly result: Troubleshooting }
  | { readonly type: "stamp_read"; readonly seen: Stamped }
  | { readonly type: "recording"; readonly line: string }
  | { readonly type: "schema_read"; readonly seen: Surveyed }
  | {
      readonly type: "backup_looked";
      readonly plan: Plan;
      readonly offer: BackupOffer;
      readonly rows: RowsToClone | null;
    }
  | { readonly type: "rehearsing"; readonly plan: Plan; readonly step: number }
  | { readonly type: "rehearsed"; readonly plan: Plan; readonly outcome: RehearsalOutcome }
  | { readonly type: "failed"; readonly problem: Problem }
  | { readonly type: "ran"; readonly event: RunEvent; readonly at: number }
  | { readonly type: "session_ended"; readonly blocker: Blocker; readonly problem: Problem | null }
  | { readonly type: "undo_found"; readonly undo: Undo; readonly since: SinceBackup }
  | ({ readonly type: "undone" } & Undone)
  | { readonly type: "tick"; readonly at: number }
  | { readonly type: "reported"; readonly report: SavedReport }
  | { readonly type: "logged"; readonly entry: LogEntry };

export type Message = Intent | Outcome;

export type Effect =
  | { readonly effect: "connect" }
  | { readonly effect: "troubleshoot" }
  | { readonly effect: "read_stamp"; readonly seen: Connected }
  | { readonly effect: "read_schema"; readonly seen: Stamped }
  | { readonly effect: "look_for_backup"; readonly plan: Plan; readonly seen: Surveyed }
  | {
      readonly effect: "rehearse";
      readonly plan: Plan;
      readonly seen: Surveyed;
      readonly mode: RehearsalMode;
    }
  | { readonly effect: "stop_rehearsal" }
  | {
      readonly effect: "run";
      readonly plan: Plan;
      readonly seen: Surveyed;
      readonly backup: BackupOffer;
    }
  | { readonly effect: "stop_run" }
  | { readonly effect: "undo"; readonly seen: Connected; readonly session: string }
  | { readonly effect: "answer_undo"; readonly consent: boolean }
  | { readonly effect: "end_session"; readonly seen: Surveyed; readonly blocker: Blocker }
  | {
      readonly effect: "save_report";
      readonly plan: Plan;
      readonly rehearsed: RehearsalOutcome;
      readonly seen: Surveyed;
      readonly outcome: RunOutcome;
    }
  | { readonly effect: "exit"; readonly code: ExitCode };

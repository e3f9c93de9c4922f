import type { Plan } from "../core/plan/types.ts";
import type { RehearsalOutcome } from "../core/rehearsal.ts";
import type { RunOutcome } from "./run/run.ts";
import type { Diagnosed } from "./stages/stages.ts";

/** What a report is written from. */
export interface ReportData {
  readonly seen: Diagnosed;
  readonly plan: Plan;
  readonly rehearsed: RehearsalOutcome;
  readonly outcome: RunOutcome;
  readonly at: Date;
}

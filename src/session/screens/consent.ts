/** Whether a plan may run by a key alone, or the database's name has to be typed. */
import type { Plan } from "../../core/plan/types.ts";
import type { ProblemCode } from "../../core/problem.ts";
import type { Diagnosed } from "../stages/stages.ts";
import type { ReviewScreen } from "./state.ts";

/** @returns whether the plan can be run by a key alone, on consent only, not now, not while somebody else is at work, or not at all */
export function readiness({
  seen,
  plan,
  backup,
  rehearsal,
}: ReviewScreen): "waiting" | "blocked" | "held" | "consent" | "ready" {
  if (backup === null || rehearsal.kind === "working") return "waiting";
  if (rehearsal.kind === "rehearsed" && rehearsal.rehearsal.problem) return "blocked";
  if (isHeldUp(rehearsal)) return "held";
  const isSafe = backup.kind !== "impossible" && rehearsal.kind !== "impossible";
  return isSafe && rowsAtStake(seen, plan).length === 0 ? "ready" : "consent";
}

/** What somebody else does, or has done, to the database: the plan is not for what it is now. */
const OTHERS: ReadonlySet<ProblemCode> = new Set([
  "migration_running",
  "session_running",
  "database_changed",
]);

/** @returns whether there was no rehearsal because somebody else is at work: no consent would help then */
export function isHeldUp(rehearsal: ReviewScreen["rehearsal"]): boolean {
  return rehearsal.kind === "impossible" && OTHERS.has(rehearsal.problem.code);
}

/** @returns the tables that the plan drops and that hold rows, or may hold some unseen. */
export function rowsAtStake({ snapshot }: Pick<Diagnosed, "snapshot">, plan: Plan): string[] {
  return snapshot.tables
    .filter((table) => plan.drops.includes(table.identity) && table.hasRows !== false)
    .map((table) => table.identity);
}

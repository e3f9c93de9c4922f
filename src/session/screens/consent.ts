/** Whether a plan may run by a key alone, or the database's name has to be typed. */
import type { Plan } from "../../core/plan/types.ts";
import type { Diagnosed } from "../stages/stages.ts";
import type { ReviewScreen } from "./state.ts";

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

/** @returns the tables that the plan drops and that hold rows, or may hold some unseen. */
export function rowsAtStake({ snapshot }: Pick<Diagnosed, "snapshot">, plan: Plan): string[] {
  return snapshot.tables
    .filter((table) => plan.drops.includes(table.identity) && table.hasRows !== false)
    .map((table) => table.identity);
}

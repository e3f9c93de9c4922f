/** The rehearsal of a repair that nobody watches: what it did is told, and only one that passed counts. */
import { visible } from "../core/display.ts";
import type { Plan } from "../core/plan/types.ts";
import { Problem } from "../core/problem.ts";
import type { RehearsalOutcome } from "../core/rehearsal.ts";
import { rehearse } from "../session/run/rehearse.ts";
import { isHeldUp } from "../session/screens/consent.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import type { Console } from "./console.ts";

/**
 * @returns how it went, or that it was waived by --rehearse none
 * @throws Problem rehearsal_failed, migration_running; consent_missing where there can be none and it was not waived
 */
export async function rehearseFirst(
  plan: Plan,
  seen: Diagnosed,
  { text, tell }: Console,
  stop: AbortSignal,
): Promise<RehearsalOutcome> {
  const mode = seen.workbench.rehearse;
  if (mode !== "none") tell(text.rehearsal.working(null));
  const outcome = await rehearse(plan, seen, { mode, onStep: () => {}, stop });
  if (stop.aborted) throw new Problem("interrupted", { done: "0" });
  if (outcome.kind === "impossible") {
    // No consent would help: the run itself would refuse.
    if (isHeldUp(outcome)) throw outcome.problem;
    throw new Problem("consent_missing", {
      ...text.problems[outcome.problem.code](outcome.problem.details),
    });
  }
  if (outcome.kind === "declined") return outcome;
  const { rehearsal } = outcome;
  for (const line of text.rehearsal.did(rehearsal)) tell(`  ${visible(line)}`);
  if (rehearsal.problem) {
    const { what, why } = text.problems[rehearsal.problem.code](rehearsal.problem.details);
    throw new Problem("rehearsal_failed", { what, why }, rehearsal.problem);
  }
  tell(text.rehearsal.passed(rehearsal));
  return outcome;
}

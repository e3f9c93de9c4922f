/** Runs a plan: the very steps that were shown, one after the other, on the state it was made for. */
import type { BackupOffer, BackupProgress } from "../../core/backup.ts";
import type { Plan } from "../../core/plan/types.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import type { JournalPort } from "../../io/ports/journal.ts";
import type { RepairSession } from "../../io/ports/repair-session.ts";
import type { Diagnosed } from "../stages/stages.ts";
import { requireWholeStamp } from "./half-way.ts";
import { putBack } from "./put-back.ts";
import type { Run, RunOutcome, RunProgress } from "./run.ts";
import { asPlanned, requireRights } from "./run-conditions.ts";
import { runStep } from "./run-step.ts";
import { sessionStart } from "./session-start.ts";
import { requireVerified } from "./verify.ts";

export interface RunTools extends Pick<Run, "emit" | "stop"> {
  readonly journal: JournalPort;
  readonly backup: BackupOffer;
}

/**
 * @returns never throws: whatever happened is in the outcome
 */
export async function runPlan(
  plan: Plan,
  seen: Diagnosed,
  { journal: journals, backup, emit, stop }: RunTools,
): Promise<RunOutcome> {
  const started = performance.now();
  const progress: RunProgress = {
    begun: 0,
    done: 0,
    putBack: false,
    session: null,
    backup: null,
    verification: null,
  };
  let problem: Problem | null = null;
  let repair: RepairSession | null = null;
  let run: Run | null = null;
  try {
    requireRights(plan, seen);
    repair = await seen.workbench.database.beginRepair();
    const now = await asPlanned(plan, seen, repair);
    await requireWholeStamp(journals, seen, repair.identity, now);
    const journal = await journals.begin(sessionStart(plan, seen, repair, now));
    progress.session = journal.id;
    run = { plan, seen, repair, journal, progress, emit, stop };
    if (backup.kind === "ready") await backUp(run);
    await runSteps(run);
    requireVerified(plan, progress.verification);
  } catch (error) {
    problem = asProblem(error);
    if (run) await putBack(run);
  } finally {
    // Whatever happened is in the outcome already: a connection that broke must not hide it.
    await repair?.end().catch(() => {});
    await run?.journal.note({ event: "ended", problem: problem?.code ?? null }).catch(() => {});
  }
  const outcome = { ...progress, problem, took: performance.now() - started };
  emit({ event: "ended", outcome });
  return outcome;
}

async function backUp(run: Run): Promise<void> {
  const { plan, seen, repair, journal, emit, stop } = run;
  const { workbench, server } = seen;
  const onProgress = (progress: BackupProgress) => emit({ event: "backup", progress });
  const backup = await workbench.backup.make(journal.id, server.version, onProgress, stop);
  run.progress.backup = backup;
  await journal.note({ event: "backed_up", backup });
  emit({ event: "backed_up", backup });
  // It may have taken hours, and others need no lock of restamp's to migrate.
  await asPlanned(plan, seen, repair);
}

async function runSteps(run: Run): Promise<void> {
  const { plan, repair, journal, progress, emit, stop } = run;
  for (const [index, step] of plan.steps.entries()) {
    if (stop.aborted) throw new Problem("interrupted", { done: String(index) });
    const started = performance.now();
    if (step.action.kind !== "verify") await repair.requireHeld();
    await journal.note({ event: "step_begun", step: step.id });
    progress.begun = index + 1;
    emit({ event: "step_started", index });
    const verification = await runStep(step, run);
    if (verification) progress.verification = verification;
    progress.done = index + 1;
    // A disk that is full now stops the next step, not one that is done.
    await journal.note({ event: "step_done", step: step.id }).catch(() => {});
    emit({ event: "step_done", index, took: performance.now() - started });
  }
}

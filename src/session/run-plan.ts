/** Runs a plan: the very steps that were shown, one after the other, on the state it was made for. */

import { explainFailure } from "../core/alembic-failure.ts";
import type { Backup, BackupOffer, BackupProgress } from "../core/backup.ts";
import { type Blocker, blockerDetails } from "../core/blocker.ts";
import { sameHeads } from "../core/plan/options.ts";
import type { Plan, Step, StepPurpose } from "../core/plan/types.ts";
import { asProblem, Problem } from "../core/problem.ts";
import { chainRelations } from "../core/reference.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { Journal, JournalPort } from "../io/ports/journal.ts";
import type { RepairSession } from "../io/ports/repair-session.ts";
import { requireWholeStamp } from "./half-way.ts";
import {
  requireQuiet,
  requireRights,
  requireSameState,
  tableName,
  versionTableNames,
} from "./run-conditions.ts";
import { sessionStart } from "./session-start.ts";
import type { Diagnosed } from "./stages.ts";
import { type Verification, verify } from "./verify.ts";
import { watchBlockers } from "./watch-blockers.ts";

export type RunEvent =
  | { readonly event: "backup"; readonly progress: BackupProgress }
  | { readonly event: "backed_up"; readonly backup: Backup }
  | { readonly event: "step_started"; readonly index: number }
  | { readonly event: "line"; readonly line: string }
  | { readonly event: "blocked"; readonly blockers: readonly Blocker[] }
  | { readonly event: "step_done"; readonly index: number; readonly took: number }
  | { readonly event: "ended"; readonly outcome: RunOutcome };

export interface RunOutcome {
  /** Null when the plan reached its verified end. */
  readonly problem: Problem | null;
  readonly verification: Verification | null;
  /** How many steps were begun, and how many of them were done. */
  readonly begun: number;
  readonly done: number;
  /** Whether the version table was put back as it was before the steps that move it about. */
  readonly putBack: boolean;
  /** The session's journal; null where nothing was begun. */
  readonly session: string | null;
  /** Null where none was made. */
  readonly backup: Backup | null;
  /** Milliseconds. */
  readonly took: number;
}

export interface RunTools {
  readonly journal: JournalPort;
  readonly backup: BackupOffer;
  readonly emit: (event: RunEvent) => void;
  /** Asks for an end: no step begins after it, and a running alembic is interrupted. */
  readonly stop: AbortSignal;
}

/**
 * @returns never throws: whatever happened is in the outcome
 */
export async function runPlan(plan: Plan, seen: Diagnosed, tools: RunTools): Promise<RunOutcome> {
  const { emit, stop } = tools;
  const started = performance.now();
  const progress = {
    begun: 0,
    done: 0,
    putBack: false,
    session: null as string | null,
    backup: null as Backup | null,
    verification: null as Verification | null,
  };
  let problem: Problem | null = null;
  let repair: RepairSession | null = null;
  let journal: Journal | null = null;
  try {
    requireRights(plan, seen);
    repair = await seen.workbench.database.beginRepair();
    const now = await asPlanned(plan, seen, repair);
    await requireWholeStamp(tools.journal, seen, now);
    journal = await tools.journal.begin(sessionStart(plan, seen, repair, now));
    progress.session = journal.id;
    if (tools.backup.kind === "ready") {
      const onProgress = (progress: BackupProgress) => emit({ event: "backup", progress });
      progress.backup = await seen.workbench.backup.make(
        journal.id,
        seen.server.version,
        onProgress,
        stop,
      );
      await journal.note({ event: "backed_up", backup: progress.backup });
      emit({ event: "backed_up", backup: progress.backup });
      // It may have taken hours, and others need no lock of restamp's to migrate.
      await asPlanned(plan, seen, repair);
    }
    for (const [index, step] of plan.steps.entries()) {
      if (stop.aborted) throw new Problem("interrupted", { done: String(index) });
      const stepStarted = performance.now();
      await journal.note({ event: "step_begun", step: step.id });
      progress.begun = index + 1;
      emit({ event: "step_started", index });
      const verification = await runStep(step, seen, repair, emit, stop);
      if (verification) progress.verification = verification;
      progress.done = index + 1;
      // A disk that is full now stops the next step, not one that is done.
      await journal.note({ event: "step_done", step: step.id }).catch(() => {});
      emit({ event: "step_done", index, took: performance.now() - stepStarted });
    }
    const { verification } = progress;
    if (verification?.verified !== true) {
      throw new Problem(isSilentRollback(plan, verification) ? "silent_rollback" : "not_verified");
    }
  } catch (error) {
    problem = asProblem(error);
    const failed = plan.steps[progress.begun - 1];
    if (repair && plan.putBack && failed && MOVING.has(failed.purpose)) {
      // What cannot be put back either is told by the next diagnosis; the first failure counts.
      await repair.execute(plan.putBack).then(
        () => {
          progress.putBack = true;
        },
        () => {},
      );
      if (progress.putBack) await journal?.note({ event: "put_back" }).catch(() => {});
    }
  } finally {
    // Whatever happened is in the outcome already: a connection that broke must not hide it.
    await repair?.end().catch(() => {});
    await journal?.note({ event: "ended", problem: problem?.code ?? null }).catch(() => {});
  }
  const outcome = { ...progress, problem, took: performance.now() - started };
  emit({ event: "ended", outcome });
  return outcome;
}

/**
 * @returns the database as it is, which is as it was when the plan was made
 * @throws Problem database_changed, migration_running
 */
async function asPlanned(plan: Plan, seen: Diagnosed, repair: RepairSession): Promise<Snapshot> {
  const now = await repair.snapshot(chainRelations(seen.reference));
  requireSameState(seen.snapshot, now, plan.drops);
  requireQuiet(await repair.migrations(versionTableNames(now)));
  return now;
}

/** Steps during which the version table does not say what has run. */
const MOVING: ReadonlySet<StepPurpose> = new Set(["stamp_parent", "run_missing", "stamp_on"]);

/**
 * alembic said that it ran the revisions, and nothing of it is there: env.py began a transaction
 * before `context.configure()`, which Alembic then leaves to its owner, and nobody commits it
 * (alembic/runtime/migration.py, `begin_transaction`, 1.8 to 1.20; SQLAlchemy 2 begins by itself).
 */
function isSilentRollback(plan: Plan, verification: Verification | null): boolean {
  if (!verification || !plan.steps.some((step) => step.purpose === "upgrade")) return false;
  return sameHeads(verification.diagnosis.stamp ?? [], plan.stamp);
}

async function runStep(
  step: Step,
  seen: Diagnosed,
  repair: RepairSession,
  emit: (event: RunEvent) => void,
  stop: AbortSignal,
): Promise<Verification | null> {
  const { action } = step;
  switch (action.kind) {
    case "sql":
      await executed(repair, action.statements);
      return null;
    case "alembic": {
      const { alembic } = seen.workbench;
      const onLine = (line: string) => emit({ event: "line", line });
      const { sessionName } = alembic;
      const versionTables = [tableName(seen.reference.versionTable)];
      const watch = watchBlockers(repair, { sessionName, versionTables }, (blockers) =>
        emit({ event: "blocked", blockers }),
      );
      const result = await alembic.run(action.args, { onLine, signal: stop }).finally(watch.end);
      if (result.exitCode === 0) return null;
      if (stop.aborted) throw new Problem("interrupted", { command: result.shown });
      const explained = explainFailure(result.lines);
      const failure = watch.hasCancelled() ? "lock_timeout" : explained.failure;
      const { line } = explained;
      const [blocker] = failure === "lock_timeout" ? watch.last() : [];
      const details = { command: result.shown, failure, line, step: step.id };
      throw new Problem(
        "step_failed",
        blocker ? { ...details, ...blockerDetails(blocker) } : details,
      );
    }
    case "verify":
      return verify(seen, action.heads, action.leaves);
  }
}

/** What the server refuses is a failed step, not a server that cannot be worked with. */
async function executed(repair: RepairSession, statements: readonly string[]): Promise<void> {
  try {
    await repair.execute(statements);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code !== "server_error") throw problem;
    const { message: line = "" } = problem.details;
    throw new Problem("step_failed", { command: "SQL", failure: "other", line }, problem);
  }
}

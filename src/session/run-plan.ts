/** Runs a plan: the very steps that were shown, one after the other, on the state it was made for. */

import { explainFailure } from "../core/alembic-failure.ts";
import { relationOf, relationsOf, sameFacts } from "../core/facts.ts";
import { sameHeads } from "../core/plan/options.ts";
import type { Plan, Step, StepPurpose } from "../core/plan/types.ts";
import { asProblem, Problem } from "../core/problem.ts";
import { chainKeys, type Reference } from "../core/reference.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { RepairSession } from "../io/ports.ts";
import type { Diagnosed } from "./stages.ts";
import { type Verification, verify } from "./verify.ts";

export type RunEvent =
  | { readonly event: "step_started"; readonly index: number }
  | { readonly event: "line"; readonly line: string }
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
  /** Milliseconds. */
  readonly took: number;
}

/**
 * @param stop asks for an end: no step begins after it, and a running alembic is interrupted
 * @returns never throws: whatever happened is in the outcome
 */
export async function runPlan(
  plan: Plan,
  seen: Diagnosed,
  emit: (event: RunEvent) => void,
  stop: AbortSignal,
): Promise<RunOutcome> {
  const started = performance.now();
  const progress = {
    begun: 0,
    done: 0,
    putBack: false,
    verification: null as Verification | null,
  };
  let problem: Problem | null = null;
  let repair: RepairSession | null = null;
  try {
    requireRights(plan, seen);
    repair = await seen.workbench.database.beginRepair();
    const now = await repair.snapshot(relationsOf(chainKeys(seen.reference)));
    requireSameState(seen.snapshot, now, plan.drops);
    for (const [index, step] of plan.steps.entries()) {
      if (stop.aborted) throw new Problem("interrupted", { done: String(index) });
      const stepStarted = performance.now();
      progress.begun = index + 1;
      emit({ event: "step_started", index });
      const verification = await runStep(step, seen, repair, emit, stop);
      if (verification) progress.verification = verification;
      progress.done = index + 1;
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
    }
  } finally {
    // Whatever happened is in the outcome already: a connection that broke must not hide it.
    await repair?.end().catch(() => {});
  }
  const outcome = { ...progress, problem, took: performance.now() - started };
  emit({ event: "ended", outcome });
  return outcome;
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
      const onLine = (line: string) => emit({ event: "line", line });
      const result = await seen.workbench.alembic.run(action.args, { onLine, signal: stop });
      if (result.exitCode === 0) return null;
      if (stop.aborted) throw new Problem("interrupted", { command: result.shown });
      const { failure, line } = explainFailure(result.lines);
      throw new Problem("step_failed", { command: result.shown, failure, line, step: step.id });
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

/** Half a plan is worse than none: the stamp would be moved, and the upgrade would fail. */
function requireRights(plan: Plan, { server, snapshot, reference }: Diagnosed): void {
  if (plan.revisionsToRun.length === 0) return;
  const { role } = server;
  if (!server.canCreateTables) throw new Problem("cannot_create_tables", { role });
  const touched = tablesOf(reference, new Set(plan.revisionsToRun));
  const foreign = snapshot.tables.filter((t) => !t.isOurs && touched.has(t.identity));
  const [first] = foreign;
  if (!first) return;
  const tables = foreign.map((table) => table.identity).join(", ");
  throw new Problem("not_owner", { role, tables, owner: first.owner });
}

/** @returns identities of the tables and views that the revisions add to, change or take away */
function tablesOf({ revisions }: Reference, ids: ReadonlySet<string>): Set<string> {
  const keys = revisions
    .filter(({ id }) => ids.has(id))
    .flatMap((own) => [own.added, own.changed, own.removed].flatMap(Object.keys));
  return new Set(keys.flatMap((key) => relationOf(key) ?? []));
}

/** A plan for another state must not run. @throws Problem database_changed */
function requireSameState(planned: Snapshot, now: Snapshot, drops: readonly string[]): void {
  const stamp = (snapshot: Snapshot) =>
    JSON.stringify(snapshot.versionTables.map(({ schema, name, rows }) => [schema, name, rows]));
  // Rows matter only where they would be lost: consent was given for what was shown.
  const filled = ({ tables }: Snapshot) =>
    JSON.stringify(
      tables
        .filter((t) => drops.includes(t.identity) && t.hasRows !== false)
        // Not the estimate: autovacuum renews it at any time.
        .map((t) => [t.identity, t.hasRows]),
    );
  if (stamp(planned) !== stamp(now)) throw new Problem("database_changed", { what: "stamp" });
  if (!sameFacts(planned.facts, now.facts))
    throw new Problem("database_changed", { what: "schema" });
  if (filled(planned) !== filled(now)) throw new Problem("database_changed", { what: "rows" });
}

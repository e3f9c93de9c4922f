/** Runs one step of a plan: statements, an alembic command, or the look at what came of it all. */
import { explainFailure } from "../../core/alembic-failure.ts";
import { blockerDetails } from "../../core/blocker.ts";
import type { Step } from "../../core/plan/types.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import type { RepairSession } from "../../io/ports/repair-session.ts";
import type { Run } from "./run.ts";
import { tableName } from "./run-conditions.ts";
import { type Verification, verify } from "./verify.ts";
import { watchBlockers } from "./watch-blockers.ts";

/**
 * @returns what was found where the step is to verify; null for any other
 * @throws Problem step_failed, interrupted, or what the server says
 */
export async function runStep(step: Step, run: Run): Promise<Verification | null> {
  const { action } = step;
  switch (action.kind) {
    case "sql":
      await execute(run.repair, action.statements, action.empty);
      return null;
    case "alembic":
      await runAlembic(step, action.args, run);
      return null;
    case "verify":
      return verify(run.seen, action.heads, action.leaves);
  }
}

/** What the server refuses is a failed step, not a server that cannot be worked with. */
async function execute(
  repair: RepairSession,
  statements: readonly string[],
  empty: readonly string[] = [],
): Promise<void> {
  try {
    await repair.execute(statements, empty);
  } catch (error) {
    const problem = asProblem(error);
    if (problem.code !== "server_error") throw problem;
    const { message: line = "" } = problem.details;
    throw new Problem("step_failed", { command: "SQL", failure: "other", line }, problem);
  }
}

async function runAlembic(
  step: Step,
  args: readonly string[],
  { seen, repair, emit, stop }: Run,
): Promise<void> {
  const { alembic } = seen.workbench;
  const onLine = (line: string) => emit({ event: "line", line });
  const { sessionName } = alembic;
  const versionTables = [tableName(seen.reference.versionTable)];
  const watch = watchBlockers(repair, { sessionName, versionTables }, (blockers) =>
    emit({ event: "blocked", blockers }),
  );
  const result = await alembic.run(args, { onLine, signal: stop }).finally(watch.end);
  if (result.exitCode === 0) return;
  if (stop.aborted) throw new Problem("interrupted", { command: result.shown });
  const explained = explainFailure(result.lines);
  const failure = watch.hasCancelled() ? "lock_timeout" : explained.failure;
  const { line } = explained;
  const [blocker] = failure === "lock_timeout" ? watch.last() : [];
  const details = { command: result.shown, failure, line, step: step.id };
  throw new Problem("step_failed", blocker ? { ...details, ...blockerDetails(blocker) } : details);
}

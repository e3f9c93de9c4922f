/** restamp repair --yes: the plan without questions. */
import { visible } from "../core/display.ts";
import { type ExitCode, Problem } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports.ts";
import { rowsAtStake } from "../session/reduce-choice.ts";
import { runPlan } from "../session/run-plan.ts";
import { connectStage, schemaStage } from "../session/stages.ts";
import type { Console } from "./console.ts";
import { diagnosisJson, planJson } from "./json.ts";
import { type PathOptions, planFor } from "./plan.ts";
import { writeReport } from "./report.ts";

export interface RepairOptions extends PathOptions {
  readonly yes?: boolean;
  /** The database's name: consent to the loss of rows. */
  readonly confirm?: string;
}

export async function repairCommand(
  ports: SessionPorts,
  console: Console,
  options: RepairOptions,
  stop: AbortSignal,
): Promise<ExitCode> {
  const { text, tell } = console;
  if (options.yes !== true) throw new Problem("consent_missing", text.cli.repairNeedsYes);
  // The whole first screen: a repair must know that alembic reaches the same database.
  const seen = await schemaStage(await connectStage(ports, () => {}), tell);
  const plan = planFor(seen, options, text);
  if (plan === null) {
    tell(text.cli.nothingToRepair);
    if (console.json) console.printJson({ ...diagnosisJson(seen, text), repaired: true, ran: [] });
    return 0;
  }
  const stake = rowsAtStake(seen, plan);
  if (stake.length > 0 && options.confirm !== seen.server.database) {
    const tables = stake.map(visible).join(", ");
    throw new Problem(
      "consent_missing",
      text.cli.resetNeedsConfirm(tables, visible(seen.server.database)),
    );
  }
  const outcome = await runPlan(
    plan,
    seen,
    (event) => {
      const step = "index" in event ? plan.steps[event.index] : undefined;
      if (event.event === "step_started" && step)
        tell(text.cli.steps.running(text.plan.steps[step.purpose]));
      if (event.event === "line") tell(`  ${event.line}`);
      if (event.event === "step_done") tell(text.cli.steps.done((event.took / 1000).toFixed(1)));
    },
    stop,
  );
  const saved = await ports.report.save(
    writeReport({ seen, plan, outcome, at: ports.clock.now() }, text),
  );
  tell(text.screens.report.saved(saved));
  if (console.json) {
    const after = { ...seen, ...(outcome.verification ?? {}) };
    const ran = planJson(plan, seen, text).steps.slice(0, outcome.done);
    console.printJson({
      ...diagnosisJson(after, text),
      repaired: outcome.problem === null,
      ran,
      report: saved,
    });
  }
  if (outcome.problem) {
    if (!console.json) throw outcome.problem;
    tell(text.problems[outcome.problem.code](outcome.problem.details).what);
    return outcome.problem.exitCode;
  }
  tell(text.cli.repaired);
  return 0;
}

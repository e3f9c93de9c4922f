/** restamp repair --yes: the plan without questions. */
import { visible } from "../core/display.ts";
import { mayBeHalfWay } from "../core/journal/session.ts";
import type { Undo } from "../core/journal/undo.ts";
import type { Plan } from "../core/plan/types.ts";
import { asProblem, type ExitCode, Problem } from "../core/problem.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import type { ReportData } from "../session/report-data.ts";
import type { RunOutcome } from "../session/run/run.ts";
import { requireRights } from "../session/run/run-conditions.ts";
import { runPlan } from "../session/run/run-plan.ts";
import { runUndo } from "../session/run/run-undo.ts";
import { rowsAtStake } from "../session/screens/consent.ts";
import { backupStage } from "../session/stages/backup-stage.ts";
import { connectStage } from "../session/stages/connect-stage.ts";
import { schemaStage } from "../session/stages/schema-stage.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import { lastSession } from "../session/stages/unfinished-session.ts";
import type { Console } from "./console.ts";
import { recordingLines } from "./headless.ts";
import { diagnosisJson, planJson, problemJson } from "./json.ts";
import { type PathOptions, planFor } from "./plan.ts";
import { rehearseFirst } from "./rehearse-first.ts";
import { writeReport } from "./report.ts";
import { runTeller } from "./run-teller.ts";

export interface RepairOptions extends PathOptions {
  readonly yes?: boolean;
  /** The database's name: consent to the loss of rows. */
  readonly confirm?: string;
}

/** @param listen is called when it has looked: from then on, that says when somebody wants an end */
export async function repairCommand(
  ports: SessionPorts,
  console: Console,
  options: RepairOptions,
  listen: () => AbortSignal,
): Promise<ExitCode> {
  const { text, tell } = console;
  if (options.yes !== true) throw new Problem("consent_missing", text.cli.repairNeedsYes);
  // The whole first screen: a repair must know that alembic reaches the same database.
  const connected = await connectStage(ports, () => {});
  const isProved = connected.checks.every((c) => c.name !== "same_database" || c.outcome === "ok");
  if (!isProved) throw new Problem("consent_missing", text.cli.sameDatabaseUnproved);
  const last = connected.checks.find((check) => check.name === "last_session");
  if (last) tell(text.checks.found.last_session(last.details));
  const first = await schemaStage(connected, recordingLines(console));
  const stop = listen();
  const seen = (await putStampBack(ports, first, console, stop))
    ? await schemaStage(connected, recordingLines(console))
    : first;
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
  requireRights(plan, seen);
  const rehearsed = await rehearseFirst(plan, seen, console, stop);
  const backup = await backupStage(seen);
  if (backup.kind === "impossible") {
    const { what, why, next } = text.problems[backup.problem.code](backup.problem.details);
    throw new Problem("consent_missing", { what, why, next });
  }
  const hasNoWay = backup.kind === "declined" && changesTables(plan);
  const emit = runTeller(plan, hasNoWay ? [text.backup.withoutWay] : [], console);
  const outcome = await runPlan(plan, seen, { journal: ports.journal, backup, stop, emit });
  if (outcome.problem && outcome.begun === 0) throw outcome.problem; // nothing was run
  if (outcome.putBack) tell(text.report.putBack);
  const data = { seen, plan, rehearsed, outcome, at: ports.clock.now() };
  const saved = await saveReport(ports, console, data);
  if (console.json) {
    const after = { ...seen, ...(outcome.verification ?? {}) };
    const ran = planJson(plan, seen, text).steps.slice(0, outcome.done);
    console.printJson({
      ...diagnosisJson(after, text),
      repaired: outcome.problem === null,
      session: outcome.session,
      backup: outcome.backup,
      rehearsal: rehearsed.kind === "rehearsed" ? rehearsed.rehearsal : null,
      ran,
      report: saved,
      ...(outcome.problem ? problemJson(outcome.problem, text) : {}),
    });
  }
  if (outcome.problem) {
    if (!console.json) throw outcome.problem;
    tell(text.problems[outcome.problem.code](outcome.problem.details).what);
    return outcome.problem.exitCode;
  }
  tellWhatIsLeft(outcome, console);
  tell(text.cli.repaired);
  return 0;
}

/** Whether it changes what is there: what it makes from nothing an undo drops again. */
function changesTables({ path, revisionsToRun }: Plan): boolean {
  return path !== "fresh" && revisionsToRun.length > 0;
}

/** A repair does what its plan says; what differed before and is no part of it is not passed over. */
function tellWhatIsLeft({ verification }: RunOutcome, { text, tell }: Console): void {
  if (!verification || verification.faults.length === 0) return;
  tell(text.screens.verify.left);
  for (const { key, change } of verification.faults) {
    tell(`  ${visible(text.diagnosis.difference[change](key))}`);
  }
}

/**
 * A session that ended while it moved the version table about has left there what is not so: that
 * is put right first, as the session itself would have done.
 */
async function putStampBack(
  { journal }: SessionPorts,
  seen: Diagnosed,
  { text, tell }: Console,
  stop: AbortSignal,
): Promise<boolean> {
  // Somebody may have mended it by hand.
  if (["healthy", "pending"].includes(seen.diagnosis.verdict)) return false;
  const session = await lastSession(journal, seen.server, seen.reference);
  if (!session || !mayBeHalfWay(session)) return false;
  const consent = async ({ kind }: Undo) => kind === "put_back";
  const { isDone } = await runUndo(session, seen, { journal, consent, stop });
  if (isDone) tell(text.cli.undo.putBack(session.start.id));
  return isDone;
}

/** A repair that worked is not undone by a full disk: it is told, and the repair stays one. */
async function saveReport(
  ports: SessionPorts,
  { text, tell }: Console,
  data: ReportData,
): Promise<string | null> {
  try {
    const path = await ports.report.save(writeReport(data, text));
    tell(text.screens.report.saved(path));
    return path;
  } catch (error) {
    const problem = asProblem(error);
    const { what, why } = text.problems[problem.code](problem.details);
    tell(`${what} ${why}`);
    return null;
  }
}

/** Writes the report of a run as Markdown. */
import { visible } from "../core/display.ts";
import { shownLines } from "../core/plan/steps.ts";
import type { Plan, StepPurpose } from "../core/plan/types.ts";
import { placeName } from "../core/url-hosts.ts";
import type { ReportData } from "../session/report-data.ts";
import type { Verification } from "../session/run/verify.ts";
import type { Text } from "../text/index.ts";

export function writeReport(data: ReportData, text: Text): string {
  const { seen, plan, outcome, at } = data;
  const { server, diagnosis, workbench } = seen;
  const words = text.report;
  const [was, means] = text.diagnosis.sentences[diagnosis.verdict](diagnosis);
  const after = outcome.verification;
  const lines = [
    `# ${words.title}`,
    "",
    `- ${words.date}: ${at.toISOString()}`,
    `- ${words.database}: ${visible(server.database)}`,
    `- ${words.server}: ${placeName(server.host, server.port)}, PostgreSQL ${server.version}`,
    `- ${words.role}: ${visible(server.role)}`,
    `- ${words.project}: ${visible(workbench.project.configPath)}`,
    `- ${words.result}: ${outcome.problem ? words.failed : words.repaired}`,
    "",
    `## ${words.wrong}`,
    "",
    `${was} ${means}`,
    "",
    diagnosis.stamp
      ? words.stampBefore(rowsText(diagnosis.stamp, words.none))
      : words.noVersionTable,
    "",
    `## ${words.done}`,
    "",
    ...rehearsalLines(data, text),
    "",
    ...backupLines(outcome, text),
    "",
    ...plan.steps.flatMap((step, index) => stepLines(data, text, index, step)),
  ];
  if (outcome.problem) {
    const { what, why, next } = text.problems[outcome.problem.code](outcome.problem.details);
    const putBack = outcome.putBack ? words.putBack : "";
    const told = [what, why, next, putBack].filter(Boolean).map(visible);
    lines.push(`## ${words.problem}`, "", ...told, "");
  }
  if (after) {
    lines.push(
      `## ${words.verified}`,
      "",
      words.stampNow(rowsText(after.diagnosis.stamp ?? [], words.none)),
      "",
    );
    lines.push(`${words.tables}:`, "");
    for (const { identity, there } of after.expectedTables) {
      lines.push(`- ${visible(identity)}: ${there ? words.there : words.missing}`);
    }
    lines.push("");
    if (after.faults.length > 0)
      lines.push(`${words.differs}:`, "", ...faultLines(after, text), "");
  }
  lines.push(`## ${words.undo}`, "", ...undoLines(data, text), "");
  return lines.map(visible).join("\n");
}

function faultLines({ faults }: Verification, { diagnosis }: Text): readonly string[] {
  return faults.map(({ key, change }) => `- ${diagnosis.difference[change](key)}`);
}

function rehearsalLines({ rehearsed }: ReportData, text: Text): readonly string[] {
  const words = text.rehearsal;
  if (rehearsed.kind !== "rehearsed") return [words.none];
  const { rehearsal } = rehearsed;
  const { changes } = rehearsal;
  const did = [...words.did(rehearsal), ...words.changes(changes, changes.length)];
  return [words.passed(rehearsal), ...did.map((line) => `- ${line}`)];
}

function backupLines({ backup }: ReportData["outcome"], text: Text): readonly string[] {
  if (backup === null) return [text.backup.none];
  const { made, sum, restore } = text.backup;
  return [...made(backup), sum(backup.sha256), restore(backup.restore, backup.path)].map(
    (line) => `- ${line}`,
  );
}

function stepLines(
  data: ReportData,
  text: Text,
  index: number,
  step: ReportData["plan"]["steps"][number],
): string[] {
  const { outcome, seen } = data;
  const states = text.report.stepStates;
  const state =
    index < outcome.done ? states.done : index === outcome.done ? states.failed : states.waiting;
  return [
    `${index + 1}. ${text.plan.steps[step.purpose]}: ${state}`,
    "",
    ...shownLines(step.action, seen.workbench.alembic.shown).map(
      (line) => `       ${visible(line)}`,
    ),
    "",
  ];
}

function undoLines({ seen, plan, outcome }: ReportData, text: Text): string[] {
  const words = text.report;
  const { diagnosis, workbench } = seen;
  if (outcome.done === 0) return [words.undoNothing];
  const bySession = outcome.session === null ? [] : [words.undoSession(outcome.session), ""];
  if (plan.path === "reset") return [...bySession, words.undoReset];
  const rows = diagnosis.stamp ?? [];
  const target = rows.length > 0 ? rows.join(" ") : "base";
  const command = `${workbench.alembic.shown} stamp --purge ${target}`;
  const stamp = diagnosis.stamp === null ? words.undoUnstamped : words.undoStamp(command);
  // An upgrade that failed, or was stopped, has been taken back by its transaction.
  const hasRun = plan.steps.slice(0, outcome.done).some(({ purpose }) => RUNS.has(purpose));
  if (!hasRun) return [...bySession, stamp];
  return [...bySession, undoRevisions(plan, workbench.alembic.shown, words), "", stamp];
}

const RUNS: ReadonlySet<StepPurpose> = new Set(["upgrade", "run_missing"]);

function undoRevisions({ path, stamp }: Plan, alembic: string, words: Text["report"]): string {
  if (path === "fresh") return words.undoFresh;
  if (path === "replay") return words.undoReplay;
  const commands = stamp.map((head) => `${alembic} downgrade ${head}`);
  return words.undoRevisions(commands.join("; ") || `${alembic} downgrade base`);
}

function rowsText(rows: readonly string[], none: string): string {
  return rows.length === 0 ? none : rows.join(", ");
}

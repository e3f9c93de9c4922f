/** The JSON that diagnose and plan print: docs/operators/en/command-line.md. */

import { planOf } from "../core/plan/make-plan.ts";
import { provenHeads, recommendedPath } from "../core/plan/options.ts";
import { shownLines } from "../core/plan/steps.ts";
import type { Plan } from "../core/plan/types.ts";
import type { Problem, ProblemCode, ProblemKind } from "../core/problem.ts";
import type { RecordedRevision } from "../core/reference.ts";
import { movesRows, natureOfRevision } from "../core/row-moving.ts";
import type { Diagnosed } from "../session/stages/stages.ts";
import type { Text } from "../text/index.ts";
import type { ProblemText } from "../text/types.ts";

export function diagnosisJson(seen: Diagnosed, text: Text) {
  const { diagnosis, snapshot, server } = seen;
  const recorded = new Map(seen.reference.revisions.map((each) => [each.id, each]));
  return {
    database: {
      name: server.database,
      host: server.host,
      port: server.port,
      role: server.role,
      server_version: server.version,
    },
    stamp: diagnosis.stamp,
    verdict: diagnosis.verdict,
    evidence: diagnosis.evidence,
    revisions: diagnosis.revisions.map(({ id, message, verdict }) => ({
      id,
      message,
      verdict,
      ...natureJson(recorded.get(id)),
    })),
    drift: diagnosis.drift.map(({ key, change, expected, actual }) => ({
      object: key,
      change,
      expected,
      actual,
    })),
    findings: diagnosis.findings.map((finding) => ({
      ...finding,
      message: text.diagnosis.finding(finding),
    })),
    schemas: diagnosis.schemas,
    tables: snapshot.tables.map(({ schema, name, rowsEstimate, hasRows }) => ({
      schema,
      name,
      rows_estimate: rowsEstimate,
      has_rows: hasRows,
    })),
    recommended: recommendedJson(seen, text),
  };
}

/** Nulls where the revision's statements were not recorded. */
function natureJson(revision: RecordedRevision | undefined) {
  const nature = revision ? natureOfRevision(revision) : null;
  return {
    moves_rows: nature && movesRows(nature),
    transactional: nature?.transactional ?? null,
  };
}

function recommendedJson(seen: Diagnosed, text: Text) {
  const path = recommendedPath(seen);
  const plan = planOf(seen, path);
  if (plan) return { path, ...planJson(plan, seen, text) };
  return { path, stamp: provenHeads(seen.diagnosis) ?? seen.diagnosis.stamp ?? [], steps: [] };
}

export function planJson(plan: Plan, seen: Diagnosed, text: Text) {
  return {
    stamp: plan.stamp,
    steps: plan.steps.map((step) => ({
      id: step.id,
      title: text.plan.steps[step.purpose],
      shows: shownLines(step.action, seen.workbench.alembic.shown).join("\n"),
      danger: step.danger,
    })),
  };
}

export interface ProblemJson extends ProblemText {
  readonly code: ProblemCode;
  readonly kind: ProblemKind;
}

export function problemJson(problem: Problem, text: Text): { readonly error: ProblemJson } {
  return {
    error: {
      code: problem.code,
      kind: problem.kind,
      ...text.problems[problem.code](problem.details),
    },
  };
}

/** From a chosen path to the ordered steps that will run. Pure. */
import { chainKeys } from "../reference.ts";
import { headsOf, parentsOf, type RevisionGraph, withAncestors } from "../revision-graph.ts";
import type { VersionTable } from "../snapshot.ts";
import { chainObjects, chainTables, dropChainObjects, withoutRows } from "./drop-objects.ts";
import { sameHeads } from "./options.ts";
import { preparingSteps } from "./prepare.ts";
import { findReplay, type Replay } from "./replay.ts";
import type { Situation } from "./situation.ts";
import {
  downgradeStep,
  dropObjectsStep,
  dropVersionTable,
  dropVersionTableStep,
  putBackRows,
  runMissingStep,
  stampOnStep,
  stampParentStep,
  stampStep,
  upgradeStep,
  verifyStep,
} from "./steps.ts";
import type { ClearMethod, PathName, Plan, RepairPath, Step } from "./types.ts";

export interface Choice {
  readonly path: RepairPath;
  /** For `fresh`. */
  readonly clear?: ClearMethod;
  /** For `adopt`: the heads that the schema proves, or that the operator chose among candidates. */
  readonly heads?: readonly string[];
}

/** @returns the plan of a recommended path; null when nothing is to be done, or a person has to choose */
export function planOf(situation: Situation, path: PathName): Plan | null {
  return path === "none" || path === "ask" ? null : makePlan(situation, { path });
}

/** @returns the plan for a path that {@link pathOptions} does not refuse. */
export function makePlan(situation: Situation, choice: Choice): Plan {
  const { graph, diagnosis, snapshot, reference } = situation;
  const [versionTable] = diagnosis.versionTables;
  const replay = choice.path === "replay" ? findReplay(situation) : null;
  const missing = replay?.missing ?? [];
  const start = replay ? headsOf(graph, replay.applied) : startingHeads(situation, choice);
  const applied = withAncestors(graph, start);
  const pending = graph.order.map((r) => r.id).filter((id) => !applied.has(id));
  const revisionsToRun = [...missing, ...pending];
  const leaves = (replay?.leaves ?? []).map(({ key }) => key);
  const steps = [
    ...(choice.path === "reset" ? [] : preparingSteps(situation, revisionsToRun)),
    ...(replay ? replaySteps(graph, replay) : firstSteps(situation, choice, start)),
    ...(pending.length > 0 ? [upgradeStep(graph.heads)] : []),
    verifyStep(diagnosis.target, leaves),
  ];
  return {
    path: choice.path,
    stamp: start,
    steps: withOwnIds(steps),
    revisionsToRun,
    putBack: replay && versionTable ? putBackRows(versionTable) : null,
    leaves,
    drops:
      choice.path === "reset" ? chainObjects(snapshot.facts, chainKeys(reference), "table") : [],
  };
}

/**
 * `alembic upgrade R` runs what lies between the rows of the version table and R. So before each
 * missing revision the table holds what that one stands on, and in the end all that has run.
 */
function replaySteps(graph: RevisionGraph, { missing, applied }: Replay): Step[] {
  const steps: Step[] = [];
  let rows: readonly string[] | null = null;
  for (const id of missing) {
    const revision = graph.byId.get(id);
    const parents = headsOf(graph, withAncestors(graph, revision ? parentsOf(revision) : []));
    if (rows === null || !sameHeads(rows, parents)) steps.push(stampParentStep(parents));
    steps.push(runMissingStep(id));
    rows = [id];
  }
  const heads = headsOf(graph, applied);
  return rows !== null && sameHeads(rows, heads) ? steps : [...steps, stampOnStep(heads)];
}

/** Steps of one purpose are told apart by their number. */
function withOwnIds(steps: readonly Step[]): Step[] {
  const seen = new Map<string, number>();
  return steps.map((step) => {
    const nth = (seen.get(step.purpose) ?? 0) + 1;
    seen.set(step.purpose, nth);
    return nth === 1 ? step : { ...step, id: `${step.purpose}_${nth}` };
  });
}

function clearStep(method: ClearMethod, versionTable: VersionTable, purge: boolean): Step {
  switch (method) {
    case "stamp_base":
      return stampStep([], purge);
    case "drop_table":
      return dropVersionTableStep(versionTable);
    case "downgrade_base":
      return downgradeStep();
  }
}

/**
 * A plain `alembic stamp` moves only the rows that are ancestors or descendants of its target, and
 * keeps those of other branches (`_stamp_revs` in alembic/script/base.py, seen in 1.8.1 and 1.20.1).
 */
function staysBehind(
  graph: RevisionGraph,
  rows: readonly string[],
  target: readonly string[],
): boolean {
  if (rows.length > 1 || target.length > 1) return true;
  const [row] = rows;
  const [head] = target;
  if (row === undefined || head === undefined) return false;
  return !withAncestors(graph, [row]).has(head) && !withAncestors(graph, [head]).has(row);
}

function startingHeads({ diagnosis }: Situation, choice: Choice): readonly string[] {
  if (choice.path === "upgrade") return diagnosis.stamp ?? [];
  return choice.path === "adopt" ? (choice.heads ?? diagnosis.evidence.heads) : [];
}

function firstSteps(situation: Situation, choice: Choice, start: readonly string[]): Step[] {
  const { diagnosis, snapshot, reference } = situation;
  const [versionTable] = diagnosis.versionTables;
  const rows = diagnosis.stamp ?? [];
  const purge =
    diagnosis.unknownStamp.length > 0 ||
    diagnosis.overlapping.length > 0 ||
    staysBehind(situation.graph, rows, start);
  switch (choice.path) {
    case "adopt":
      return sameHeads(rows, start) ? [] : [stampStep(start, purge)];
    case "fresh":
      if (!versionTable || rows.length === 0) return [];
      return [clearStep(choice.clear ?? "stamp_base", versionTable, purge)];
    case "reset": {
      const keys = chainKeys(reference);
      const statements = dropChainObjects(snapshot.facts, keys);
      if (versionTable) statements.push(dropVersionTable(versionTable));
      return [dropObjectsStep(statements, withoutRows(chainTables(snapshot, keys)))];
    }
    default:
      return [];
  }
}

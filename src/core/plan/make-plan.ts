/** From a chosen path to the ordered steps that will run. Pure. */
import { chainKeys } from "../reference.ts";
import { type RevisionGraph, withAncestors } from "../revision-graph.ts";
import type { VersionTable } from "../snapshot.ts";
import { chainObjects, dropChainObjects } from "./drop-objects.ts";
import { type Situation, sameHeads } from "./options.ts";
import {
  downgradeStep,
  dropObjectsStep,
  dropVersionTable,
  dropVersionTableStep,
  stampStep,
  upgradeStep,
  verifyStep,
} from "./steps.ts";
import type { ClearMethod, Plan, RepairPath, Step } from "./types.ts";

export interface Choice {
  readonly path: RepairPath;
  /** For `fresh`. */
  readonly clear?: ClearMethod;
  /** For `adopt`: the heads that the schema proves, or that the operator chose among candidates. */
  readonly heads?: readonly string[];
}

/** @returns the plan for a path that {@link pathOptions} does not refuse. */
export function makePlan(graph: RevisionGraph, situation: Situation, choice: Choice): Plan {
  const { diagnosis, snapshot, reference } = situation;
  const keys = chainKeys(reference);
  const start = startingHeads(situation, choice);
  const steps = firstSteps(situation, choice, start);
  const applied = withAncestors(graph, start);
  const revisionsToRun = graph.order.map((r) => r.id).filter((id) => !applied.has(id));
  if (revisionsToRun.length > 0) steps.push(upgradeStep(graph.heads));
  steps.push(verifyStep(diagnosis.target));
  return {
    path: choice.path,
    stamp: start,
    steps,
    revisionsToRun,
    drops: choice.path === "reset" ? chainObjects(snapshot.facts, keys, "table") : [],
  };
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

function startingHeads({ diagnosis }: Situation, choice: Choice): readonly string[] {
  if (choice.path === "upgrade") return diagnosis.stamp ?? [];
  return choice.path === "adopt" ? (choice.heads ?? diagnosis.evidence.heads) : [];
}

function firstSteps(situation: Situation, choice: Choice, start: readonly string[]): Step[] {
  const { diagnosis, snapshot, reference } = situation;
  const [versionTable] = snapshot.versionTables;
  const rows = diagnosis.stamp ?? [];
  const purge = diagnosis.unknownStamp.length > 0 || diagnosis.overlapping.length > 0;
  switch (choice.path) {
    case "upgrade":
      return [];
    case "adopt":
      return sameHeads(rows, start) ? [] : [stampStep(start, purge)];
    case "fresh":
      if (!versionTable || rows.length === 0) return [];
      return [clearStep(choice.clear ?? "stamp_base", versionTable, purge)];
    case "reset": {
      const statements = dropChainObjects(snapshot.facts, chainKeys(reference));
      if (versionTable) statements.push(dropVersionTable(versionTable));
      return [dropObjectsStep(statements)];
    }
  }
}

/** What stands in the way of the revisions that a plan will run, and is taken out of it first. */
import { identityOf } from "../facts.ts";
import type { Situation } from "./situation.ts";
import { dropLeftoverTypesStep, widenVersionNumStep } from "./steps.ts";
import type { Step } from "./types.ts";

export function preparingSteps(situation: Situation, revisionsToRun: readonly string[]): Step[] {
  const { diagnosis, reference } = situation;
  const willRun = new Set(revisionsToRun);
  const made = new Set(
    reference.revisions
      .filter(({ id }) => willRun.has(id))
      .flatMap(({ added }) => Object.keys(added))
      .map(identityOf),
  );
  const steps: Step[] = [];
  const [versionTable] = diagnosis.versionTables;
  for (const finding of diagnosis.findings) {
    if (finding.code === "leftover_types") {
      const types = finding.items.filter((type) => made.has(type));
      if (types.length > 0) steps.push(dropLeftoverTypesStep(types));
    }
    if (finding.code === "version_num_short" && versionTable) {
      steps.push(widenVersionNumStep(versionTable, finding.needed));
    }
  }
  return steps;
}

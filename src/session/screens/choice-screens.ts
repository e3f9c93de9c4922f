/** The screens on which a plan is chosen, as they come up. */
import { clearOptions } from "../../core/plan/clear-methods.ts";
import { pathOptions, provenHeads, sameHeads } from "../../core/plan/options.ts";
import type { PathOption, Plan } from "../../core/plan/types.ts";
import type { Surveyed } from "../stages/stages.ts";
import type { ClearScreen, PathScreen, Screen } from "./state.ts";

/** The cursor starts on the recommended path, never by chance on one that destroys. */
export function toPath(seen: Surveyed): PathScreen {
  const options = pathOptions(seen);
  const possible = (option: PathOption) => option.refusal === null && option.path !== "reset";
  const best = options.find((option) => option.recommended) ?? options.find(possible);
  const cursor = best ? options.indexOf(best) : 0;
  return { name: "path", seen, options, cursor };
}

export function toClear(seen: Surveyed): ClearScreen {
  const options = clearOptions(seen);
  return { name: "clear", seen, options, cursor: 0 };
}

/** @returns the one on which this plan was chosen */
export function chosenOn(seen: Surveyed, plan: Plan): Screen {
  if (plan.path === "fresh" && (seen.diagnosis.stamp ?? []).length > 0) return toClear(seen);
  const { candidates } = seen.diagnosis.evidence;
  if (plan.path === "adopt" && provenHeads(seen.diagnosis) === null) {
    const cursor = candidates.findIndex((heads) => sameHeads(heads, plan.stamp));
    return { name: "candidate", seen, candidates, cursor: Math.max(cursor, 0) };
  }
  return toPath(seen);
}

/** The three ways in which the written procedure clears a stamp, and what each would do here. */
import { isEmptyDelta } from "../facts.ts";
import { withAncestors } from "../revision-graph.ts";
import type { Situation } from "./situation.ts";
import type { ClearMethod } from "./types.ts";

export interface ClearOption {
  readonly method: ClearMethod;
  /** The revision whose downgrade would fail; null when the method works. */
  readonly failsAt: string | null;
}

/** @returns the options for a database without any of the chain's objects. */
export function clearOptions(situation: Situation): ClearOption[] {
  return [
    { method: "stamp_base", failsAt: null },
    { method: "drop_table", failsAt: null },
    { method: "downgrade_base", failsAt: firstFailure(situation) },
  ];
}

/**
 * `alembic downgrade base` runs the downgrade of each stamped revision, newest first. Of these
 * the first one that changed the schema meets objects that are not there.
 */
function firstFailure({ graph, diagnosis, reference }: Situation): string | null {
  const stamped = withAncestors(graph, diagnosis.stamp ?? []);
  const traced = reference.revisions.findLast((r) => stamped.has(r.id) && !isEmptyDelta(r));
  return diagnosis.unknownStamp[0] ?? traced?.id ?? null;
}

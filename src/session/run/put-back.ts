/** Puts the version table back where a run failed while it moved it about. */
import type { StepPurpose } from "../../core/plan/types.ts";
import type { Run } from "./run.ts";

/** Steps during which the version table does not say what has run. */
const MOVING: ReadonlySet<StepPurpose> = new Set(["stamp_parent", "run_missing", "stamp_on"]);

/**
 * Does nothing where the step that was begun last is none of those.
 * @returns never throws: it is the run's own failure that counts
 */
export async function putBack({ plan, repair, journal, progress }: Run): Promise<void> {
  const failed = plan.steps[progress.begun - 1];
  if (!plan.putBack || !failed || !MOVING.has(failed.purpose)) return;
  // What cannot be put back either is told by the next diagnosis.
  const { putBack: statements } = plan;
  const put = repair.requireHeld().then(() => repair.execute(statements));
  await put.then(
    () => {
      progress.putBack = true;
    },
    () => {},
  );
  if (progress.putBack) await journal.note({ event: "put_back" }).catch(() => {});
}

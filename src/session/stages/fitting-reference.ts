/** The reference that the project's scripts are judged by: the kept one, or one that is recorded now. */
import { fitOf, type Reference } from "../../core/reference.ts";
import type { Workbench } from "../../io/ports/workbench.ts";

/** @returns the kept reference where it fits the scripts, else a new one, which is not saved */
export async function fittingReference(
  workbench: Pick<Workbench, "project" | "reference">,
  onLine: (line: string) => void,
): Promise<{ readonly reference: Reference; readonly isNew: boolean }> {
  const kept = await keptReference(workbench);
  if (kept) return { reference: kept, isNew: false };
  return { reference: await workbench.reference.record(onLine), isNew: true };
}

/** @returns the kept reference where it fits the scripts; null where it has to be recorded */
export async function keptReference({
  project,
  reference: port,
}: Pick<Workbench, "project" | "reference">): Promise<Reference | null> {
  const kept = await port.load();
  return kept && fitOf(kept, project.graph, port.baseline).fit === "fits" ? kept : null;
}

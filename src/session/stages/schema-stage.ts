/** Reads the schema, and compares it with what each revision does: the diagnosis. */
import { diagnose } from "../../core/diagnosis/diagnose.ts";
import type { Diagnosis, Finding } from "../../core/diagnosis/types.ts";
import { chainRelations } from "../../core/reference.ts";
import { referenceInSchema } from "../../core/reference-in-schema.ts";
import type { DatabaseReader } from "../../io/ports/database.ts";
import type { HistoryPort } from "../../io/ports/history.ts";
import type { Workbench } from "../../io/ports/workbench.ts";
import { fittingReference } from "./fitting-reference.ts";
import type { Connected, Diagnosed } from "./stages.ts";

/** Records the reference first if there is none, or if the scripts have changed since. */
export async function schemaStage<Before extends Connected>(
  seen: Before,
  onLine: (line: string) => void,
): Promise<Before & Diagnosed> {
  const { workbench } = seen;
  return diagnosed(seen, await currentReference(workbench, onLine), workbench.database);
}

/** @param reader reads the snapshot */
export async function diagnosed<Before extends Connected>(
  seen: Before,
  { reference: home, recorded }: Pick<Diagnosed, "reference" | "recorded">,
  reader: DatabaseReader,
): Promise<Before & Diagnosed> {
  const { project, schema, history } = seen.workbench;
  const reference = schema === null ? home : referenceInSchema(home, schema);
  const snapshot = await reader.snapshot(chainRelations(reference));
  const diagnosis = await withHistory(diagnose(project.graph, reference, snapshot), history);
  return { ...seen, graph: project.graph, snapshot, reference, recorded, diagnosis };
}

/** What no script has may have been one, before a branch was changed or a file was deleted. */
async function withHistory(diagnosis: Diagnosis, history: HistoryPort): Promise<Diagnosis> {
  const lost = await Promise.all(diagnosis.unknownStamp.map((id) => history.find(id)));
  const findings = lost
    .filter((each) => each !== null)
    .map(({ id, ...where }): Finding => ({ code: "lost_revision", items: [id], ...where }));
  return { ...diagnosis, findings: [...diagnosis.findings, ...findings] };
}

async function currentReference(
  workbench: Workbench,
  onLine: (line: string) => void,
): Promise<Pick<Diagnosed, "reference" | "recorded">> {
  const { reference, isNew } = await fittingReference(workbench, onLine);
  const recorded = isNew ? await workbench.reference.save(reference) : null;
  return { reference, recorded };
}

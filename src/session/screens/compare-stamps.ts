/** `alembic current` beside the rows of the version table, and why they differ. */
import { namesRevision } from "../../core/alembic-output.ts";
import type { Stamped } from "../stages/stages.ts";

export interface StampComparison {
  readonly result:
    | "agree"
    | "unknown"
    | "hidden"
    | "several"
    | "no_table"
    | "no_table_and_failing"
    | "empty_table"
    | "alembic_failed"
    | "differ";
  /** The revisions that the result is about. */
  readonly ids: readonly string[];
}

export function compareStamps({ current, versionSnapshot, workbench }: Stamped): StampComparison {
  const { versionTables } = versionSnapshot;
  const [table, another] = versionTables;
  if (another) return { result: "several", ids: [] };
  if (!table) {
    return { result: current.exitCode === 0 ? "no_table" : "no_table_and_failing", ids: [] };
  }
  const { rows } = table;
  const { byId } = workbench.project.graph;
  const unknown = rows.filter((id) => !byId.has(id));
  if (unknown.length > 0) return { result: "unknown", ids: unknown };
  if (current.exitCode !== 0) return { result: "alembic_failed", ids: [] };
  if (rows.length === 0) return { result: "empty_table", ids: [] };
  const hidden = rows.filter((id) => !namesRevision(current.output, id));
  if (hidden.length === 0) return { result: "agree", ids: rows };
  return { result: hidden.length < rows.length ? "hidden" : "differ", ids: hidden };
}

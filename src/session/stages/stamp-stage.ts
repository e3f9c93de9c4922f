/** Reads what the database says of itself, as alembic tells it and as the version tables hold it. */
import { requireReadableStamp } from "./readable-stamp.ts";
import type { Connected, Stamped } from "./stages.ts";

export async function stampStage(seen: Connected): Promise<Stamped> {
  const current = await seen.workbench.alembic.run(["current"]);
  const snapshot = await seen.workbench.database.snapshot(new Set());
  return { ...seen, current, versionSnapshot: requireReadableStamp(snapshot, seen.server) };
}

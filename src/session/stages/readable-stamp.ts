/** A repair needs to read what it changes; looking does not. */
import { Problem } from "../../core/problem.ts";
import type { Server, Snapshot } from "../../core/snapshot.ts";
import { tableName } from "../run/run-conditions.ts";

/** @throws Problem version_table_unreadable */
export function requireReadableStamp<S extends Pick<Snapshot, "versionTables">>(
  snapshot: S,
  { role }: Pick<Server, "role">,
): S {
  const hidden = snapshot.versionTables.find((table) => table.hidden);
  if (!hidden) return snapshot;
  throw new Problem("version_table_unreadable", { table: tableName(hidden), role });
}

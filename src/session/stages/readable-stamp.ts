/** A repair needs to read what it changes; looking does not. */
import { Problem } from "../../core/problem.ts";
import type { Snapshot } from "../../core/snapshot.ts";

/** @throws Problem version_table_unreadable */
export function requireReadableStamp<S extends Pick<Snapshot, "versionTables">>(snapshot: S): S {
  const hidden = snapshot.versionTables.find((table) => table.hidden);
  if (!hidden) return snapshot;
  throw new Problem("version_table_unreadable", { table: `${hidden.schema}.${hidden.name}` });
}

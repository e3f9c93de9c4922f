/**
 * Where none of the chain's objects are there, revisions may have run all the same: one that moves
 * rows of tables that others made, or takes away what they made. To run it again could spoil them.
 */
import { isEmptyDelta } from "../facts.ts";
import type { RecordedRevision, Reference } from "../reference.ts";
import { movesRows, natureOfRevision } from "../row-moving.ts";
import type { Snapshot } from "../snapshot.ts";
import { unmanagedTables } from "./beside-the-chain.ts";
import type { ChainIndex } from "./chain-index.ts";
import type { SchemaState } from "./schema-state.ts";

/** @returns revisions that have run, or may have, although nothing is there that one of them made */
export function unseenRevisions(
  reference: Reference,
  index: ChainIndex,
  snapshot: Snapshot,
  { present, equal }: Pick<SchemaState, "present" | "equal">,
): string[] {
  if (present.length > 0 || equal.length === 0) return [];
  const isThere = unmanagedTables(index, snapshot).length > 0;
  const maySpoil = (revision: RecordedRevision) => {
    const nature = natureOfRevision(revision);
    const moves = nature === null ? reference.baseline !== null : movesRows(nature);
    return isThere && isEmptyDelta(revision) && moves;
  };
  return reference.revisions
    .filter((revision) => {
      const candidates = equal.filter((set) => set.has(revision.id)).length;
      return candidates === equal.length || (candidates > 0 && maySpoil(revision));
    })
    .map(({ id }) => id);
}

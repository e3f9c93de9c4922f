/** A version table that a `replay` has left between two steps must not be planned from. */
import type { DatabaseIdentity } from "../../core/journal/entries.ts";
import { isOfChain, isSessionIn, mayBeHalfWay } from "../../core/journal/session.ts";
import { undoOf } from "../../core/journal/undo.ts";
import { Problem } from "../../core/problem.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { JournalPort } from "../../io/ports/journal.ts";
import type { Diagnosed } from "../stages/stages.ts";

/**
 * It says less than has run: revisions that move rows, and leave no trace in the schema, would run
 * once more.
 * @param identity of the database: it may have been reached by another address then
 * @throws Problem stamp_half_way
 */
export async function requireWholeStamp(
  journal: Pick<JournalPort, "list">,
  { reference }: Pick<Diagnosed, "reference">,
  identity: DatabaseIdentity,
  now: Snapshot,
): Promise<void> {
  const last = (await journal.list()).find(
    (session) => isSessionIn(session, identity) && isOfChain(session, reference),
  );
  if (!last || !mayBeHalfWay(last)) return;
  if (undoOf(last, reference, now).kind !== "put_back") return;
  throw new Problem("stamp_half_way", { id: last.start.id });
}

/** A version table that a `replay` has left between two steps must not be planned from. */
import { mayBeHalfWay } from "../../core/journal/session.ts";
import { undoOf } from "../../core/journal/undo.ts";
import { Problem } from "../../core/problem.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { JournalPort } from "../../io/ports/journal.ts";
import type { Diagnosed } from "../stages/stages.ts";
import { lastSession } from "../stages/unfinished-session.ts";

/**
 * It says less than has run: revisions that move rows, and leave no trace in the schema, would run
 * once more.
 * @throws Problem stamp_half_way
 */
export async function requireWholeStamp(
  journal: Pick<JournalPort, "list">,
  { server, reference }: Pick<Diagnosed, "server" | "reference">,
  now: Snapshot,
): Promise<void> {
  const last = await lastSession(journal, server);
  if (!last || !mayBeHalfWay(last)) return;
  if (undoOf(last, reference, now).kind !== "put_back") return;
  throw new Problem("stamp_half_way", { id: last.start.id });
}

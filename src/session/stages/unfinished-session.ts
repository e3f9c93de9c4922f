/** The last session of a database, and whether its restamp ended before it did: what had been done, as far as its journal says. */
import { isSessionOf, type JournalledSession } from "../../core/journal/session.ts";
import type { Server } from "../../core/snapshot.ts";
import type { JournalPort } from "../../io/ports/journal.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import type { Workbench } from "../../io/ports/workbench.ts";

/** @returns the newest session of this database, whatever became of it; null where there was none */
export async function lastSession(
  journal: Pick<JournalPort, "list">,
  server: Server,
): Promise<JournalledSession | null> {
  return (await journal.list()).find((session) => isSessionOf(session, server)) ?? null;
}

/**
 * @returns what a sentence about it needs; null when the last session of this database ended, or is
 *   at work in another restamp
 */
export async function unfinishedSession(
  { journal }: Pick<SessionPorts, "journal">,
  { database }: Workbench,
  server: Server,
): Promise<Readonly<Record<string, string>> | null> {
  const last = await lastSession(journal, server);
  if (last?.status !== "unfinished" || (await database.isUnderRepair())) return null;
  const { start, begun, done } = last;
  const step = begun.at(-1);
  return {
    id: start.id,
    at: start.at,
    done: String(done.length),
    steps: String(start.steps.length),
    step: step !== undefined && !done.includes(step) ? step : "",
  };
}

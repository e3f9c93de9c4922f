/** A session whose restamp ended before it did: what had been done, as far as its journal says. */
import { isSessionOf } from "../core/journal/session.ts";
import type { Server } from "../core/snapshot.ts";
import type { SessionPorts, Workbench } from "../io/ports.ts";

/**
 * @returns what a sentence about it needs; null when the last session of this database ended, or is
 *   at work in another restamp
 */
export async function unfinishedSession(
  { journal }: Pick<SessionPorts, "journal">,
  { database }: Workbench,
  server: Server,
): Promise<Readonly<Record<string, string>> | null> {
  const last = (await journal.list()).find((session) => isSessionOf(session, server));
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

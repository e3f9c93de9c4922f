/** The last session of a database, and whether its restamp ended before it did: what had been done, as far as its journal says. */
import { isOfChain, isSessionOf, type JournalledSession } from "../../core/journal/session.ts";
import type { Reference } from "../../core/reference.ts";
import { referenceInSchema } from "../../core/reference-in-schema.ts";
import type { Server } from "../../core/snapshot.ts";
import type { JournalPort } from "../../io/ports/journal.ts";
import type { SessionPorts } from "../../io/ports/session.ts";
import type { Workbench } from "../../io/ports/workbench.ts";
import { tableName } from "../run/run-conditions.ts";
import { keptReference } from "./fitting-reference.ts";

/**
 * @param reference null where it is not known yet: then that of any chain
 * @returns the newest session of this chain in this database, whatever became of it; null where there
 *   was none
 */
export async function lastSession(
  journal: Pick<JournalPort, "list">,
  server: Server,
  reference: Reference | null,
): Promise<JournalledSession | null> {
  const sessions = (await journal.list()).filter((session) => isSessionOf(session, server));
  return sessions.find((session) => !reference || isOfChain(session, reference)) ?? null;
}

/**
 * One whose terminal was lost goes on to its end: whoever comes back has to know that.
 * @returns what a sentence about it needs; null when the last session of this chain ended
 */
export async function unfinishedSession(
  { journal }: Pick<SessionPorts, "journal">,
  workbench: Pick<Workbench, "database" | "project" | "reference" | "schema">,
  server: Server,
): Promise<Readonly<Record<string, string>> | null> {
  const { database, schema } = workbench;
  // Seldom: a reference may be a large file, and is read again where it is needed.
  if ((await lastSession(journal, server, null)) === null) return null;
  const kept = await keptReference(workbench);
  const reference = kept && (schema === null ? kept : referenceInSchema(kept, schema));
  const last = await lastSession(journal, server, reference);
  if (last?.status !== "unfinished") return null;
  const { start, begun, done } = last;
  const step = begun.at(-1);
  return {
    id: start.id,
    state: await stateOf(start, database),
    at: start.at,
    done: String(done.length),
    steps: String(start.steps.length),
    step: step !== undefined && !done.includes(step) ? step : "",
  };
}

/** A restamp that was killed may have left its alembic at work, which has no session lock. */
async function stateOf(
  { versionTables }: JournalledSession["start"],
  database: Pick<Workbench["database"], "isUnderRepair" | "migrations">,
): Promise<"at_work" | "left_running" | "interrupted"> {
  if (await database.isUnderRepair()) return "at_work";
  const [left] = await database.migrations(versionTables.map(tableName));
  return left ? "left_running" : "interrupted";
}

/** What a session writes down before its first step. */
import { JOURNAL_FORMAT, type NewSession, type SessionStart } from "../../core/journal/entries.ts";
import type { JournalledSession } from "../../core/journal/session.ts";
import { ownOnly } from "../../core/journal/stamp-undo.ts";
import { chainFacts, type UndoPurpose } from "../../core/journal/undo.ts";
import { shownLines } from "../../core/plan/steps.ts";
import type { Plan, Step } from "../../core/plan/types.ts";
import { chainKeys } from "../../core/reference.ts";
import { isSameTable, type Snapshot, type VersionTable } from "../../core/snapshot.ts";
import type { RepairSession } from "../../io/ports/repair-session.ts";
import type { Diagnosed } from "../stages/stages.ts";

/** The id of an undo's only step. */
export const UNDO_STEP = "put_back";

/** @returns the rows that the version table has once a step has moved it about; null for other steps */
function rowsAfter({ purpose, action }: Step): readonly string[] | null {
  if (action.kind !== "alembic") return null;
  const [, ...targets] = action.args.filter((arg) => arg !== "--purge");
  switch (purpose) {
    case "stamp_parent":
    case "stamp_on":
      return targets.filter((target) => target !== "base");
    case "run_missing":
      return targets;
    default:
      return null;
  }
}

/** What every session says of its database, as that is under the lock. */
function databaseBefore(
  { workbench, server, reference }: Diagnosed,
  { identity }: RepairSession,
  now: Snapshot,
): Pick<SessionStart, "format" | "project" | "database" | "versionTable" | "facts"> {
  const { host, port, role } = server;
  return {
    format: JOURNAL_FORMAT,
    project: workbench.project.configPath,
    database: { ...identity, host, port, role },
    versionTable: reference.versionTable,
    facts: Object.fromEntries(chainFacts(now, chainKeys(reference))),
  };
}

const rowsOf = (tables: readonly VersionTable[]) => tables.flatMap((table) => table.rows);

/** @param now the database, as it is under the session's lock */
export function sessionStart(
  plan: Plan,
  seen: Diagnosed,
  repair: RepairSession,
  now: Snapshot,
): NewSession {
  const { workbench, diagnosis } = seen;
  // Another project's are none of this session's business.
  const versionTables = now.versionTables.filter((table) =>
    diagnosis.versionTables.some((own) => isSameTable(own, table)),
  );
  return {
    ...databaseBefore(seen, repair, now),
    path: plan.path,
    undoes: null,
    steps: plan.steps.map((step) => ({
      id: step.id,
      purpose: step.purpose,
      shows: shownLines(step.action, workbench.alembic.shown),
      rows: rowsAfter(step),
    })),
    revisionsToRun: plan.revisionsToRun,
    versionTables,
    movedTo: [rowsOf(versionTables), plan.stamp],
    putBack: plan.putBack,
  };
}

/**
 * @param session which is taken back
 * @param purpose of the undo's only step
 * @param shows what it runs
 */
export function undoStart(
  session: JournalledSession,
  seen: Diagnosed,
  repair: RepairSession,
  now: Snapshot,
  { purpose, shows }: { readonly purpose: UndoPurpose; readonly shows: readonly string[] },
): NewSession {
  const { start } = session;
  const { versionTables } = ownOnly(session, seen.reference, now);
  return {
    ...databaseBefore(seen, repair, now),
    path: "undo",
    undoes: start.id,
    steps: [{ id: UNDO_STEP, purpose, shows, rows: null }],
    revisionsToRun: [],
    versionTables,
    movedTo: [rowsOf(versionTables), rowsOf(start.versionTables)],
    putBack: null,
  };
}

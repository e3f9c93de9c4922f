/** What a session writes down before its first step. */
import { JOURNAL_FORMAT, type SessionStart } from "../core/journal/entries.ts";
import { chainFacts } from "../core/journal/undo.ts";
import { shownLines } from "../core/plan/steps.ts";
import type { Plan, Step } from "../core/plan/types.ts";
import { chainKeys } from "../core/reference.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { RepairSession } from "../io/ports.ts";
import type { Diagnosed } from "./stages.ts";

/** @returns the rows that the version table has once a step has moved it; nothing for other steps */
function rowsAfter({ purpose, action }: Step): (readonly string[])[] {
  if (action.kind !== "alembic") return [];
  const [, ...targets] = action.args.filter((arg) => arg !== "--purge");
  switch (purpose) {
    case "stamp_parent":
    case "stamp_on":
      return [targets.filter((target) => target !== "base")];
    case "run_missing":
      return [targets];
    default:
      return [];
  }
}

/** @param now the database, as it is under the session's lock */
export function sessionStart(
  plan: Plan,
  { workbench, server, reference }: Diagnosed,
  { identity }: RepairSession,
  now: Snapshot,
): Omit<SessionStart, "id" | "at"> {
  const { host, port, role } = server;
  return {
    format: JOURNAL_FORMAT,
    project: workbench.project.configPath,
    database: { ...identity, host, port, role },
    path: plan.path,
    undoes: null,
    steps: plan.steps.map(({ id, purpose, action }) => ({
      id,
      purpose,
      shows: shownLines(action, workbench.alembic.shown),
    })),
    revisionsToRun: plan.revisionsToRun,
    versionTables: now.versionTables,
    movedTo: [now.versionTables.flatMap((table) => table.rows), plan.stamp],
    onTheWay: plan.steps.flatMap(rowsAfter),
    facts: Object.fromEntries(chainFacts(now, chainKeys(reference))),
    putBack: plan.putBack,
  };
}

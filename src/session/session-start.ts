/** What a session writes down before its first step. */
import { JOURNAL_FORMAT, type SessionStart } from "../core/journal/entries.ts";
import { chainFacts } from "../core/journal/undo.ts";
import { shownLines } from "../core/plan/steps.ts";
import type { Plan, Step } from "../core/plan/types.ts";
import { chainKeys } from "../core/reference.ts";
import type { Snapshot } from "../core/snapshot.ts";
import type { RepairSession } from "../io/ports.ts";
import type { Diagnosed } from "./stages.ts";

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

/** @param now the database, as it is under the session's lock */
export function sessionStart(
  plan: Plan,
  { workbench, server, reference, diagnosis }: Diagnosed,
  { identity }: RepairSession,
  now: Snapshot,
): Omit<SessionStart, "id" | "at"> {
  const { host, port, role } = server;
  // Another project's are none of this session's business.
  const versionTables = now.versionTables.filter((table) =>
    diagnosis.versionTables.some((own) => own.schema === table.schema && own.name === table.name),
  );
  return {
    format: JOURNAL_FORMAT,
    project: workbench.project.configPath,
    database: { ...identity, host, port, role },
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
    movedTo: [versionTables.flatMap((table) => table.rows), plan.stamp],
    facts: Object.fromEntries(chainFacts(now, chainKeys(reference))),
    putBack: plan.putBack,
  };
}

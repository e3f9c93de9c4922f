/** Runs a plan on a clone: the same steps, by the same runner, with the same checks. */
import {
  compareFacts,
  type Difference,
  type Facts,
  identityOf,
  kindOf,
  relationOf,
} from "../../core/facts.ts";
import { provenHeads } from "../../core/plan/options.ts";
import type { Plan } from "../../core/plan/types.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import { chainRelations } from "../../core/reference.ts";
import type { Rehearsal, RehearsalMode, RehearsalOutcome } from "../../core/rehearsal.ts";
import type { Clone } from "../../io/ports/clones.ts";
import type { Journal, JournalPort } from "../../io/ports/journal.ts";
import type { Workbench } from "../../io/ports/workbench.ts";
import type { Diagnosed } from "../stages/stages.ts";
import type { RunOutcome } from "./run.ts";
import { asPlanned, requireQuiet, versionTableNames } from "./run-conditions.ts";
import { runPlan } from "./run-plan.ts";

export interface RehearsalTools {
  readonly mode: RehearsalMode;
  /** Is told of each step that begins, by its place in the plan. */
  readonly onStep: (index: number) => void;
  readonly stop: AbortSignal;
}

/** @returns never throws: what could not be rehearsed says why */
export async function rehearse(
  plan: Plan,
  seen: Diagnosed,
  { mode, onStep, stop }: RehearsalTools,
): Promise<RehearsalOutcome> {
  if (mode === "none") return { kind: "declined" };
  let clone: Clone | null = null;
  try {
    const { snapshot, server, diagnosis, workbench } = seen;
    const proven = diagnosis.evidence.exact ? provenHeads(diagnosis) : null;
    const withRows = mode === "rows";
    const original = { server: server.version, snapshot, proven, withRows };
    // A dump waits for a migration that is running, and may be what ends it: by a deadlock.
    requireQuiet(await workbench.database.migrations(versionTableNames(snapshot)));
    clone = await workbench.clones.open(original, stop);
    const took = plan.steps.map((): number | null => null);
    const outcome = await runPlan(
      // A clone without rows has none to lose.
      { ...plan, drops: [] },
      {
        ...seen,
        server: { ...server, canCreateTables: true, isStandby: false },
        workbench: onClone(workbench, clone),
      },
      {
        journal: NO_JOURNAL,
        backup: { kind: "declined" },
        stop,
        emit: (event) => {
          if (event.event === "step_started") onStep(event.index);
          if (event.event === "step_done") took[event.index] = event.took;
        },
      },
    );
    // It is no clone of what was diagnosed: that has changed meanwhile, or has something that a copy
    // cannot have.
    if (outcome.problem?.code === "database_changed") {
      if (await workbench.database.isUnderRepair()) {
        throw new Problem("session_running", { database: server.database });
      }
      await asPlanned(plan, seen, workbench.database);
      throw new Problem("rehearsal_impossible", { reason: "clone_differs" });
    }
    return { kind: "rehearsed", rehearsal: await asRehearsal(clone, took, outcome, seen) };
  } catch (error) {
    return { kind: "impossible", problem: asProblem(error) };
  } finally {
    await clone?.close();
  }
}

/** The same project, led to the clone. */
function onClone(workbench: Workbench, { url, database }: Clone): Workbench {
  const { alembic } = workbench;
  return {
    ...workbench,
    database,
    alembic: {
      ...alembic,
      run: (args, options) => alembic.run(args, { ...options, database: url, isClone: true }),
    },
  };
}

/** Nothing of a clone has to be known afterwards. */
const FORGETFUL: Journal = { id: "", path: "", note: async () => {} };
const NO_JOURNAL: JournalPort = {
  begin: async () => FORGETFUL,
  note: async () => {},
  list: async () => [],
};

async function asRehearsal(
  clone: Clone,
  took: readonly (number | null)[],
  { problem }: RunOutcome,
  { snapshot, reference }: Diagnosed,
): Promise<Rehearsal> {
  const { facts } = await clone.database.snapshot(chainRelations(reference));
  const before = tablesOf(snapshot.facts);
  const after = tablesOf(facts);
  // A table that is new, or gone, says it for all that belongs to it.
  const stays = ({ key }: Difference) => {
    const relation = relationOf(key) ?? "";
    return before.has(relation) === after.has(relation);
  };
  return {
    source: clone.source,
    took,
    rowChanges: await clone.rowChanges(),
    made: [...after].filter((table) => !before.has(table)),
    dropped: [...before].filter((table) => !after.has(table)),
    changes: compareFacts(snapshot.facts, facts).filter(stays),
    problem,
  };
}

function tablesOf(facts: Facts): Set<string> {
  return new Set([...facts.keys()].filter((key) => kindOf(key) === "table").map(identityOf));
}

/** The last step of every plan: asks the database itself, on a new connection. */
import { namesRevision } from "../../core/alembic-output.ts";
import { diagnose } from "../../core/diagnosis/diagnose.ts";
import type { Diagnosis } from "../../core/diagnosis/types.ts";
import { type Difference, type Facts, identityOf, kindOf } from "../../core/facts.ts";
import { sameHeads } from "../../core/plan/options.ts";
import type { Plan } from "../../core/plan/types.ts";
import { Problem } from "../../core/problem.ts";
import { chainRelations, schemaAfter } from "../../core/reference.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { CommandResult } from "../../io/ports/command.ts";
import type { Diagnosed } from "../stages/stages.ts";

export interface Verification {
  readonly verified: boolean;
  readonly snapshot: Snapshot;
  readonly diagnosis: Diagnosis;
  readonly current: CommandResult;
  /** Tables that the head's schema has, and whether each is there. */
  readonly expectedTables: readonly { readonly identity: string; readonly there: boolean }[];
  /** Whatever the head's schema has otherwise; objects beside the chain's are no fault. What the plan left is among them. */
  readonly faults: readonly Difference[];
  readonly stampIsRight: boolean;
  readonly alembicAgrees: boolean;
}

/** @param leaves keys of facts that the plan left as they were */
export async function verify(
  seen: Diagnosed,
  heads: readonly string[],
  leaves: readonly string[],
): Promise<Verification> {
  const { project, alembic, database } = seen.workbench;
  const snapshot = await database.snapshot(chainRelations(seen.reference));
  const diagnosis = diagnose(project.graph, seen.reference, snapshot);
  const current = await alembic.run(["current"]);
  const expected = schemaAfter(seen.reference, new Set(project.graph.byId.keys()));
  const tables = [...expected.keys()].filter((key) => kindOf(key) === "table");
  const faults = faultsOf(expected, snapshot.facts, leaves);
  const stampIsRight = diagnosis.stamp !== null && sameHeads(diagnosis.stamp, heads);
  const alembicAgrees =
    current.exitCode === 0 && heads.every((head) => namesRevision(current.output, head));
  return {
    verified: faults.every(({ key }) => leaves.includes(key)) && stampIsRight && alembicAgrees,
    snapshot,
    diagnosis,
    current,
    expectedTables: tables.map((key) => ({
      identity: identityOf(key),
      there: snapshot.facts.has(key),
    })),
    faults,
    stampIsRight,
    alembicAgrees,
  };
}

function faultsOf(expected: Facts, actual: Facts, leaves: readonly string[]): Difference[] {
  const isExtra = (key: string) => !expected.has(key) && actual.has(key);
  return [
    ...[...expected].flatMap(([key, value]): Difference[] => {
      const found = actual.get(key);
      if (found === value) return [];
      const change = found === undefined ? "missing" : "changed";
      return [{ key, change, expected: value, actual: found ?? null }];
    }),
    ...leaves.filter(isExtra).map((key): Difference => {
      return { key, change: "extra", expected: null, actual: actual.get(key) ?? null };
    }),
  ];
}

/** @throws Problem not_verified, silent_rollback */
export function requireVerified(plan: Plan, verification: Verification | null): void {
  if (verification?.verified === true) return;
  throw new Problem(isSilentRollback(plan, verification) ? "silent_rollback" : "not_verified");
}

/**
 * alembic said that it ran the revisions, and nothing of it is there: env.py began a transaction
 * before `context.configure()`, which Alembic then leaves to its owner, and nobody commits it
 * (alembic/runtime/migration.py, `begin_transaction`, 1.8 to 1.20; SQLAlchemy 2 begins by itself).
 */
function isSilentRollback(plan: Plan, verification: Verification | null): boolean {
  if (!verification || !plan.steps.some((step) => step.purpose === "upgrade")) return false;
  return sameHeads(verification.diagnosis.stamp ?? [], plan.stamp);
}

export type PathName = "none" | "upgrade" | "fresh" | "adopt" | "replay" | "reset" | "ask";

/** The paths of the written procedure (3a, 3b, the automatic script), a plain upgrade, and the missing revisions alone. */
export const REPAIR_PATHS = ["upgrade", "fresh", "adopt", "replay", "reset"] as const;
export type RepairPath = (typeof REPAIR_PATHS)[number];

/** How 3a clears a stamp that nothing stands behind. */
export type ClearMethod = "stamp_base" | "drop_table" | "downgrade_base";

export type Danger = "none" | "writes" | "destroys";

/** What a step does. What is shown is made from this, and this is what runs. */
export type Action =
  | { readonly kind: "alembic"; readonly args: readonly string[] }
  /** All statements in one transaction, in which nobody else writes to the tables that had no rows. */
  | {
      readonly kind: "sql";
      readonly statements: readonly string[];
      readonly empty?: readonly string[];
    }
  /** On a new connection: stamp and schema are those of `heads`, but for what was left as it is. */
  | {
      readonly kind: "verify";
      readonly heads: readonly string[];
      readonly leaves: readonly string[];
    };

export type StepPurpose =
  | "clear_stamp"
  | "drop_version_table"
  | "downgrade_base"
  | "stamp_proven"
  | "stamp_parent"
  | "run_missing"
  | "stamp_on"
  | "drop_leftover_types"
  | "widen_version_num"
  | "drop_chain_objects"
  | "upgrade"
  | "verify";

export interface Step {
  readonly id: string;
  readonly purpose: StepPurpose;
  readonly action: Action;
  readonly danger: Danger;
}

export interface Plan {
  readonly path: RepairPath;
  /** The rows of the version table from which the upgrade sets out. */
  readonly stamp: readonly string[];
  readonly steps: readonly Step[];
  /** Revisions that the upgrade will run, in order. */
  readonly revisionsToRun: readonly string[];
  /**
   * Statements that put the version table back as it was, where a plan moves it about and fails
   * in between; null where the table says at each moment what is so.
   */
  readonly putBack: readonly string[] | null;
  /** Keys of facts that were changed by hand and that the plan leaves as they are. */
  readonly leaves: readonly string[];
  /** Tables that the plan drops, by identity. */
  readonly drops: readonly string[];
}

export type Refusal =
  | { readonly reason: "already_right" }
  | { readonly reason: "stamp_not_right" }
  | { readonly reason: "several_version_tables"; readonly tables: readonly string[] }
  | { readonly reason: "has_tables"; readonly tables: readonly string[] }
  | { readonly reason: "ran_unseen"; readonly revisions: readonly string[] }
  | { readonly reason: "tables_elsewhere"; readonly tables: readonly string[] }
  | { readonly reason: "nothing_there" }
  | { readonly reason: "not_proven" }
  | { readonly reason: "nothing_missing" }
  | { readonly reason: "needs_baseline" }
  | { readonly reason: "would_not_fit"; readonly objects: readonly string[] }
  | { readonly reason: "used_by_others"; readonly links: readonly string[] }
  | {
      readonly reason: "fails_from_start";
      readonly revision: string | null;
      readonly line: string;
    };

export interface PathOption {
  readonly path: RepairPath;
  readonly recommended: boolean;
  /** Null when the path can be taken. */
  readonly refusal: Refusal | null;
  /** More than one: the schema fits them all, and a person has to say which it is. */
  readonly candidates: readonly (readonly string[])[];
}

/** Rehearsals, as every room speaks of them. */
import type { Difference } from "./facts.ts";
import type { Problem } from "./problem.ts";

/** Whether plans are rehearsed, and on what. */
export type RehearsalMode = "schema" | "rows" | "none";

export const REHEARSAL_MODES: readonly RehearsalMode[] = ["schema", "rows", "none"];

/** What the clone was made from. */
export type CloneSource =
  /** A dump of the schema, without rows but the stamp's. */
  | "schema"
  /** A dump of everything. */
  | "rows"
  /** The revisions that the schema proves, run in an empty database: there was no pg_dump. */
  | "replay";

/** How many rows of a table were inserted, changed and deleted. */
export interface RowChange {
  readonly table: string;
  readonly inserted: number;
  readonly updated: number;
  readonly deleted: number;
}

export interface Rehearsal {
  readonly source: CloneSource;
  /** By step, in order: milliseconds; null for one that failed or was not reached. */
  readonly took: readonly (number | null)[];
  readonly rowChanges: readonly RowChange[];
  /** Tables that were made and that went, by identity. */
  readonly made: readonly string[];
  readonly dropped: readonly string[];
  /** What else became of the schema; the version tables left out. */
  readonly changes: readonly Difference[];
  /** Null when the plan reached its verified end. */
  readonly problem: Problem | null;
}

export type RehearsalOutcome =
  | { readonly kind: "rehearsed"; readonly rehearsal: Rehearsal }
  /** --rehearse none. */
  | { readonly kind: "declined" }
  | { readonly kind: "impossible"; readonly problem: Problem };

/** What a clone with every row would take. */
export interface RowsToClone {
  /** Of all tables. */
  readonly bytes: number;
  /** Null where there is too little to measure. */
  readonly seconds: number | null;
}

import type { Difference } from "../facts.ts";
import type { VersionTable } from "../snapshot.ts";

export type Verdict =
  | "healthy"
  | "pending"
  | "empty"
  | "empty_stamped"
  | "stamp_ahead"
  | "stamp_behind"
  | "unstamped"
  | "unknown_stamp"
  | "overlapping"
  | "hole"
  | "partial"
  | "drift"
  | "ambiguous"
  | "several_version_tables";

export type RevisionVerdict = "applied" | "absent" | "partial" | "no_trace";

export interface JudgedRevision {
  readonly id: string;
  readonly message: string;
  readonly verdict: RevisionVerdict;
  /** Whether the stamp says that it has run. */
  readonly stamped: boolean;
}

/** Heads that stand for one set of applied revisions; an empty list is an empty schema. */
export type Heads = readonly string[];

interface Evidence {
  /** Whether the chain's objects are, to the last fact, those of some set of revisions. */
  readonly exact: boolean;
  /** The proven heads when there is one answer, else the nearest ones. */
  readonly heads: Heads;
  /** Every set of heads whose schema equals this one. */
  readonly candidates: readonly Heads[];
}

/**
 * What is worth knowing beside the verdict:
 * - invalid_index: left by a CREATE INDEX CONCURRENTLY that failed; IF NOT EXISTS takes it for a good one
 * - leftover_types: types that the chain makes later, that are there already, unused and just as it makes them
 * - already_there: extensions and schemas that the chain makes later, and that somebody made before
 * - several_heads: the scripts end in more than one revision
 * - other_version_tables: tables like the chain's own, of another application
 * - tables_locked: tables that another session holds, as a migration does
 * - rows_hidden: tables that the role may not look into
 * - stamp_hidden: version tables that the role may not read; what they say is not known
 * - undecided: revisions in some of the candidates only; the schema cannot tell whether they ran
 * - believed: without a trace, behind a hole; the stamp alone says that they ran
 * - evidence_contradicts: what their evidence/<revision>.sql says cannot be so, given the schema
 */
export type ListedFinding =
  | "invalid_index"
  | "leftover_types"
  | "already_there"
  | "several_heads"
  | "other_version_tables"
  | "tables_locked"
  | "rows_hidden"
  | "stamp_hidden"
  | "undecided"
  | "believed"
  | "evidence_contradicts";

export type Finding =
  | { readonly code: ListedFinding; readonly items: readonly string[] }
  /** The replay ended early: of these revisions nothing is known. */
  | {
      readonly code: "not_recorded";
      readonly items: readonly string[];
      readonly failed: string | null;
      readonly line: string;
    }
  /** Tables of the chain that the role may not alter. */
  | { readonly code: "not_owned"; readonly items: readonly string[]; readonly owner: string }
  /** A stamped revision that is in no script, found in the history of the project. */
  | {
      readonly code: "lost_revision";
      readonly items: readonly string[];
      readonly commit: string;
      readonly date: string;
      readonly path: string;
      readonly downRevisions: readonly string[];
    }
  /** Revision ids that do not fit into the version table. */
  | {
      readonly code: "version_num_short";
      readonly items: readonly string[];
      readonly table: string;
      readonly length: number;
      readonly needed: number;
    };

/** What one of several version tables stands for, seen alone. */
export interface SchemaDiagnosis {
  readonly schema: string;
  readonly stamp: readonly string[];
  readonly verdict: Verdict;
  readonly heads: Heads;
}

export interface Diagnosis {
  readonly verdict: Verdict;
  /** Version tables that may be the chain's: one, or none, or several to choose from. */
  readonly versionTables: readonly VersionTable[];
  /** Rows of the version table; null without one, or when there are several. */
  readonly stamp: readonly string[] | null;
  readonly unknownStamp: readonly string[];
  readonly overlapping: readonly string[];
  readonly evidence: Evidence;
  readonly revisions: readonly JudgedRevision[];
  /** Against the proven or nearest revision; objects that the chain does not manage are not here. */
  readonly drift: readonly Difference[];
  /** Keys of the chain's facts that are there because revisions ran. */
  readonly present: readonly string[];
  /** Revisions that have run, or may have, although nothing is present: with none of them it is empty. */
  readonly unseen: readonly string[];
  /** Where the chain ends: what `upgrade heads` would stamp. */
  readonly target: Heads;
  /** Tables of the chain that stand in another schema than the chain puts them. */
  readonly elsewhere: readonly string[];
  /** Identities of tables that the chain did not make. */
  readonly unmanaged: readonly string[];
  readonly findings: readonly Finding[];
  /** One for each of several version tables, else empty. */
  readonly schemas: readonly SchemaDiagnosis[];
}

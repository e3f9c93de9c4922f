import type { Difference } from "../facts.ts";

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

export interface Diagnosis {
  readonly verdict: Verdict;
  /** Rows of the version table; null without one, or when there are several. */
  readonly stamp: readonly string[] | null;
  readonly unknownStamp: readonly string[];
  readonly overlapping: readonly string[];
  readonly evidence: Evidence;
  readonly revisions: readonly JudgedRevision[];
  /** Against the proven or nearest revision; objects that the chain does not manage are not here. */
  readonly drift: readonly Difference[];
  /** Where the chain ends: what `upgrade heads` would stamp. */
  readonly target: Heads;
  /** Tables of the chain that stand in another schema than the chain puts them. */
  readonly elsewhere: readonly string[];
  /** Identities of tables that the chain did not make. */
  readonly unmanaged: readonly string[];
}

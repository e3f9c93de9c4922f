/** One word for what is wrong. */
import { isSubset, sameSet } from "../sets.ts";
import type { SchemaState } from "./schema-state.ts";
import type { Stamps } from "./stamps.ts";
import type { JudgedRevision, Verdict } from "./types.ts";

export interface Circumstances {
  readonly stamps: Stamps;
  readonly schema: SchemaState;
  /** Whether no revision has run here. */
  readonly isEmpty: boolean;
  readonly isUnknown: boolean;
  readonly overlaps: boolean;
  /** The revisions of the chain, and those of them that were recorded. */
  readonly all: ReadonlySet<string>;
  readonly recorded: ReadonlySet<string>;
}

export function verdictOf(seen: Circumstances): Verdict {
  const { stamps, schema, all, recorded } = seen;
  const { stamped } = stamps;
  if (stamps.own.length > 1) return "several_version_tables";
  if (stamps.stamp === null || stamps.stamp.length === 0) {
    return seen.isEmpty ? "empty" : "unstamped";
  }
  if (seen.isUnknown) return "unknown_stamp";
  if (seen.overlaps) return "overlapping";
  if (schema.equal.some((set) => sameSet(set, stamped))) {
    if (schema.drift.length > 0) return "drift";
    return stamped.size === all.size ? "healthy" : "pending";
  }
  if (seen.isEmpty) return "empty_stamped";
  // What was not recorded may have changed anything: only agreement with the stamp is believed.
  if (recorded.size < all.size || schema.equal.length > 1) return "ambiguous";
  const [proven] = schema.equal;
  if (proven) return isSubset(stamped, proven) ? "stamp_behind" : "stamp_ahead";
  if (schema.damage !== "drift") return schema.damage ?? "drift";
  return stampBesideDrift(schema.revisions);
}

/** Something was changed by hand, and the stamp may be wrong as well. */
function stampBesideDrift(revisions: readonly JudgedRevision[]): Verdict {
  if (revisions.some((r) => r.stamped && r.verdict === "absent")) return "stamp_ahead";
  if (revisions.some((r) => !r.stamped && r.verdict === "applied")) return "stamp_behind";
  return "drift";
}

/**
 * What the design says of a database whose schema is that of some state of a linear chain,
 * worked out from the chain's schemas alone, without deltas, applied sets or distances.
 */
import type { RevisionVerdict, Verdict } from "../../../src/core/diagnosis/types.ts";
import type { Facts } from "../../../src/core/facts.ts";
import type { PathName } from "../../../src/core/plan/types.ts";
import { at, type Chain } from "../builders.ts";

export interface Expected {
  readonly verdict: Verdict;
  /** How many revisions are applied, for each state whose schema is this one. */
  readonly candidates: readonly number[];
  /** The one that is decided: the only one, or the stamp's; null when a person has to say. */
  readonly decided: number | null;
  readonly recommended: PathName;
  /** In the order of the chain; null where two candidates disagree and none is decided. */
  readonly revisions: readonly (RevisionVerdict | null)[];
}

/** A schema as one text: two states are the same when these are. */
function written(schema: Facts): string {
  return [...schema]
    .map(([key, value]) => JSON.stringify([key, value]))
    .sort()
    .join("\n");
}

/**
 * @param applied how many revisions have really run
 * @param stamp the version table's rows, null without a table
 */
export function expectedOf(
  { ids, schemas }: Chain,
  applied: number,
  stamp: readonly string[] | null,
): Expected {
  const states = schemas.map(written);
  const candidates = states.flatMap((state, k) => (state === states[applied] ? [k] : []));
  const rows = stamp ?? [];
  const known = rows.map((row) => ids.indexOf(row) + 1).filter((k) => k > 0);
  const stampedTo = Math.max(0, ...known);
  const fits = candidates.includes(stampedTo);
  const decided = candidates.length === 1 ? at(candidates, 0) : fits ? stampedTo : null;
  const isEmpty = at(schemas, applied).size === 0;
  const verdict = verdictOf();
  return { verdict, candidates, decided, recommended: recommendedOf(), revisions: revisionsOf() };

  function verdictOf(): Verdict {
    if (rows.length === 0) return isEmpty ? "empty" : "unstamped";
    if (known.length < rows.length) return "unknown_stamp";
    if (rows.length > 1) return "overlapping"; // on one line, the later revision contains the other
    if (fits) return stampedTo === ids.length ? "healthy" : "pending";
    if (isEmpty) return "empty_stamped";
    if (candidates.length > 1) return "ambiguous";
    return at(candidates, 0) > stampedTo ? "stamp_behind" : "stamp_ahead";
  }

  function recommendedOf(): PathName {
    if (verdict === "healthy") return "none";
    if (verdict === "pending") return "upgrade";
    if (isEmpty) return "fresh";
    return decided === null ? "ask" : "adopt";
  }

  function revisionsOf(): (RevisionVerdict | null)[] {
    return ids.map((_, index) => {
      if (states[index] === states[index + 1]) return "no_trace";
      const verdicts = new Set((decided === null ? candidates : [decided]).map((k) => index < k));
      return verdicts.size > 1 ? null : verdicts.has(true) ? "applied" : "absent";
    });
  }
}

/** The heads of a linear chain's first k revisions; none when k is not decided. */
export function headsAfter({ ids }: Chain, k: number | null): string[] {
  return k === null || k === 0 ? [] : [at(ids, k - 1)];
}

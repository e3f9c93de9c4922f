/**
 * The revisions that are missing behind applied ones, and whether running just these mends it.
 *
 * That is not guessed: their recorded deltas are applied to the live facts, and the result has
 * to be the schema that the chain itself would have by then.
 */
import type { Diagnosis, JudgedRevision } from "../diagnosis/types.ts";
import {
  applyDelta,
  compareFacts,
  type Difference,
  type Effect,
  effectsOf,
  type Facts,
} from "../facts.ts";
import { baseOf, chainKeys, type Reference, schemaAfter } from "../reference.ts";
import { parentsOf, withAncestors } from "../revision-graph.ts";
import type { Situation } from "./situation.ts";

export interface Replay {
  /** In the order of the chain. */
  readonly missing: readonly string[];
  /** What has run once these have. */
  readonly applied: ReadonlySet<string>;
  /** What would still differ then: made by hand, and not touched by the missing revisions. */
  readonly leaves: readonly Difference[];
  /** What a missing revision would stumble over, or spoil, because it runs late: it must not. */
  readonly spoils: readonly Difference[];
}

/** @returns null where no revision is missing behind an applied one, or one ran in part */
export function findReplay({ graph, diagnosis, reference, snapshot }: Situation): Replay | null {
  const { revisions } = diagnosis;
  if (diagnosis.evidence.candidates.length > 0 || reference.stopped !== null) return null;
  const verdicts = new Map(revisions.map((each) => [each.id, each]));
  const ran = revisions.filter((each) => each.verdict === "applied").map(({ id }) => id);
  const behindThem = withAncestors(graph, ran);
  const isAbsent = ({ verdict }: JudgedRevision) => verdict === "absent";
  if (!revisions.some((each) => isAbsent(each) && behindThem.has(each.id))) return null;
  // Of a hole, the heads are how far the database got.
  const reached = withAncestors(graph, diagnosis.evidence.heads);
  const inReach = revisions.filter(({ id }) => reached.has(id));
  const missing = inReach.filter(isAbsent).map(({ id }) => id);
  if (revisions.some(({ verdict }) => verdict === "partial") && !isOnlyDrift(diagnosis))
    return null;
  // A revision without a trace is believed to have run only if the stamp says so.
  if (inReach.some(({ verdict, stamped }) => verdict === "no_trace" && !stamped)) return null;
  const applied = new Set(reached);
  for (const revision of graph.order) {
    const judged = verdicts.get(revision.id);
    const isBelieved = judged?.verdict === "no_trace" && judged.stamped;
    if (isBelieved && parentsOf(revision).every((id) => applied.has(id))) applied.add(revision.id);
  }
  return { missing, applied, ...outcomeOf(reference, snapshot.facts, new Set(missing), applied) };
}

function outcomeOf(
  reference: Reference,
  live: Facts,
  missing: ReadonlySet<string>,
  applied: ReadonlySet<string>,
): Pick<Replay, "leaves" | "spoils"> {
  const keys = chainKeys(reference);
  const facts = new Map([...live].filter(([key]) => keys.has(key)));
  const base = baseOf(reference, facts);
  const written = new Set<string>();
  const met: Difference[] = [];
  for (const revision of reference.revisions.filter(({ id }) => missing.has(id))) {
    const effects = effectsOf(revision);
    met.push(...surprises(effects, facts));
    applyDelta(facts, revision);
    for (const { key } of effects) written.add(key);
  }
  const differing = compareFacts(schemaAfter(reference, applied, base), facts);
  return {
    leaves: differing.filter(({ key }) => !written.has(key)),
    spoils: [...met, ...differing.filter(({ key }) => written.has(key))],
  };
}

/** What a revision would not find as it found it in its turn: it would fail there. */
function surprises(effects: readonly Effect[], facts: Facts): Difference[] {
  return effects.flatMap(({ key, before }): Difference[] => {
    const actual = facts.get(key) ?? null;
    if (actual === before) return [];
    const change = before === null ? "extra" : actual === null ? "missing" : "changed";
    return [{ key, change, expected: before, actual }];
  });
}

/** What is partial belongs to revisions that the stamp counts as run: changed since, by hand. */
function isOnlyDrift({ revisions }: Diagnosis): boolean {
  return revisions.every(({ verdict, stamped }) => verdict !== "partial" || stamped);
}

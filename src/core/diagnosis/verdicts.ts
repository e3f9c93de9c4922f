/** What the schema says of one revision, when no state of the chain equals it as a whole. */
import type { FactDelta, Facts } from "../facts.ts";
import { isEmptyDelta } from "../facts.ts";
import type { Reference } from "../reference.ts";
import type { RevisionVerdict } from "./types.ts";

/**
 * Walks from the newest revision to the oldest. A fact that a later applied revision
 * rewrote says nothing about an earlier one, so it is not asked about it again.
 * @param live facts of the chain's own objects
 */
export function judgeRevisions(
  reference: Reference,
  live: Facts,
): ReadonlyMap<string, RevisionVerdict> {
  const verdicts = new Map<string, RevisionVerdict>();
  const rewritten = new Set<string>();
  let laterRan = false;
  for (const [at, revision] of [...reference.revisions.entries()].reverse()) {
    let verdict = isEmptyDelta(revision) ? "no_trace" : judge(revision, live, rewritten);
    const asked = effects(revision).filter(({ key }) => !rewritten.has(key));
    const onlyRemoves = asked.length > 0 && asked.every(({ after }) => after === null);
    if (verdict === "applied" && onlyRemoves && !laterRan) {
      if (!wasReached(revision, reference.revisions.slice(0, at), live)) verdict = "absent";
    } else if (verdict === "applied" || verdict === "partial") laterRan = true;
    verdicts.set(revision.id, verdict);
    if (verdict === "applied" || verdict === "partial") {
      for (const { key, after } of effects(revision)) {
        if (verdict === "applied" || holds(live, key, after)) rewritten.add(key);
      }
    }
  }
  return verdicts;
}

function judge(revision: FactDelta, live: Facts, rewritten: ReadonlySet<string>): RevisionVerdict {
  const asked = effects(revision).filter(({ key }) => !rewritten.has(key));
  if (asked.length === 0) return "applied"; // all of it was rewritten by revisions that did run
  // A missing object proves a removal only together with the rest: it may never have been there.
  const written = asked.filter(({ after }) => after !== null);
  const telling = written.length > 0 ? written : asked;
  const held = telling.filter(({ key, after }) => holds(live, key, after)).length;
  const undone = asked.filter(({ key, before }) => before !== null && holds(live, key, before));
  // Something else in its place: neither what this revision made nor what it found.
  const replaced = written.some(({ key, before }) => live.has(key) && !holds(live, key, before));
  if (held === 0) return replaced ? "partial" : "absent";
  return held === telling.length && undone.length === 0 ? "applied" : "partial";
}

/** Whether the last earlier revision that should still show does: else nothing was there to remove. */
function wasReached(revision: FactDelta, earlier: readonly FactDelta[], live: Facts): boolean {
  const gone = new Set(Object.keys(revision.removed));
  for (const each of [...earlier].reverse()) {
    const left = effects(each).filter(({ key, after }) => after !== null && !gone.has(key));
    if (left.length > 0) return left.some(({ key, after }) => holds(live, key, after));
    for (const key of Object.keys(each.removed)) gone.add(key);
  }
  return true;
}

interface Effect {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

function effects(delta: FactDelta): Effect[] {
  return [
    ...Object.entries(delta.added).map(([key, after]) => ({ key, before: null, after })),
    ...Object.entries(delta.changed).map(([key, [before, after]]) => ({ key, before, after })),
    ...Object.entries(delta.removed).map(([key, before]) => ({ key, before, after: null })),
  ];
}

function holds(live: Facts, key: string, value: string | null): boolean {
  return (live.get(key) ?? null) === value;
}

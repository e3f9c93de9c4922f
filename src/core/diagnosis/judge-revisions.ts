/** What the schema says of one revision, when no state of the chain equals it as a whole. */
import type { Facts } from "../facts.ts";
import type { ChainIndex, Effect } from "./chain-index.ts";
import type { RevisionVerdict } from "./types.ts";

/**
 * Walks from the newest revision to the oldest. A fact that a later applied revision
 * rewrote says nothing about an earlier one, so it is not asked about it again.
 * @param live facts of the chain's own objects
 */
export function judgeRevisions(
  { ids, effects }: ChainIndex,
  live: Facts,
): ReadonlyMap<string, RevisionVerdict> {
  const verdicts = new Map<string, RevisionVerdict>();
  const rewritten = new Set<string>();
  let laterRan = false;
  for (const [place, own] of [...effects.entries()].reverse()) {
    const asked = own.filter(({ key }) => !rewritten.has(key));
    let verdict = own.length === 0 ? "no_trace" : judge(asked, live);
    const onlyRemoves = asked.length > 0 && asked.every(({ after }) => after === null);
    if (verdict === "applied" && onlyRemoves && !laterRan) {
      const removed = own.filter(({ after }) => after === null);
      if (!wasReached(removed, effects.slice(0, place), live)) verdict = "absent";
    } else if (verdict === "applied" || verdict === "partial") laterRan = true;
    verdicts.set(ids[place] ?? "", verdict);
    if (verdict === "applied" || verdict === "partial") {
      for (const { key, after } of own) {
        if (verdict === "applied" || holds(live, key, after)) rewritten.add(key);
      }
    }
  }
  return verdicts;
}

/** @param asked the revision's effects, less those that a later applied revision rewrote */
function judge(asked: readonly Effect[], live: Facts): RevisionVerdict {
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
function wasReached(
  removing: readonly Effect[],
  earlier: readonly (readonly Effect[])[],
  live: Facts,
): boolean {
  const gone = new Set(removing.map(({ key }) => key));
  for (const each of [...earlier].reverse()) {
    const left = each.filter(({ key, after }) => after !== null && !gone.has(key));
    if (left.length > 0) return left.some(({ key, after }) => holds(live, key, after));
    for (const { key, after } of each) if (after === null) gone.add(key);
  }
  return true;
}

function holds(live: Facts, key: string, value: string | null): boolean {
  return (live.get(key) ?? null) === value;
}

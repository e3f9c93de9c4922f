/** What the schema says of each revision, when no state of the chain equals it as a whole. */
import type { Facts } from "../facts.ts";
import type { ChainIndex } from "./chain-index.ts";
import { explainedValue, explainSchema, lastWriter } from "./explain.ts";
import type { RevisionVerdict } from "./types.ts";

/**
 * A revision ran in part when some of what it should show is there and some is not, or when
 * something is there that it alone would have made.
 * @param live facts of the chain's own objects
 * @param base what is there before the first revision
 * @param stamped the revisions that the stamp says have run
 * @param nearest the state of the chain that differs least
 */
export function judgeRevisions(
  index: ChainIndex,
  live: Facts,
  base: Facts,
  stamped: ReadonlySet<string>,
  nearest: ReadonlySet<string>,
): ReadonlyMap<string, RevisionVerdict> {
  const ran = explainSchema(index, live, base, stamped, nearest);
  const value = (key: string) => live.get(key) ?? null;
  const verdictOf = (place: number): RevisionVerdict => {
    const own = index.effects[place] ?? [];
    if (own.length === 0) return "no_trace";
    if (ran[place]) {
      // A fact that a later revision rewrote says nothing of this one.
      const shown = own.filter(({ key }) => lastWriter(index, key, ran) === place);
      return shown.every(({ key, after }) => value(key) === after) ? "applied" : "partial";
    }
    const made = own.some(({ key, after }) => {
      const explained = explainedValue(index, key, base, ran);
      if (after === null || value(key) === explained) return false;
      // As this revision makes it, or in another form where nothing else would have made it.
      return value(key) === after || explained === null;
    });
    return made ? "partial" : "absent";
  };
  return new Map(index.ids.map((id, place) => [id, verdictOf(place)]));
}

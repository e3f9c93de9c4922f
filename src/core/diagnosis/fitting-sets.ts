/** Which sets of revisions, had they run, would give the schema that is there. */
import type { Facts } from "../facts.ts";
import { sameSet } from "../sets.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ChainIndex } from "./chain-index.ts";
import type { Leftovers } from "./leftovers.ts";
import { matchSchema } from "./match.ts";
import { distanceOf } from "./nearest.ts";

/**
 * Ever less is asked of a fit: first without leftovers, then without what the evidence says.
 * @param asStamped the set that the stamp stands for, as far as it was recorded
 * @returns every set whose schema equals the live one, and the evidence that none of them bears out
 */
export function fittingSets(
  index: ChainIndex,
  live: Facts,
  base: Facts,
  answers: Snapshot["answers"],
  asStamped: ReadonlySet<string>,
  possible: Leftovers,
): { equal: readonly ReadonlySet<string>[]; contradicted: readonly string[] } {
  const known = new Map<string, boolean>();
  for (const [id, answer] of answers) if (answer !== null) known.set(id, answer);
  const leftovers = new Set([...possible.harmless, ...possible.types]);
  const nothing: ReadonlySet<string> = new Set();
  for (const asked of [known, new Map<string, boolean>()]) {
    for (const tolerated of leftovers.size > 0 ? [nothing, leftovers] : [nothing]) {
      const { equal, complete } = matchSchema(index, {
        live,
        base,
        known: asked,
        leftovers: tolerated,
      });
      const contradicted = asked === known ? [] : [...known.keys()];
      if (complete && equal.length > 0) return { equal, contradicted };
      if (complete) continue;
      // More than were looked at: none is proven, but the stamp may be one that fits.
      const fits = distanceOf(index, live, base, asStamped) === 0;
      const others = equal.filter((set) => !sameSet(set, asStamped));
      if (fits) return { equal: [...others, asStamped], contradicted };
      return { equal: others.length > 1 ? others : [], contradicted };
    }
    if (known.size === 0) break;
  }
  return { equal: [], contradicted: [] };
}

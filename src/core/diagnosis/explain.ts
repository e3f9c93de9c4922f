/**
 * Which revisions explain a schema best that no state of the chain explains fully.
 *
 * Any set of revisions will do, with holes or without. From the nearest state of the chain,
 * single revisions are taken out or put in as long as fewer facts differ then. A missing object
 * proves little (it may never have been there, or have been dropped by hand), so a hole has its
 * price: among explanations that are as good, the one with fewer holes is believed. Behind the
 * stamp a hole is cheap, because a stamp that was moved by hand is how holes come about.
 */
import type { Facts } from "../facts.ts";
import type { ChainIndex } from "./chain-index.ts";

/** Less than one differing fact, more than none. */
const PRICE_OF_A_HOLE = 0.5;
const PRICE_BEHIND_THE_STAMP = 0.001;

/** Each round takes the best out of every revision's turn; damage takes two or three. */
const MOST_ROUNDS = 20;

/**
 * @param live facts of the chain's own objects
 * @param base what is there before the first revision
 * @param stamped the revisions that the stamp says have run
 * @param start a state of the chain that is near
 * @returns for each revision, whether it is believed to have run
 */
export function explainSchema(
  index: ChainIndex,
  live: Facts,
  base: Facts,
  stamped: ReadonlySet<string>,
  start: ReadonlySet<string>,
): boolean[] {
  const ran = index.ids.map((id) => start.has(id));
  const prices = index.ids.map((id, place) => {
    if ((index.effects[place] ?? []).length === 0) return 0;
    return stamped.has(id) ? PRICE_BEHIND_THE_STAMP : PRICE_OF_A_HOLE;
  });
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    let changed = false;
    for (const [place, own] of index.effects.entries()) {
      if (own.length === 0) continue;
      const before = differing(index, live, base, ran, place) + priceOfHoles(index, prices, ran);
      ran[place] = !ran[place];
      const after = differing(index, live, base, ran, place) + priceOfHoles(index, prices, ran);
      if (after < before) changed = true;
      else ran[place] = !ran[place];
    }
    if (!changed) break;
  }
  return ran;
}

/** @returns the place of the last of these revisions that wrote a fact; -1 when none did */
export function lastWriter(index: ChainIndex, key: string, ran: readonly boolean[]): number {
  return index.writes.get(key)?.findLast(({ by }) => ran[by])?.by ?? -1;
}

/** @returns what a fact would be if just these revisions had run; null when it would not be there */
export function explainedValue(
  index: ChainIndex,
  key: string,
  base: Facts,
  ran: readonly boolean[],
): string | null {
  const last = index.writes.get(key)?.findLast(({ by }) => ran[by]);
  return last ? last.after : (base.get(key) ?? null);
}

/** How many of the facts that one revision writes are not explained. */
function differing(
  index: ChainIndex,
  live: Facts,
  base: Facts,
  ran: readonly boolean[],
  place: number,
): number {
  const own = index.effects[place] ?? [];
  return own.filter(({ key }) => explainedValue(index, key, base, ran) !== (live.get(key) ?? null))
    .length;
}

/** Of revisions that did not run, though later ones did that stand on them. */
function priceOfHoles(
  { parents }: ChainIndex,
  prices: readonly number[],
  ran: readonly boolean[],
): number {
  const below = [...ran];
  let price = 0;
  for (let place = ran.length - 1; place >= 0; place -= 1) {
    if (!below[place]) continue;
    if (!ran[place]) price += prices[place] ?? 0;
    for (const parent of parents[place] ?? []) below[parent] = true;
  }
  return price;
}

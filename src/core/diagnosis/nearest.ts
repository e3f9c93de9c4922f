/** The states of the chain that differ least from the live schema, for when none equals it. */
import type { Facts } from "../facts.ts";
import type { ChainIndex } from "./chain-index.ts";

export interface Nearest {
  readonly sets: readonly ReadonlySet<string>[];
  /** How many facts differ. */
  readonly distance: number;
}

/** Looks at a state's neighbours so often at most. */
const MOST_LOOKS = 400;

/**
 * In a chain without branches every state is a beginning of the recorded order, and one pass
 * compares them all. With branches that pass gives a start, and so do the given states; from the
 * best of these, one revision at a time is added or taken off while that brings it nearer.
 * @param base what is there before the first revision
 * @param starts states that are worth looking at, closed under ancestors
 */
export function nearestStates(
  index: ChainIndex,
  live: Facts,
  base: Facts,
  starts: readonly ReadonlySet<string>[],
): Nearest {
  const along = nearestBeginnings(index, live, base);
  const look = hasBranches(index) ? climb : lookAt;
  const others = [...along.sets.slice(0, 1), ...starts].map((set) => look(index, live, base, set));
  const all = [along, ...others];
  const distance = Math.min(...all.map((each) => each.distance));
  const sets = all.filter((each) => each.distance === distance).flatMap((each) => each.sets);
  const different = new Map(sets.map((set) => [[...set].sort().join(" "), set]));
  return { sets: [...different.values()], distance };
}

function nearestBeginnings({ ids, effects }: ChainIndex, live: Facts, base: Facts): Nearest {
  const now = new Map<string, string | null>(base);
  let differing = [...live].filter(([key, value]) => base.get(key) !== value).length;
  let distance = differing;
  let lengths = [0];
  for (const [place, own] of effects.entries()) {
    for (const { key, after } of own) {
      const wanted = live.get(key) ?? null;
      differing += Number(after !== wanted) - Number((now.get(key) ?? null) !== wanted);
      now.set(key, after);
    }
    if (differing > distance) continue;
    if (differing < distance) lengths = [];
    distance = differing;
    lengths.push(place + 1);
  }
  return { sets: lengths.map((length) => new Set(ids.slice(0, length))), distance };
}

function lookAt(index: ChainIndex, live: Facts, base: Facts, set: ReadonlySet<string>): Nearest {
  return { sets: [set], distance: distanceOf(index, live, base, set) };
}

function climb(index: ChainIndex, live: Facts, base: Facts, start: ReadonlySet<string>): Nearest {
  let best = { set: start, distance: distanceOf(index, live, base, start) };
  for (let looks = 0; looks < MOST_LOOKS; ) {
    const neighbours = neighboursOf(index, best.set);
    looks += neighbours.length;
    const nearer = neighbours
      .map((set) => ({ set, distance: distanceOf(index, live, base, set) }))
      .reduce((one, other) => (other.distance < one.distance ? other : one), best);
    if (nearer === best) break;
    best = nearer;
  }
  return { sets: [best.set], distance: best.distance };
}

/** The states that have one revision more, or one less. */
function neighboursOf({ ids, parents, children }: ChainIndex, set: ReadonlySet<string>) {
  const has = (place: number) => set.has(ids[place] ?? "");
  return ids.flatMap((id, place) => {
    if (set.has(id)) {
      return (children[place] ?? []).some(has) ? [] : [new Set([...set].filter((o) => o !== id))];
    }
    return (parents[place] ?? []).every(has) ? [new Set([...set, id])] : [];
  });
}

export function distanceOf(
  { ids, effects, writes }: ChainIndex,
  live: Facts,
  base: Facts,
  applied: ReadonlySet<string>,
): number {
  const now = new Map<string, string | null>(base);
  for (const [place, own] of effects.entries()) {
    if (applied.has(ids[place] ?? "")) for (const { key, after } of own) now.set(key, after);
  }
  let differing = 0;
  for (const key of writes.keys()) {
    if ((now.get(key) ?? null) !== (live.get(key) ?? null)) differing += 1;
  }
  return differing;
}

function hasBranches({ parents, children }: ChainIndex): boolean {
  const bases = parents.filter((own) => own.length === 0).length;
  return bases > 1 || children.some((own) => own.length > 1);
}

/** Runs work on several targets, a few at a time. */

interface Pace<Item> {
  readonly parallel: number;
  /** Of those with the same lane, one at a time. */
  readonly laneOf: (item: Item) => string;
  /** Whether nothing more is to be begun. */
  readonly isHalted: () => boolean;
}

/**
 * @param work never rejects
 * @returns what each of them gave, in the order of the items; null for those that were not begun
 */
export async function fewAtATime<Item, Result>(
  items: readonly Item[],
  { parallel, laneOf, isHalted }: Pace<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<readonly (Result | null)[]> {
  const results: (Result | null)[] = items.map(() => null);
  const waiting = new Map(items.entries());
  const busy = new Set<string>();
  // Whoever holds a lane goes on with what is left in it, so nothing is forgotten in the end.
  const worker = async () => {
    while (!isHalted()) {
      const next = [...waiting].find(([, item]) => !busy.has(laneOf(item)));
      if (!next) return;
      const [at, item] = next;
      waiting.delete(at);
      busy.add(laneOf(item));
      results[at] = await work(item);
      busy.delete(laneOf(item));
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  return results;
}

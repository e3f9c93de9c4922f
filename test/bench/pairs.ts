/** Two things measured side by side, in turn, so that whatever else the machine does hits both. */

export interface Compared {
  /** Milliseconds. */
  readonly ours: number;
  readonly theirs: number;
  /** Of each pair: the middle one, the least and the greatest. */
  readonly ratio: number;
  readonly range: readonly [number, number];
}

const median = (values: readonly number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/**
 * @param rounds pairs that count; one before them warms caches
 * @param ratioOf of a pair, both in milliseconds
 */
export async function compare(
  rounds: number,
  measureOurs: () => Promise<number>,
  measureTheirs: () => Promise<number>,
  ratioOf = (ours: number, theirs: number) => ours / theirs,
): Promise<Compared> {
  const pairs: { readonly ours: number; readonly theirs: number }[] = [];
  for (let round = 0; round <= rounds; round++) {
    // Each of them comes first as often as second.
    const first = round % 2 === 0 ? await measureOurs() : null;
    const theirs = await measureTheirs();
    const ours = first ?? (await measureOurs());
    if (round > 0) pairs.push({ ours, theirs });
  }
  const ratios = pairs.map(({ ours, theirs }) => ratioOf(ours, theirs));
  return {
    ours: median(pairs.map(({ ours }) => ours)),
    theirs: median(pairs.map(({ theirs }) => theirs)),
    ratio: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** Chances that can be repeated: the same seed draws the same cases. */

export interface Chance {
  /** @returns a whole number from 0 up to, not including, `below` */
  number(below: number): number;
  /** @returns up to `most` of the items, in random order */
  some<T>(items: readonly T[], most: number): T[];
}

export function chanceFrom(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32: public domain, Tommy Ettinger
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const number = (below: number) => Math.floor(next() * below);
  return {
    number,
    some: (items, most) => {
      const left = [...items];
      const chosen: (typeof left)[number][] = [];
      while (left.length > 0 && chosen.length < most) {
        chosen.push(...left.splice(number(left.length), 1));
      }
      return chosen;
    },
  };
}

/** Numbers in an English sentence. */

/** @returns such as "5 rows" */
export const counted = (count: number, one: string, many = `${one}s`) =>
  `${count} ${count === 1 ? one : many}`;

/** For words that no number stands before: one thing, or several. */
export const agree = (names: readonly unknown[], one: string, several: string) =>
  names.length === 1 ? one : several;

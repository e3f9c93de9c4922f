/** Which rows of the beginning are not there any more. Pure. */
import type { Judged } from "./lesson.ts";

/** Rows by table; null where they could not be counted. */
type Counted = ReadonlyMap<string, number> | null;

/** @returns nothing where one side is not known: what cannot be seen must not be called lost */
export function lostRows(before: Counted, now: Counted): Judged["lost"] {
  if (before === null || now === null) return [];
  return [...before]
    .map(([table, count]) => ({ table, before: count, now: now.get(table) ?? 0 }))
    .filter((each) => each.now < each.before);
}

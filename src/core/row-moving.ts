/** Which revisions touch rows: running such a one twice may not be what is meant. */
import type { Reference } from "./reference.ts";
import { natureOf } from "./statement-nature.ts";

/**
 * @returns ids of the revisions that write rows or decide by them, in the order of the chain; one
 *   whose statements could not be seen is not among them
 */
export function rowMovingRevisions({ revisions }: Reference): string[] {
  return revisions
    .filter(({ statements }) => {
      if (statements === null) return false;
      const { changesData, readsRows } = natureOf(statements);
      return changesData || readsRows;
    })
    .map(({ id }) => id);
}

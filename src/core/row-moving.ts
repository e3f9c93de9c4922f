/** What running a recorded revision means for rows. */
import type { RecordedRevision, Reference } from "./reference.ts";
import { natureOf, type StatementNature } from "./statement-nature.ts";

/** @returns null where the revision's statements could not be seen */
export function natureOfRevision({ statements }: RecordedRevision): StatementNature | null {
  return statements && natureOf(statements);
}

/** @returns whether it writes rows or decides by them: running it twice may not be what is meant */
export function movesRows({ changesData, readsRows }: StatementNature): boolean {
  return changesData || readsRows;
}

/** @returns ids of the revisions that are known to move rows, in the order of the chain */
export function rowMovingRevisions({ revisions }: Reference): string[] {
  return revisions
    .filter((revision) => {
      const nature = natureOfRevision(revision);
      return nature !== null && movesRows(nature);
    })
    .map(({ id }) => id);
}

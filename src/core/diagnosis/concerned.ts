/** Which revision a diagnosis is about. */
import type { Diagnosis, JudgedRevision, Verdict } from "./types.ts";

const IS_CONCERNED: Partial<Record<Verdict, (revision: JudgedRevision) => boolean>> = {
  pending: ({ stamped }) => !stamped,
  stamp_ahead: ({ stamped, verdict }) => stamped && verdict === "absent",
  empty_stamped: ({ stamped, verdict }) => stamped && verdict === "absent",
  stamp_behind: ({ stamped, verdict }) => !stamped && verdict === "applied",
  hole: ({ verdict }) => verdict === "absent",
  partial: ({ verdict }) => verdict === "partial",
};

/** @returns the first revision for which stamp and schema differ; null where it is not about one */
export function concernedRevision({ verdict, revisions }: Diagnosis): string | null {
  const isConcerned = IS_CONCERNED[verdict];
  return (isConcerned && revisions.find(isConcerned)?.id) ?? null;
}

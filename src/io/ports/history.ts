/** A revision that is in no script any more, as the project's history has it. */
export interface LostRevision {
  readonly id: string;
  /** Where it was last touched. */
  readonly commit: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly path: string;
  readonly downRevisions: readonly string[];
}

export interface HistoryPort {
  /** @returns null when the history does not have it, or there is none */
  find(revision: string): Promise<LostRevision | null>;
}

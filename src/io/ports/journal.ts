/** What each repair writes down of itself, step by step. */
import type { NewEvent, NewSession } from "../../core/journal/entries.ts";
import type { JournalledSession } from "../../core/journal/session.ts";

/** The journal of the session that is running. */
export interface Journal {
  readonly id: string;
  readonly path: string;
  /** On the disk when it returns. @throws Problem journal_unwritable */
  note(event: NewEvent): Promise<void>;
}

export interface JournalPort {
  /** @throws Problem journal_unwritable */
  begin(start: NewSession): Promise<Journal>;
  /** Adds to the journal of a session that is over. @throws Problem journal_unwritable */
  note(id: string, event: NewEvent): Promise<void>;
  /** The newest first. Files that are no journals are left out. */
  list(): Promise<JournalledSession[]>;
}

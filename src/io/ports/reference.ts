/** What each revision does, kept beside alembic.ini. */
import type { Reference } from "../../core/reference.ts";

/** Where a reference was to be written. */
export interface Saved {
  readonly path: string;
  /** Why it could not be, as the system says it; null where it was. */
  readonly unsaved: string | null;
}

export interface ReferencePort {
  /** SHA-256 of the project's baseline; null when its chain begins in an empty database. */
  readonly baseline: string | null;
  /** @throws Problem reference_unreadable */
  load(): Promise<Reference | null>;
  save(reference: Reference): Promise<Saved>;
  record(onLine: (line: string) => void): Promise<Reference>;
}

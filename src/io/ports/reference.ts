/** What each revision does, kept beside alembic.ini. */
import type { Reference } from "../../core/reference.ts";

/** Where a reference could not be written, and why: as the system says it. */
export interface Unsaved {
  readonly path: string;
  readonly reason: string;
}

export interface ReferencePort {
  /** SHA-256 of the project's baseline; null when its chain begins in an empty database. */
  readonly baseline: string | null;
  /** @throws Problem reference_unreadable */
  load(): Promise<Reference | null>;
  /** @returns the path it was saved to, null when that folder cannot be written: `unsaved` says why. */
  save(reference: Reference): Promise<string | null>;
  /** Of the last `save`; null where it succeeded, or there was none. */
  unsaved(): Unsaved | null;
  record(onLine: (line: string) => void): Promise<Reference>;
}

/** What each revision does, kept beside alembic.ini. */
import type { Reference } from "../../core/reference.ts";

export interface ReferencePort {
  /** SHA-256 of the project's baseline; null when its chain begins in an empty database. */
  readonly baseline: string | null;
  /** @throws Problem reference_unreadable */
  load(): Promise<Reference | null>;
  /** @returns the path it was saved to, null when that folder cannot be written. */
  save(reference: Reference): Promise<string | null>;
  record(onLine: (line: string) => void): Promise<Reference>;
}

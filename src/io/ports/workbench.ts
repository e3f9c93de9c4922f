import type { RehearsalMode } from "../../core/rehearsal.ts";
import type { AlembicPort } from "./alembic.ts";
import type { BackupPort } from "./backup.ts";
import type { ClonePort } from "./clones.ts";
import type { DatabasePort } from "./database.ts";
import type { HistoryPort } from "./history.ts";
import type { Project } from "./project.ts";
import type { ReferencePort } from "./reference.ts";
import type { UrlSource } from "./url-source.ts";

/** Everything that belongs to one project and its database, found and opened. */
export interface Workbench {
  /** The one of several schemas that is worked on; null for wherever the chain puts its tables. */
  readonly schema: string | null;
  readonly project: Project;
  readonly source: UrlSource;
  readonly alembic: AlembicPort;
  readonly database: DatabasePort;
  readonly reference: ReferencePort;
  readonly backup: BackupPort;
  readonly clones: ClonePort;
  /** What the operator asks for. */
  readonly rehearse: RehearsalMode;
  readonly history: HistoryPort;
}

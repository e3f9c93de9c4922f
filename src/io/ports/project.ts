/** A project that was found: alembic.ini, its scripts, its chain. */
import type { RevisionGraph } from "../../core/revision-graph.ts";

export interface Project {
  /** Absolute path of alembic.ini. */
  readonly configPath: string;
  readonly directory: string;
  /** Where the revision scripts are, absolute. */
  readonly versionsPath: string;
  readonly graph: RevisionGraph;
  /** Compose files of the project, the main one first, absolute; none where there is none. */
  readonly composeFiles: readonly string[];
}

/**
 * What each of the stages that lead to a diagnosis has seen. They are functions without a screen, in
 * a file each: the wizard shows every one, `diagnose`, `plan` and `repair` run them in a row.
 */
import type { Diagnosis } from "../../core/diagnosis/types.ts";
import type { Reference } from "../../core/reference.ts";
import type { RevisionGraph } from "../../core/revision-graph.ts";
import type { Server, Snapshot } from "../../core/snapshot.ts";
import type { CommandResult } from "../../io/ports/command.ts";
import type { Saved } from "../../io/ports/reference.ts";
import type { Workbench } from "../../io/ports/workbench.ts";

export type CheckName =
  | "project"
  | "url"
  | "server"
  | "rights"
  | "alembic"
  | "same_database"
  | "last_session";

export interface Check {
  readonly name: CheckName;
  readonly outcome: "ok" | "warning" | "failed";
  readonly details: Readonly<Record<string, string>>;
}

export interface Connected {
  readonly workbench: Workbench;
  readonly server: Server;
  readonly checks: readonly Check[];
  /** Where alembic keeps its stamp: see AlembicAnswer. Left out where it was not asked. */
  readonly stampHome?: string | null;
}

export interface Stamped extends Connected {
  readonly current: CommandResult;
  readonly versionSnapshot: Snapshot;
}

export interface Diagnosed extends Connected {
  readonly graph: RevisionGraph;
  readonly snapshot: Snapshot;
  readonly reference: Reference;
  /** Where the reference was to be saved if it had to be recorded now; null when it was there. */
  readonly recorded: Saved | null;
  readonly diagnosis: Diagnosis;
}

/** All that the wizard has gathered once it can draw the chain. */
export type Surveyed = Stamped & Diagnosed;

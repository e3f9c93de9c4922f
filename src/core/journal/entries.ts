/** The journal of a session: what is written down before and after each step, line by line. */
import type { Backup } from "../backup.ts";
import type { Plan, RepairPath } from "../plan/types.ts";
import type { ProblemCode } from "../problem.ts";
import type { Reference } from "../reference.ts";
import type { VersionTable } from "../snapshot.ts";

export const JOURNAL_FORMAT = 1;

/** A database as it can be known again, whatever it is reached by. */
export interface DatabaseIdentity {
  readonly name: string;
  /** Its number on the server: another database of that name has another one (pg_database.oid). */
  readonly oid: number;
  /** The server's own number (pg_control_system); null where the role may not ask. */
  readonly system: string | null;
}

/** What was so before the first step, and what is to be done. */
export interface SessionStart {
  readonly format: typeof JOURNAL_FORMAT;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly project: string;
  readonly database: DatabaseIdentity & {
    readonly host: string;
    readonly port: number;
    readonly role: string;
  };
  readonly path: RepairPath | "undo";
  /** The session that this one takes back. */
  readonly undoes: string | null;
  readonly steps: readonly {
    readonly id: string;
    readonly purpose: string;
    /** The commands or statements, as they were shown. */
    readonly shows: readonly string[];
    /** Rows of the version table after a step that moves it about; null for any other. */
    readonly rows: readonly string[] | null;
  }[];
  readonly revisionsToRun: readonly string[];
  /** The chain's, as its reference names it: two chains of a database have two. Older journals lack it. */
  readonly versionTable?: Reference["versionTable"];
  readonly versionTables: readonly VersionTable[];
  /** Rows that they may have while no revision has run: as they were, and as the plan sets out. */
  readonly movedTo: readonly (readonly string[])[];
  /** Those that the chain writes; they are compared when it is undone. */
  readonly facts: Readonly<Record<string, string>>;
  /** See Plan.putBack. */
  readonly putBack: Plan["putBack"];
}

/** A session that has no journal yet. */
export type NewSession = Omit<SessionStart, "id" | "at">;

/** What happened then, in order. */
export type SessionEvent =
  | { readonly event: "step_begun"; readonly at: string; readonly step: string }
  | { readonly event: "step_done"; readonly at: string; readonly step: string }
  | { readonly event: "backed_up"; readonly at: string; readonly backup: Backup }
  | { readonly event: "put_back"; readonly at: string }
  | { readonly event: "ended"; readonly at: string; readonly problem: ProblemCode | null }
  | { readonly event: "undone"; readonly at: string; readonly by: string };

/** An event, before it is written down. */
export type NewEvent = SessionEvent extends infer Each
  ? Each extends SessionEvent
    ? Omit<Each, "at">
    : never
  : never;

export type JournalEntry = ({ readonly event: "started" } & SessionStart) | SessionEvent;

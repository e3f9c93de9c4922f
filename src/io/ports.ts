/** What the rooms above see of the world. Only src/cli.tsx and src/commands name an adapter. */
import type { Backup, BackupOffer, BackupProgress, RowDifference } from "../core/backup.ts";
import type { Blocker } from "../core/blocker.ts";
import type { DatabaseUrl } from "../core/database-url.ts";
import type { DatabaseIdentity, NewEvent, NewSession } from "../core/journal/entries.ts";
import type { JournalledSession } from "../core/journal/session.ts";
import type { Reference } from "../core/reference.ts";
import type { CloneSource, RehearsalMode, RowChange, RowsToClone } from "../core/rehearsal.ts";
import type { RevisionGraph } from "../core/revision-graph.ts";
import type { Server, Snapshot } from "../core/snapshot.ts";

/** One command or statement that was run, as it was run, and what came back. */
export interface LogEntry {
  readonly kind: "command" | "sql";
  readonly text: string;
  readonly output: readonly string[];
  /** How many rows a statement gave; null for anything else. */
  readonly rows: number | null;
  /** Milliseconds. */
  readonly took: number;
  readonly failed: boolean;
}

export type CommandLog = (entry: LogEntry) => void;

export interface CommandResult {
  /** The command as the operator would type it. */
  readonly shown: string;
  /** Null when a signal ended it. */
  readonly exitCode: number | null;
  /** Its standard output, made safe to draw. */
  readonly output: readonly string[];
  /** Output and errors in the order in which they came, made safe to draw. */
  readonly lines: readonly string[];
  readonly took: number;
}

export interface RunOptions {
  readonly onLine?: (line: string) => void;
  /** Asks the command to stop: SIGINT, on which Alembic rolls its transaction back. */
  readonly signal?: AbortSignal;
  /** Another database than the project's own: a shadow. */
  readonly database?: DatabaseUrl;
  /** Whether that has the same schemas: then the one that is worked on is current there, too. */
  readonly isClone?: boolean;
}

/** What a question gave on the connection that env.py opens. */
export interface AlembicAnswer {
  /** Of the alembic package. */
  readonly version: string;
  /** The first value; null when the question could not be asked there. */
  readonly answer: unknown;
  readonly lines: readonly string[];
}

export interface AlembicPort {
  /** The command as the operator would type it, without arguments. */
  readonly shown: string;
  /** What its sessions are called on the server, by drivers that heed PGAPPNAME. */
  readonly sessionName: string;
  /** @throws Problem alembic_missing when it cannot be started; a failing command is a result. */
  run(args: readonly string[], options?: RunOptions): Promise<CommandResult>;
  /**
   * Asks a question on env.py's own connection; writes nothing.
   * @returns null when only the alembic command can be run, not its Python
   * @throws Problem alembic_missing, alembic_failed when its Python cannot be started
   */
  ask(question: string): Promise<AlembicAnswer | null>;
}

/** Where the database URL was found. */
export type UrlSource =
  | { readonly from: "option" }
  | { readonly from: "environment"; readonly name: string; readonly overrides: string | null }
  | { readonly from: "env_file"; readonly name: string; readonly path: string }
  | { readonly from: "config"; readonly path: string }
  | { readonly from: "settings"; readonly path: string }
  /** Neither a variable nor a file: env.py was asked. */
  | { readonly from: "env_py"; readonly path: string }
  | { readonly from: "compose"; readonly service: string; readonly path: string };

export interface Project {
  /** Absolute path of alembic.ini. */
  readonly configPath: string;
  readonly directory: string;
  /** Where the revision scripts are, absolute. */
  readonly versionsPath: string;
  readonly graph: RevisionGraph;
  /** A compose file beside the project, if there is one. */
  readonly composeFile: string | null;
}

/** What can be asked of the database in a row. */
export interface DatabaseReader {
  /** @throws Problem when the server cannot be reached or refuses. */
  server(): Promise<Server>;
  /**
   * One READ ONLY transaction.
   * @param scope the relations, by their identities, whose facts are read and whose rows are looked
   *   for; of any other only that it is there, and what uses a type of the database's own. Null,
   *   or left out, for all
   */
  snapshot(scope?: ReadonlySet<string> | null): Promise<Snapshot>;
}

/** Each question has a connection of its own, so that none is held while somebody reads a screen. */
export interface DatabasePort extends DatabaseReader {
  /** Asks several questions on one connection: to one far away the connecting takes longest. */
  onOneConnection<T>(work: (reader: DatabaseReader) => Promise<T>): Promise<T>;
  /** The statement that the tables were listed with, for the screen. */
  readonly tablesStatement: string;
  /**
   * Holds a mark that only this database shows, as long as `work` runs.
   * @param work is given a question whose answer is 1 on this database, and 0 on any other
   */
  withMark<T>(work: (question: string) => Promise<T>): Promise<T>;
  /** @returns whether a session of that name was seen in this database while `work` ran */
  watchFor<T>(
    sessionName: string,
    work: () => Promise<T>,
  ): Promise<{ readonly result: T; readonly seen: boolean }>;
  /**
   * Ends a session of somebody else's, and none that has got its number since.
   * @throws Problem permission_denied, session_stays
   */
  endSession(session: Pick<Blocker, "pid" | "started">): Promise<void>;
  /** Whether a restamp holds the session lock. */
  isUnderRepair(): Promise<boolean>;
  /** @throws Problem session_running when another restamp holds the session lock. */
  beginRepair(): Promise<RepairSession>;
}

/** The connection that holds the session lock while a plan runs. */
export interface RepairSession {
  readonly identity: DatabaseIdentity;
  /** How long it waits for a lock: milliseconds, 0 for ever. */
  readonly lockTimeout: number;
  /** @param scope as for DatabaseReader.snapshot */
  snapshot(scope?: ReadonlySet<string> | null): Promise<Snapshot>;
  /**
   * Who holds what alembic's sessions wait for; empty while they do not wait.
   * @param sessionName see AlembicPort.sessionName
   * @param seconds since the step began
   */
  blockers(sessionName: string, seconds: number): Promise<readonly Blocker[]>;
  /**
   * Takes back what alembic waits for, where its driver did not heed the lock timeout.
   * @param versionTables their identities, quoted as in facts
   * @param seconds since the step began
   * @returns whether alembic's session was found
   */
  cancelWaiting(versionTables: readonly string[], seconds: number): Promise<boolean>;
  /**
   * Other sessions that are changing the schema or the stamp: an orphaned migration, or another one.
   * @param versionTables their identities, quoted as in facts
   */
  migrations(versionTables: readonly string[]): Promise<readonly Blocker[]>;
  /** Runs the statements in one transaction, all or none. */
  execute(statements: readonly string[]): Promise<void>;
  end(): Promise<void>;
}

export interface ReferencePort {
  /** SHA-256 of the project's baseline; null when its chain begins in an empty database. */
  readonly baseline: string | null;
  /** @throws Problem reference_unreadable */
  load(): Promise<Reference | null>;
  /** @returns the path it was saved to, null when that folder cannot be written. */
  save(reference: Reference): Promise<string | null>;
  record(onLine: (line: string) => void): Promise<Reference>;
}

export interface ReportPort {
  /** @returns the path of the saved report. @throws Problem report_unwritable */
  save(markdown: string): Promise<string>;
}

/** A copy of the database under repair, on which a plan may do what it will. */
export interface Clone {
  readonly source: CloneSource;
  /** For alembic: see RunOptions.database. */
  readonly url: DatabaseUrl;
  readonly database: DatabasePort;
  /** What was written since the clone was filled; the version tables left out. */
  rowChanges(): Promise<RowChange[]>;
  close(): Promise<void>;
}

export interface ClonePort {
  /** What a clone with every row would take. Writes nothing. @throws Problem */
  expect(): Promise<RowsToClone>;
  /**
   * @param original.server its version
   * @param original.proven heads of the one state that the schema equals; null where there is none
   * @throws Problem no_pg_dump, backup_failed, rehearsal_impossible, shadow_unavailable,
   *   shadow_not_followed
   */
  open(
    original: {
      readonly server: string;
      readonly snapshot: Snapshot;
      readonly proven: readonly string[] | null;
      readonly withRows: boolean;
    },
    stop: AbortSignal,
  ): Promise<Clone>;
}

export interface BackupPort {
  /**
   * Writes nothing.
   * @param server its version, as it prints it
   */
  look(server: string): Promise<BackupOffer>;
  /**
   * Of a database for which a backup was offered.
   * @param name of the file, without its ending
   * @throws Problem backup_failed, backup_no_room, backup_unproven, interrupted
   */
  make(
    name: string,
    server: string,
    onProgress: (progress: BackupProgress) => void,
    stop: AbortSignal,
  ): Promise<Backup>;
  /**
   * What has become of the rows since; the backup is restored into a shadow database for that.
   * @throws Problem backup_gone, backup_failed, no_pg_dump, shadow_unavailable, interrupted
   */
  differences(backup: Backup, server: string, stop: AbortSignal): Promise<RowDifference[]>;
  /**
   * In one transaction.
   * @param around statements that run in it before and after what the backup holds
   * @throws Problem restore_failed, no_pg_dump, interrupted; nothing has changed then
   */
  bringBack(
    backup: Backup,
    server: string,
    around: { readonly first: readonly string[]; readonly last: readonly string[] },
    stop: AbortSignal,
  ): Promise<void>;
}

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

export interface Clock {
  now(): Date;
}

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

export type Reachability = "open" | "refused" | "timeout" | "unknown_host";

/** What can be tried when the first screen fails. */
interface TroubleshootingPort {
  /** Whether anything listens there. Null when no URL was found. */
  reach(): Promise<{ host: string; port: number; reachability: Reachability } | null>;
  /** `docker compose logs backend`. Null without a compose file. */
  composeLogs(): Promise<CommandResult | null>;
  /** Where DATABASE_URL was found. Null when it was not, or cannot be read. */
  urlSource(): UrlSource | null;
}

export interface SessionPorts {
  /** Finds project, URL and alembic anew: what was wrong may have been mended meanwhile. */
  open(): Promise<Workbench>;
  readonly troubleshooting: TroubleshootingPort;
  readonly report: ReportPort;
  readonly journal: JournalPort;
  readonly clock: Clock;
}

/** A broken database to practise on, with a copy of its project. */
export interface Sandbox {
  /** The same after each reset. */
  readonly url: DatabaseUrl;
  /** What finding the sandbox needs; an empty variable is to be unset. */
  readonly environment: Readonly<Record<string, string>>;
  /** The folder of the copied project's alembic.ini. */
  readonly project: string;
  /** The copied alembic.ini. */
  readonly config: string;
  /** For what restamp keeps about it: as empty after a reset as at the beginning. */
  readonly state: string;
  /** Puts database, project, sessions and roles back as they were at the beginning. */
  reset(): Promise<void>;
  /** Makes another database of the server what the broken one was at the beginning. */
  copyAsBroken(): Promise<{ readonly url: DatabaseUrl; drop(): Promise<void> }>;
  /** Runs statements in the broken database, as the server's superuser. */
  execute(sql: string): Promise<void>;
  /** @returns rows, each value as text */
  ask(sql: string): Promise<readonly (readonly (string | null)[])[]>;
  /** @param command arguments as typed in a shell. A failing command is a result */
  alembic(command: string): Promise<CommandResult>;
  /** @param text of a file in the project; `{password}` and the like are filled in */
  write(file: string, text: string): void;
  /** Takes a file of the project as version control has it. */
  restore(file: string): void;
  /** Ends the session that is held open. */
  endSession(): Promise<void>;
  /** Takes all of it off the server. */
  end(): Promise<void>;
}

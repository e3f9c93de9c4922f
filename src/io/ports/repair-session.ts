import type { Blocker } from "../../core/blocker.ts";
import type { DatabaseIdentity } from "../../core/journal/entries.ts";
import type { Snapshot } from "../../core/snapshot.ts";

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
  /** See DatabasePort.migrations. */
  migrations(versionTables: readonly string[]): Promise<readonly Blocker[]>;
  /**
   * Runs the statements in one transaction, all or none.
   * @param empty tables that must have no rows, and get none while it lasts
   * @throws Problem database_changed where one has some
   */
  execute(statements: readonly string[], empty?: readonly string[]): Promise<void>;
  /**
   * Takes the session lock again where the server has ended its connection.
   * @throws Problem session_running when another restamp has it by now; or what keeps it from connecting
   */
  requireHeld(): Promise<void>;
  end(): Promise<void>;
}

/** The database, as it is asked. It is written in a repair session only. */
import type { Blocker } from "../../core/blocker.ts";
import type { Server, Snapshot } from "../../core/snapshot.ts";
import type { RepairSession } from "./repair-session.ts";

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
  /**
   * Other sessions that are changing the schema or the stamp: an orphaned migration, or another one.
   * @param versionTables their identities, quoted as in facts
   */
  migrations(versionTables: readonly string[]): Promise<readonly Blocker[]>;
  /** Whether a restamp holds the session lock. */
  isUnderRepair(): Promise<boolean>;
  /** @throws Problem server_read_only; session_running when another restamp holds the session lock. */
  beginRepair(): Promise<RepairSession>;
}

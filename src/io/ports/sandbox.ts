import type { DatabaseUrl } from "../../core/database-url.ts";
import type { CommandResult } from "./command.ts";

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

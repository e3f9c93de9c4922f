/** The alembic of the project: run as a command, or asked on the connection that env.py opens. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { CommandResult } from "./command.ts";

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
  /** The schema in which Alembic finds its version table, or would make it; null where it was not said. */
  readonly home: string | null;
  readonly lines: readonly string[];
}

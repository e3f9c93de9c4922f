/** The Alembic project that a sandbox is made of: restamp's own, or the operator's. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { Reference } from "../../core/reference.ts";
import { bundledProject } from "../package-root.ts";

export interface SandboxProject {
  /** The folder that the copy stands for. */
  readonly root: string;
  /** alembic.ini, below the root. */
  readonly config: string;
  /** How its URLs begin, such as postgresql+asyncpg. */
  readonly scheme: string;
  /** The section of alembic.ini. */
  readonly section: string;
  /** What is copied: files and folders below the root; an empty text is the root itself. */
  readonly parts: readonly string[];
  /** The folder of env.py, below the root; null where alembic.ini is known to name it beside itself. */
  readonly scripts: string | null;
  /** Options of alembic itself that belong to the project. */
  readonly options: readonly string[];
  /** What is known of the chain already, and put beside the copy; null where a recording is. */
  readonly reference: Reference | null;
  /**
   * Proves that the copy's env.py goes to the sandbox before anything is written there; null
   * where that is known.
   * @param config absolute path of the copied alembic.ini
   * @throws Problem shadow_not_followed, alembic_failed
   */
  readonly prove: ((config: string, url: DatabaseUrl) => Promise<void>) | null;
}

/** The project that comes with restamp. */
export function bundledSandboxProject(): SandboxProject {
  return wholeFolder(bundledProject());
}

/** @param folder with an alembic.ini whose env.py is known to read DATABASE_URL */
function wholeFolder(folder: string): SandboxProject {
  return {
    root: folder,
    config: "alembic.ini",
    scheme: "postgresql",
    section: "alembic",
    parts: [""],
    scripts: null,
    options: [],
    reference: null,
    prove: null,
  };
}

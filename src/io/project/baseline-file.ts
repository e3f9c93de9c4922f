/** The tables that a chain begins on, where it does not begin in an empty database. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "../../core/problem.ts";

export const BASELINE_FILE = "restamp.baseline.sql";

export interface Baseline {
  readonly path: string;
  readonly sha256: string;
  readonly sql: string;
}

/**
 * @param folder where the reference is
 * @returns what `restamp.baseline.sql` there holds, such as pg_dump --schema-only writes; null
 *   without one
 * @throws Problem config_unreadable
 */
export function readBaseline(folder: string): Baseline | null {
  const path = join(folder, BASELINE_FILE);
  if (!existsSync(path)) return null;
  let text: Buffer;
  try {
    text = readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("config_unreadable", { path, reason }, error);
  }
  return {
    path,
    sha256: createHash("sha256").update(text).digest("hex"),
    sql: withoutPsqlCommands(text.toString("utf8")),
  };
}

/** pg_dump writes \\restrict and \\connect for psql; the server does not know them. */
function withoutPsqlCommands(text: string): string {
  return text.replace(/^\\.*$/gm, "");
}

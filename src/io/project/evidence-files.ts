/** What a team has written down to tell whether a data-only revision has run. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { Problem } from "../../core/problem.ts";

export const EVIDENCE_FOLDER = "evidence";

/**
 * @param folder where the reference is
 * @returns for each `evidence/<revision>.sql` there, the revision's id and the question
 * @throws Problem config_unreadable
 */
export function readEvidence(folder: string): ReadonlyMap<string, string> {
  const path = join(folder, EVIDENCE_FOLDER);
  if (!existsSync(path)) return new Map();
  try {
    const names = readdirSync(path).filter((name) => name.endsWith(".sql"));
    return new Map(
      names.sort().map((name) => [basename(name, ".sql"), readFileSync(join(path, name), "utf8")]),
    );
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("config_unreadable", { path, reason }, error);
  }
}

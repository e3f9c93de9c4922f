/** Looks a revision that is in no script up in the project's git history. */
import { visible } from "../../core/display.ts";
import { isUnreadable, readRevisionScript } from "../../core/revision-script.ts";
import type { LostRevision } from "../ports/history.ts";
import { userEnvironment } from "../process/secrets.ts";

/** Milliseconds: a history that takes longer to search is not worth the wait. */
const TIMEOUT = 10_000;

/** What Alembic makes, and what people make up; nothing that git could take for an option. */
const REVISION_ID = /^\w[\w.-]*$/;

/**
 * @param directory a folder of the repository
 * @returns the script as it last was in the commits of any branch; null when there is none, or no
 *   git, or no repository
 */
export async function findInHistory(directory: string, id: string): Promise<LostRevision | null> {
  if (!REVISION_ID.test(id)) return null;
  // -G finds commits whose added or removed lines name the id; the newest comes first.
  const found = await git(directory, [
    "log",
    "--all",
    "--full-history",
    "--format=%x00%h %cs",
    "--name-only",
    "-G",
    `^revision\\b.*['"]${id}['"]`,
    "--",
    "*.py",
  ]);
  for (const entry of (found ?? "").split("\0").slice(1)) {
    const [head = "", ...paths] = entry.split("\n").filter((line) => line !== "");
    const [commit = "", date = ""] = head.split(" ");
    for (const path of paths) {
      const downRevisions = await parentsIn(directory, [commit, `${commit}^`], path, id);
      if (downRevisions) return { id, commit, date, path: visible(path), downRevisions };
    }
  }
  return null;
}

/** A commit that deletes the script has it no more, the one before it has. */
async function parentsIn(
  directory: string,
  commits: readonly string[],
  path: string,
  id: string,
): Promise<readonly string[] | null> {
  for (const commit of commits) {
    const source = await git(directory, ["show", `${commit}:${path}`]);
    const script = source === null ? null : readRevisionScript(source);
    if (script && !isUnreadable(script) && script.id === id) return script.downRevisions;
  }
  return null;
}

async function git(directory: string, args: readonly string[]): Promise<string | null> {
  const { execa } = await import("execa");
  const result = await execa("git", ["-c", "core.quotePath=false", ...args], {
    cwd: directory,
    reject: false,
    timeout: TIMEOUT,
    stdin: "ignore",
    extendEnv: false,
    env: { ...userEnvironment(), GIT_OPTIONAL_LOCKS: "0", GIT_TERMINAL_PROMPT: "0" },
    maxBuffer: 10_000_000,
  });
  return result.exitCode === 0 ? result.stdout : null;
}

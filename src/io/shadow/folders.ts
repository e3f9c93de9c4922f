/** Where the embedded server's files lie: what is costly to make and kept, and what goes with it. */
import { randomBytes } from "node:crypto";
import { readdirSync, realpathSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cacheFolder, isPassable } from "../cache-folder.ts";
import type { RunAs } from "../process/background.ts";

/** @returns who owns a server's files, and what is kept of them */
export function ownerOf(as: RunAs | null): number {
  return as?.uid ?? process.getuid?.() ?? 0;
}

/** What is used stays longest: see removeAllBut. */
export function markUsed(folder: string): void {
  const now = new Date();
  utimesSync(folder, now, now);
}

/** What is being made, or taken away. */
export const DRAFT = "restamp-draft-";

/** Milliseconds after which a draft belongs to nobody: its restamp was killed over it. */
const DRAFT_AGE = 3_600_000;

/** Of the kept folders with this prefix, takes away all but those that were used last. */
export function removeAllBut(most: number, prefix: string): void {
  const kept = keptFolders(prefix).sort((a, b) => b.used - a.used);
  const drafts = keptFolders(DRAFT).filter(({ used }) => used < Date.now() - DRAFT_AGE);
  for (const { folder } of [...kept.slice(most), ...drafts]) removeKept(folder);
}

function keptFolders(prefix: string): { readonly folder: string; readonly used: number }[] {
  const parent = cacheFolder();
  return readdirSync(parent)
    .filter((name) => name.startsWith(prefix))
    .map((name) => join(parent, name))
    .map((folder) => ({
      folder,
      used: statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }));
}

/** At once for others, who may be copying it: they do not find the rest of it. */
export function removeKept(folder: string): void {
  const gone = join(dirname(folder), `${DRAFT}${randomBytes(8).toString("hex")}`);
  try {
    renameSync(folder, gone);
  } catch {
    return; // somebody else was faster
  }
  rmSync(gone, { recursive: true, force: true });
}

/**
 * @returns where a server's own folder is made. Another user has to get there, and to take the
 *   folder away again at the end: a TMPDIR that is the operator's own will not do for that
 */
export function serverFolder(as: RunAs | null): string {
  const own = realpathSync(tmpdir());
  const isShared = (statSync(own).mode & 0o003) === 0o003 && isPassable(own);
  return as === null || isShared ? own : "/tmp";
}

/** Whether any user can run the program: every folder above it lets others pass. */
export function isOpenToOthers(program: string): boolean {
  return isPassable(dirname(program)) && (statSync(program).mode & 0o005) === 0o005;
}

/** The version tables of a session: what they were, and the way back to that. */
import { createVersionTable, dropVersionTable, putBackRows } from "../plan/steps.ts";
import type { Reference } from "../reference.ts";
import { isSameTable, type Snapshot, type VersionTable } from "../snapshot.ts";
import type { JournalledSession } from "./session.ts";

/**
 * Another project may keep its version table in the same database.
 * @returns the same with no version tables but the session's and this chain's
 */
export function ownOnly(
  { start }: JournalledSession,
  reference: Reference,
  now: Snapshot,
): Snapshot {
  const own = [...start.versionTables, reference.versionTable];
  const isOwn = (table: VersionTable) => own.some((each) => isSameTable(each, table));
  return { ...now, versionTables: now.versionTables.filter(isOwn) };
}

/** @returns whether the version tables have the rows that they had */
export function isStampedAsBefore(
  session: JournalledSession,
  reference: Reference,
  found: Snapshot,
): boolean {
  const { versionTables } = ownOnly(session, reference, found);
  return stampUndo(session.start.versionTables, versionTables).length === 0;
}

/** @returns statements that make the version tables what they were; none where they are */
export function stampUndo(before: readonly VersionTable[], now: readonly VersionTable[]): string[] {
  const added = newTables(before, now).map(dropVersionTable);
  const changed = before.flatMap((table) => {
    const found = now.find((each) => isSameTable(each, table));
    if (!found) return [createVersionTable(table), ...putBackRows(table).slice(1)];
    return sameRows(found.rows, table.rows) ? [] : putBackRows(table);
  });
  return [...added, ...changed];
}

/** @returns those that were not there before */
export function newTables(
  before: readonly VersionTable[],
  now: readonly VersionTable[],
): VersionTable[] {
  return now.filter((table) => !before.some((each) => isSameTable(each, table)));
}

/** @returns whether they are the same rows, in whatever order */
export function sameRows(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify([...one].sort()) === JSON.stringify([...other].sort());
}

/** How a session is taken back. */

import type { Backup } from "../backup.ts";
import { compareFacts, type Difference, type Facts } from "../facts.ts";
import { chainTables, dropChainObjects, withoutRows } from "../plan/drop-objects.ts";
import { dropVersionTable } from "../plan/steps.ts";
import type { StepPurpose } from "../plan/types.ts";
import { chainKeys, type Reference } from "../reference.ts";
import type { LiveTable, Snapshot } from "../snapshot.ts";
import { makeWay } from "./make-way.ts";
import { type JournalledSession, mayBeHalfWay } from "./session.ts";
import { isStampedAsBefore, newTables, ownOnly, sameRows, stampUndo } from "./stamp-undo.ts";

export type Undo =
  /** The database is as it was. */
  | { readonly kind: "nothing" }
  /** It ended while it moved the version table about: that gets its rows back, and what ran stays. */
  | { readonly kind: "put_back"; readonly statements: readonly string[] }
  /** The version table alone was changed: it gets its rows back, to the letter. */
  | { readonly kind: "stamp"; readonly statements: readonly string[] }
  /** The chain had made nothing yet: what it made in the session goes, and what was written since. */
  | {
      readonly kind: "drop";
      readonly statements: readonly string[];
      readonly loses: readonly LiveTable[];
      /** Tables that go and have no rows. */
      readonly empty: readonly string[];
    }
  /** Revisions ran on what was there: only a backup brings that back. Null where none was made. */
  | {
      readonly kind: "backup";
      readonly differences: readonly Difference[];
      readonly backup: Backup | null;
      /** What was made since goes: before the backup is brought back, and what that uses after it. */
      readonly first: readonly string[];
      readonly last: readonly string[];
    };

/** The one step of an undo: whether it moved the stamp alone, or more. */
export type UndoPurpose = "put_back" | "bring_back";

/** Steps that change more than the version table. */
const CHANGES_MORE: ReadonlySet<string> = new Set<StepPurpose | UndoPurpose>([
  "bring_back",
  "downgrade_base",
  "run_missing",
  "drop_leftover_types",
  "drop_chain_objects",
  "upgrade",
]);

/**
 * @param found the same database, read in the same scope
 */
export function undoOf(session: JournalledSession, reference: Reference, found: Snapshot): Undo {
  const { start } = session;
  const keys = chainKeys(reference);
  const now = ownOnly(session, reference, found);
  const rows = now.versionTables.flatMap((table) => table.rows);
  if (start.putBack && isHalfWay(session, rows)) {
    return { kind: "put_back", statements: start.putBack };
  }
  const before: Facts = new Map(Object.entries(start.facts));
  const differences = compareFacts(before, chainFacts(now, keys));
  const stamp = stampUndo(start.versionTables, now.versionTables);
  const purposes = new Map(start.steps.map(({ id, purpose }) => [id, purpose]));
  const changing = session.begun.filter((id) => CHANGES_MORE.has(purposes.get(id) ?? ""));
  // A step that failed may have been taken back by its transaction. Revisions that move rows leave
  // no trace in the facts: the version table must be where the session left it, too. Anything else
  // has been done since, and a stamp alone would not go with it.
  const isUntouched =
    differences.length === 0 &&
    changing.every((id) => !session.done.includes(id)) &&
    start.movedTo.some((each) => sameRows(each, rows));
  if (isUntouched) {
    return stamp.length === 0 ? { kind: "nothing" } : { kind: "stamp", statements: stamp };
  }
  if (before.size > 0) {
    const { first, last } = makeWay(before, chainFacts(now, keys));
    // A backup knows nothing of a version table that was not there.
    const stamps = newTables(start.versionTables, now.versionTables).map(dropVersionTable);
    return {
      kind: "backup",
      differences,
      backup: session.backup,
      first: [...stamps, ...first],
      last,
    };
  }
  const tables = chainTables(now, keys);
  return {
    kind: "drop",
    statements: [...dropChainObjects(now.facts, keys), ...stamp],
    loses: tables.filter(({ hasRows }) => hasRows !== false),
    empty: withoutRows(tables),
  };
}

/** What others do beside the chain is not a session's to take back. */
export function chainFacts({ facts }: Snapshot, keys: ReadonlySet<string>): Facts {
  return new Map([...facts].filter(([key]) => keys.has(key)));
}

/** @returns whether schema and stamp are what they were before the session */
export function isAsBefore(
  session: JournalledSession,
  reference: Reference,
  now: Snapshot,
): boolean {
  const before = new Map(Object.entries(session.start.facts));
  return (
    compareFacts(before, chainFacts(now, chainKeys(reference))).length === 0 &&
    isStampedAsBefore(session, reference, now)
  );
}

/**
 * Whether it ended between two steps that move the version table about, and that is still as the
 * step left it. Where it was mended since, or the last of these steps is done, it says what is so.
 */
function isHalfWay(session: JournalledSession, rows: readonly string[]) {
  const { start, begun, done } = session;
  const at = start.steps.findIndex(({ id }) => id === begun.at(-1));
  const step = start.steps[at];
  if (!mayBeHalfWay(session) || !step?.rows) return false;
  const before = start.steps[at - 1]?.rows ?? start.movedTo[0] ?? [];
  const isLast = !start.steps[at + 1]?.rows;
  if (isLast && done.includes(step.id)) return false;
  const possible = done.includes(step.id) ? [step.rows] : [before, step.rows];
  const isAsAtFirst = sameRows(rows, start.movedTo[0] ?? []);
  return !isAsAtFirst && possible.some((each) => sameRows(each, rows));
}

/** What a journal says of its session. */
import type { Backup } from "../backup.ts";
import type { ProblemCode } from "../problem.ts";
import type { Reference } from "../reference.ts";
import { isSameTable, type Server } from "../snapshot.ts";
import {
  type DatabaseIdentity,
  JOURNAL_FORMAT,
  type JournalEntry,
  type SessionStart,
} from "./entries.ts";

type SessionStatus =
  /** Its restamp ended before it did, or is still at work. */
  "unfinished" | "verified" | "failed" | "undone";

export interface JournalledSession {
  readonly start: SessionStart;
  readonly status: SessionStatus;
  /** Ids of the steps that were begun, and of those that were done. */
  readonly begun: readonly string[];
  readonly done: readonly string[];
  readonly backup: Backup | null;
  /** Whether the version table was put back after a failure. */
  readonly putBack: boolean;
  readonly problem: ProblemCode | null;
}

/** By name and address; that it is the very one is for the session lock's holder to find out. */
export function isSessionOf({ start: { database } }: JournalledSession, server: Server): boolean {
  return (
    database.name === server.database &&
    database.host === server.host &&
    database.port === server.port
  );
}

/** Names are not enough: the same one stands on every server that was made from one recipe. */
export function isSessionIn({ start }: JournalledSession, now: DatabaseIdentity): boolean {
  const { system, oid, name } = start.database;
  const isSameServer = system === null || now.system === null || system === now.system;
  return isSameServer && oid === now.oid && name === now.name;
}

/**
 * Whether it was this chain that it repaired. Its facts say nothing of another one, or of the same one in
 * another schema: all that those have would seem to be made since, and an undo takes that away.
 */
export function isOfChain(session: JournalledSession, { versionTable }: Chain): boolean {
  const own = versionTableOf(session);
  return own !== null && isSameTable(own, versionTable);
}

type Chain = Pick<Reference, "versionTable">;

/** @returns null where an older journal does not say it: there was none before that session */
export function versionTableOf({ start }: JournalledSession): Chain["versionTable"] | null {
  return start.versionTable ?? start.versionTables[0] ?? null;
}

/**
 * Whether it may have left its version table between two steps that move that about: restamp was
 * killed, or could not put it back, because the connection or the server was gone.
 */
export function mayBeHalfWay({ start, status, putBack }: JournalledSession): boolean {
  return start.putBack !== null && !putBack && (status === "unfinished" || status === "failed");
}

/**
 * @param text a journal; a line may be cut off, by a full disk or a power cut
 * @returns null when its first line is not that of a journal of a known format
 */
export function readJournal(text: string): JournalledSession | null {
  const [first, ...rest] = entriesOf(text);
  if (first?.event !== "started" || first.format !== JOURNAL_FORMAT) return null;
  const { event: _, ...start } = first;
  const begun: string[] = [];
  const done: string[] = [];
  let status: SessionStatus = "unfinished";
  let problem: ProblemCode | null = null;
  let putBack = false;
  let backup: Backup | null = null;
  for (const entry of rest) {
    switch (entry.event) {
      case "step_begun":
        begun.push(entry.step);
        break;
      case "step_done":
        done.push(entry.step);
        break;
      case "backed_up":
        backup = entry.backup;
        break;
      case "put_back":
        putBack = true;
        break;
      case "ended":
        problem = entry.problem;
        status = problem === null ? "verified" : "failed";
        break;
      case "undone":
        status = "undone";
        break;
      case "started":
        return null;
    }
  }
  return { start, status, begun, done, backup, putBack, problem };
}

function entriesOf(text: string): JournalEntry[] {
  return text.split("\n").flatMap((line) => {
    try {
      return line === "" ? [] : [JSON.parse(line) as JournalEntry];
    } catch {
      return [];
    }
  });
}

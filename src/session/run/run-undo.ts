/** Takes a session back, under the same lock and with a journal of its own. */
import type { Backup, SinceBackup } from "../../core/backup.ts";
import type { DatabaseIdentity, NewEvent } from "../../core/journal/entries.ts";
import { isSameUndo } from "../../core/journal/same-undo.ts";
import {
  isOfChain,
  isSessionIn,
  type JournalledSession,
  versionTableOf,
} from "../../core/journal/session.ts";
import { isStampedAsBefore } from "../../core/journal/stamp-undo.ts";
import { isAsBefore, type Undo, type UndoPurpose, undoOf } from "../../core/journal/undo.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import { chainRelations, type Reference } from "../../core/reference.ts";
import type { Snapshot } from "../../core/snapshot.ts";
import type { JournalPort } from "../../io/ports/journal.ts";
import type { RepairSession } from "../../io/ports/repair-session.ts";
import type { Diagnosed } from "../stages/stages.ts";
import {
  requireDirect,
  requirePrimary,
  requireQuiet,
  tableName,
  versionTableNames,
} from "./run-conditions.ts";
import { UNDO_STEP, undoStart } from "./session-start.ts";
import { isCovered, NOTHING_SINCE, ofUndo, wayBack } from "./way-back.ts";

export interface UndoTools {
  readonly journal: JournalPort;
  /** Is shown what would be done. @returns whether to do it */
  readonly consent: (undo: Undo, since: SinceBackup) => Promise<boolean>;
  /** Asks for an end: what is under way is taken back. */
  readonly stop: AbortSignal;
}

export interface Undone {
  readonly undo: Undo;
  readonly isDone: boolean;
  /** What was there before it. */
  readonly kept: Backup | null;
}

/** What is looked at again whenever time has passed. */
interface Looked {
  readonly now: Snapshot;
  readonly undo: Undo;
}

/**
 * @returns what was done, or would have been without consent
 * @throws Problem interrupted, session_running, migration_running, database_changed, session_elsewhere,
 *   session_of_other_chain, server_read_only, pooler, undo_needs_backup, backup_gone, restore_failed,
 *   no_pg_dump, shadow_unavailable, backup_failed, backup_no_room, backup_unproven, journal_unwritable,
 *   or what the server says; nothing has changed then. not_verified when it was taken back, and
 *   something is otherwise than before the session all the same, or cannot be seen
 */
export async function runUndo(
  given: JournalledSession,
  seen: Diagnosed,
  { journal, consent, stop }: UndoTools,
): Promise<Undone> {
  const { reference, server } = seen;
  requireDirect(server);
  requirePrimary(server);
  requireSameChain(given, seen);
  const repair = await seen.workbench.database.beginRepair();
  try {
    requireSameDatabase(given, repair.identity);
    // Under the lock: another restamp may have taken it back meanwhile.
    const { id } = given.start;
    const session = (await journal.list()).find(({ start }) => start.id === id) ?? given;
    const scope = chainRelations(reference);
    const look = async (): Promise<Looked> => {
      const now = await repair.snapshot(scope);
      requireQuiet(await repair.migrations(versionTableNames(now)));
      return { now, undo: undoOf(session, reference, now) };
    };
    const { now, undo } = await look();
    if (undo.kind === "nothing") return { undo, isDone: false, kept: null };
    const way = await wayBack(undo, now, seen, stop).catch(ofUndo);
    const since = way ? await way.since() : NOTHING_SINCE;
    if (!(await consent(undo, since))) return { undo, isDone: false, kept: null };
    const lookAgain = async () => {
      // Its connection may have waited for hours, and the lock keeps off nobody but restamp.
      await repair.requireHeld();
      if (!isSameUndo(undo, (await look()).undo)) throw new Problem("database_changed", CHANGED);
    };
    await lookAgain();
    if (undo.kind === "backup" && way === null) throw new Problem("undo_needs_backup", { id });
    const own = await journal.begin(undoStart(session, seen, repair, now, toldBy(undo)));
    let problem: Problem | null = null;
    let kept: Backup | null = null;
    try {
      await own.note({ event: "step_begun", step: UNDO_STEP });
      const empty = undo.kind === "drop" ? undo.empty : [];
      if (undo.kind !== "backup") await repair.execute(undo.statements, empty);
      else {
        const keep = async () => {
          await lookAgain();
          if (way && !isCovered(since, await way.since())) {
            throw new Problem("database_changed", CHANGED);
          }
          kept = await seen.workbench.backup.make(own.id, server.version, () => {}, stop);
          await own.note({ event: "backed_up", backup: kept });
        };
        await way?.bringBack({ keep, first: undo.first, last: undo.last }, stop).catch(ofUndo);
      }
      await requireTakenBack(undo, session, reference, repair);
      await own.note({ event: "step_done", step: UNDO_STEP });
      for (const event of closing(undo, session, own.id)) await journal.note(id, event);
    } catch (error) {
      problem = asProblem(error);
      throw problem;
    } finally {
      await own.note({ event: "ended", problem: problem?.code ?? null }).catch(() => {});
    }
    return { undo, isDone: true, kept };
  } finally {
    await repair.end().catch(() => {});
  }
}

const CHANGED = { what: "undo" };

/** What the journal says of it. */
function toldBy(undo: Exclude<Undo, { kind: "nothing" }>) {
  const purpose: UndoPurpose = undo.kind === "stamp" ? "put_back" : "bring_back";
  if (undo.kind !== "backup") return { purpose, shows: undo.statements };
  const { first, last, backup } = undo;
  return { purpose, shows: [...first, `${backup?.restore} --clean ${backup?.path}`, ...last] };
}

/**
 * The rows of a backup were compared before it was committed.
 * @throws Problem not_verified
 */
async function requireTakenBack(
  { kind }: Undo,
  session: JournalledSession,
  reference: Reference,
  repair: RepairSession,
): Promise<void> {
  const look = async () => {
    await repair.requireHeld();
    return repair.snapshot(chainRelations(reference));
  };
  const after = await look().catch((error) => {
    const { code } = asProblem(error);
    throw new Problem("not_verified", { of: "undo", unseen: code }, error);
  });
  // What ran before a session was killed stays: its stamp alone is put back.
  const isBack =
    kind === "put_back"
      ? isStampedAsBefore(session, reference, after)
      : isAsBefore(session, reference, after);
  if (!isBack) throw new Problem("not_verified", { of: "undo" });
}

/** What the journal of the session that was taken back says of it from now on. */
function closing({ kind }: Undo, { status }: JournalledSession, by: string): NewEvent[] {
  if (kind !== "put_back") return [{ event: "undone", by }];
  const isOver = status !== "unfinished";
  return [
    { event: "put_back" },
    ...(isOver ? [] : [{ event: "ended", problem: "interrupted" } as const]),
  ];
}

function requireSameChain(session: JournalledSession, { reference }: Diagnosed): void {
  if (isOfChain(session, reference)) return;
  const { id, project } = session.start;
  const theirs = versionTableOf(session);
  throw new Problem("session_of_other_chain", {
    id,
    project,
    theirs: theirs ? tableName(theirs) : "",
    ours: tableName(reference.versionTable),
  });
}

function requireSameDatabase(session: JournalledSession, now: DatabaseIdentity): void {
  if (isSessionIn(session, now)) return;
  const { id, database } = session.start;
  throw new Problem("session_elsewhere", {
    id,
    database: database.name,
    host: database.host,
    port: String(database.port),
  });
}

/** Takes a session back, under the same lock and with a journal of its own. */
import type { RowDifference } from "../../core/backup.ts";
import type { DatabaseIdentity, NewEvent } from "../../core/journal/entries.ts";
import { isSameUndo } from "../../core/journal/same-undo.ts";
import {
  isOfChain,
  isSessionIn,
  type JournalledSession,
  versionTableOf,
} from "../../core/journal/session.ts";
import { isStampedAsBefore } from "../../core/journal/stamp-undo.ts";
import { isAsBefore, type Undo, undoOf } from "../../core/journal/undo.ts";
import { asProblem, Problem } from "../../core/problem.ts";
import { chainRelations } from "../../core/reference.ts";
import type { JournalPort } from "../../io/ports/journal.ts";
import type { Diagnosed } from "../stages/stages.ts";
import {
  requireDirect,
  requirePrimary,
  requireQuiet,
  tableName,
  versionTableNames,
} from "./run-conditions.ts";
import { UNDO_STEP, undoStart } from "./session-start.ts";

export interface UndoTools {
  readonly journal: JournalPort;
  /** Is shown what would be done. @returns whether to do it */
  readonly consent: (undo: Undo, rows: readonly RowDifference[]) => Promise<boolean>;
  /** Asks for an end: what is under way is taken back. */
  readonly stop: AbortSignal;
}

/**
 * @returns what was done, or would have been without consent
 * @throws Problem interrupted, session_running, migration_running, database_changed, session_elsewhere, session_of_other_chain, server_read_only, undo_needs_backup, backup_gone, restore_failed,
 *   journal_unwritable, or what the server says; nothing has changed then. not_verified when something
 *   is otherwise than before the session all the same
 */
export async function runUndo(
  given: JournalledSession,
  seen: Diagnosed,
  { journal, consent, stop }: UndoTools,
): Promise<{ readonly undo: Undo; readonly isDone: boolean }> {
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
    const look = async () => {
      const now = await repair.snapshot(scope);
      requireQuiet(await repair.migrations(versionTableNames(now)));
      return { now, undo: undoOf(session, reference, now) };
    };
    const { now, undo } = await look();
    if (undo.kind === "nothing") return { undo, isDone: false };
    const { backup } = seen.workbench;
    const { version } = server;
    const made = undo.kind === "backup" ? undo.backup : null;
    const found = made ? await backup.differences(made, version, stop) : [];
    // What the version tables said is kept in the journal.
    const stamps = new Set(versionTableNames(now));
    const rows = found.map((row) => (stamps.has(row.table) ? { ...row, isLost: false } : row));
    if (!(await consent(undo, rows))) return { undo, isDone: false };
    // It may have taken an hour to answer, and the lock keeps off nobody but restamp.
    if (!isSameUndo(undo, (await look()).undo)) {
      throw new Problem("database_changed", { what: "undo" });
    }
    if (undo.kind === "backup" && made === null) {
      throw new Problem("undo_needs_backup", { id });
    }
    const shows =
      undo.kind === "backup"
        ? [...undo.first, `${made?.restore} --clean ${made?.path}`, ...undo.last]
        : undo.statements;
    const purpose = undo.kind === "stamp" ? "put_back" : "bring_back";
    const own = await journal.begin(undoStart(session, seen, repair, now, { purpose, shows }));
    let problem: Problem | null = null;
    try {
      await own.note({ event: "step_begun", step: UNDO_STEP });
      if (undo.kind !== "backup") await repair.execute(undo.statements);
      else if (made) {
        // Whatever was written since, and while this is prepared, is kept at least in a file.
        const kept = await backup.make(own.id, version, () => {}, stop).catch(ofUndo);
        await own.note({ event: "backed_up", backup: kept });
        await backup.bringBack(made, version, undo, stop);
      }
      const after = await repair.snapshot(scope);
      // What ran before a session was killed stays: its stamp alone is put back.
      const isStamped = isStampedAsBefore(session, reference, after);
      const isBack = undo.kind === "put_back" ? isStamped : isAsBefore(session, reference, after);
      const isFilled =
        made === null || (await backup.differences(made, version, NEVER)).length === 0;
      if (!isBack || !isFilled) throw new Problem("not_verified");
      await own.note({ event: "step_done", step: UNDO_STEP });
      for (const event of closing(undo, session, own.id)) await journal.note(id, event);
    } catch (error) {
      problem = asProblem(error);
      throw problem;
    } finally {
      await own.note({ event: "ended", problem: problem?.code ?? null }).catch(() => {});
    }
    return { undo, isDone: true };
  } finally {
    await repair.end().catch(() => {});
  }
}

/** What has been committed is looked at, whoever asks for an end. */
const NEVER = new AbortController().signal;

/** An undo has no option that does without a backup: what is said of one must not lead there. */
function ofUndo(error: unknown): never {
  if (!(error instanceof Problem) || !error.code.startsWith("backup_")) throw error;
  throw new Problem(error.code, { ...error.details, of: "undo" }, error);
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

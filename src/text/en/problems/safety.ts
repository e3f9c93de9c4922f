/** What is wrong with a rehearsal, a backup, the journal, the report or an undo. */
import type { ProblemDetails } from "../../../core/problem.ts";
import { join } from "../../join.ts";
import { server, type Write } from "../../problem-writing.ts";
import { sizeText } from "../../sizes.ts";
import { counted } from "../numbers.ts";

/** It is the backup that an undo makes of what it takes away. */
const isUndo = (d: ProblemDetails) => d["of"] === "undo";

const UNDO_NEEDS_DUMP = "An undo needs it: what is there is kept before it goes.";

const WITHOUT_DUMP = "To do without: --backup none, --rehearse none.";

const UNDO_AGAIN = "Then run restamp undo again; nothing was changed.";

const bytes = (text: string | undefined) => sizeText(Number(text ?? 0));

const NOT_REHEARSED: Record<string, string> = {
  alembic_alone:
    "Only the alembic command can be run, and nothing proves that it would go to a clone",
  programs_in_container: "pg_dump runs in a container, out of reach of the clone",
  not_restorable: "The embedded PostgreSQL cannot take the schema",
  not_replayable: "There is no pg_dump, and the revisions do not run in an empty database",
  clone_differs: "A clone of the schema is not equal to it, so it would prove nothing",
  no_server:
    "A clone needs a PostgreSQL server of restamp's own, and its programs (initdb, postgres) are not here or do not start",
  not_dumped: "pg_dump could not copy the schema",
  other: "A clone could not be made",
};

const UNPROVEN: Record<string, (d: ProblemDetails) => string> = {
  unreadable: (d) => `pg_restore cannot list it: ${d["line"]}`,
  incomplete: (d) =>
    `The rows of ${counted(Number(d["tables"]), "table")} were to be backed up, and the file has those of ${d["listed"]}.`,
  other_schema: (d) =>
    `Restored into a shadow database, its schema differs in ${counted(Number(d["count"]), "place")}: ${d["objects"]}.`,
  other_rows: (d) =>
    `Restored into a shadow database, the rows of ${counted(Number(d["count"]), "table")} differ: ${d["objects"]}.`,
};

function noPgDump(d: ProblemDetails): string {
  if (!d["given"]) return "There is none on PATH, in the usual folders, or in a compose service.";
  const said = d["line"] ? ` It said: ${d["line"]}` : "";
  return `The one that --pg-dump or RESTAMP_PG_DUMP names is none: ${d["given"]}.${said}`;
}

const restoreFailed: Write = (d) => ({
  what: "The backup could not be brought back.",
  why:
    d["reason"] === "in_container"
      ? "psql runs in a container, out of reach of the file."
      : `${d["reason"] === "compare" ? "It was tried on a server of restamp's own, to compare it with the database first: " : ""}${d["line"] ?? ""}`,
  next: "All of it was one transaction, so nothing was changed. Mend that, or restore the file by hand.",
});

const restoreUnknown: Write = (d) => ({
  what: "It is not known whether the backup was brought back.",
  why: `The connection ended while it was committed: ${d["line"]}`,
  next: "All or nothing of it is there. Run restamp undo again: it compares the database with the backup first.",
});

export const safety = {
  rehearsal_impossible: (d) => ({
    what: "The plan cannot be rehearsed here.",
    why:
      (NOT_REHEARSED[d["reason"] ?? ""] ?? NOT_REHEARSED["other"] ?? "") +
      (d["line"] ? `: ${d["line"]}` : "."),
    next: "Take more care with the backup, and run it without a rehearsal: --rehearse none, or the database's name in the wizard.",
  }),
  rehearsal_failed: (d) => ({
    what: "The rehearsal failed, so nothing was run.",
    why: join(`On a clone of the database: ${d["what"]}`, d["why"]),
    next: "Mend the cause, or choose another path; then start again.",
  }),
  no_pg_dump: (d) => ({
    what: `No pg_dump was found that can back up PostgreSQL ${d["server"]}.`,
    why: d["tried"]
      ? `Found: ${d["tried"]}. One that is older than the server refuses it.`
      : noPgDump(d),
    next: d["given"]
      ? `Name a command whose last word is pg_dump, and that needs no options: pg_restore is called in the same way. ${isUndo(d) ? UNDO_NEEDS_DUMP : WITHOUT_DUMP}`
      : `Install the client programs of that version, or name one: --pg-dump CMD. ${isUndo(d) ? UNDO_NEEDS_DUMP : WITHOUT_DUMP}`,
  }),
  backup_no_room: (d) => ({
    what: "There is not enough room for a backup.",
    why: `${d["folder"]} has ${bytes(d["free"])} free; the rows take up to ${bytes(d["needed"])}.`,
    next: isUndo(d)
      ? `Make room there, or name another folder: --backup DIR. ${UNDO_AGAIN}`
      : "Name another folder: --backup DIR. Without a backup: --backup none.",
  }),
  backup_failed: (d) => ({
    what: "The backup failed.",
    why: `${d["command"]}: ${d["line"]}`,
    next: isUndo(d)
      ? `An undo keeps what is there now before it takes anything away. Mend that. ${UNDO_AGAIN}`
      : "Mend that and start again; nothing was run. Without a backup: --backup none.",
  }),
  backup_unproven: (d) => ({
    what: "The backup does not hold what it should, so nothing was run.",
    why: UNPROVEN[d["kind"] ?? ""]?.(d) ?? "",
    next: isUndo(d)
      ? `An undo keeps what is there now before it takes anything away. Mend that. ${UNDO_AGAIN} The file is left where it is.`
      : "Take a backup by other means, then start again with --backup none. The file is left where it is.",
  }),
  backup_gone: (d) => ({
    what: `The backup ${d["path"]} is not what it was.`,
    why:
      d["reason"] === "missing"
        ? "It is not there, or cannot be read."
        : "Its SHA-256 is another one.",
    next: "Bring the file back to its place, then start again. Nothing was changed.",
  }),
  restore_failed: (d) => (d["reason"] === "at_commit" ? restoreUnknown(d) : restoreFailed(d)),
  journal_unwritable: (d) => ({
    what: "The session's journal could not be written.",
    why: `${d["path"]}: ${d["reason"]}. Without it nobody could tell afterwards what had been done.`,
    next: "Make room there, or set XDG_STATE_HOME to a folder that can be written; then start again.",
  }),
  session_unknown: (d) => ({
    what: d["id"]
      ? `There is no session ${d["id"]} here.`
      : "There is nothing to take back: no session changed this database, or it was taken back already.",
    why: d["known"]
      ? `The sessions on this machine are: ${d["known"]}.`
      : "No repair of this database was run by this user on this machine.",
    next: "restamp sessions lists what was run.",
  }),
  session_elsewhere: (d) => ({
    what: `Session ${d["id"]} was run on another database.`,
    why: `It was ${d["database"]} at ${server(d)}. This one may have the same name, but it is not that one.`,
    next: "Name the database of the session with --url. Nothing was changed.",
  }),
  session_of_other_chain: (d) => ({
    what: `Session ${d["id"]} repaired another chain of this database, or this one in another schema.`,
    why: d["theirs"]
      ? `Its version table is ${d["theirs"]}; the one here is ${d["ours"]}.`
      : `Its journal does not say which one; the version table here is ${d["ours"]}.`,
    next: `To take it back, run restamp undo with -c ${d["project"]}, and with the --schema and --name of then. Nothing was changed.`,
  }),
  undo_needs_backup: (d) => ({
    what: `Session ${d["id"]} cannot be taken back without a backup.`,
    why: "Revisions ran on tables that were there before, and what they changed is written down nowhere.",
    next: "Restore the backup that was taken before it, or go on from what the database is now: restamp diagnose. Nothing was changed.",
  }),
  report_unwritable: (d) => ({
    what: "The report could not be saved.",
    why: `${d["path"]}: ${d["reason"]}.`,
    next: "Copy what is on the screen.",
  }),
} satisfies Record<string, Write>;

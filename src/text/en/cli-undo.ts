import type { RowDifference } from "../../core/backup.ts";
import { counted } from "./numbers.ts";

export const undo = {
  intro: {
    put_back: (id: string) =>
      `Session ${id} ended while it moved the version table about. These statements make that what it was; the revisions that ran stay:`,
    stamp: (id: string) =>
      `Session ${id} changed the version table alone. These statements make it what it was:`,
    drop: (id: string) =>
      `Before session ${id} nothing of the chain was there. These statements take away what is there now:`,
    backup: (id: string) => `Since session ${id} began, this has become different:`,
  },
  otherSchema: (relation: string) => `${relation} has a different structure now`,
  otherRows: ({ table, backedUp, now, isLost }: RowDifference) =>
    backedUp === null
      ? `${table}: not in the backup, ${counted(now ?? 0, "row")} now`
      : now === null
        ? `${table}: ${counted(backedUp, "row")} in the backup, and no such table now`
        : isLost
          ? `${table}: ${counted(backedUp, "row")} in the backup, ${now} now, and not the same ones: changed by the session, or written since`
          : `${table}: what was written since is what the repair itself wrote`,
  /** @param key of a fact: `index public.users.by_name` */
  otherObject: (key: string) => `${key}: made or changed since, and not by the session`,
  bringsBack: (path: string) =>
    `${path} brings back what was there, in one transaction; nobody can write meanwhile. Whatever was written since goes.`,
  loses: (tables: readonly string[]) => `Rows would be lost in: ${tables.join(", ")}.`,
  done: (id: string) =>
    `Session ${id} was taken back: schema, rows and stamp are as they were before it.`,
  kept: (path: string) => `What was there until now is kept in ${path}.`,
  putBack: (id: string) =>
    `Session ${id} had left the version table between two steps; it has its rows again.`,
  nothing: (id: string) => `Session ${id} left the database as it was. Nothing to take back.`,
  /** @param options what has to be given beside --yes */
  needsYes: (options: string) => ({
    what: "Nothing was run.",
    why: "undo changes the database, and --yes was not given.",
    next: `Read what stands above, then run restamp undo --yes${options}.`,
  }),
  wrongName: (given: string, database: string) => ({
    what: `--confirm ${given} is not the name of this database. Nothing was run.`,
    why: "It is asked for because what came after the session may be lost.",
    next: `The name is ${database}. If that is the one: restamp undo --yes --confirm ${database}`,
  }),
  needsConfirm: (database: string) => ({
    what: "Taking the session back may destroy what came after it. Nothing was run.",
    why: "What is named above is otherwise than in the backup, and may have been written or made since.",
    next: `If that is meant: restamp undo --yes --confirm ${database}`,
  }),
};

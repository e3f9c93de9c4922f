/** What stops a run before, while and after its steps. */
import { blockerIn } from "../../../core/blocker.ts";
import type { ProblemDetails } from "../../../core/problem.ts";
import { join } from "../../join.ts";
import type { Write } from "../../problem-writing.ts";
import { blockers } from "../blockers.ts";

const STEP_FAILURES: Record<string, readonly [why: string, next: string]> = {
  table_missing: [
    "A revision reads a table that an earlier revision should have created.",
    "Diagnose again (d, or restamp diagnose): the stamp is ahead of the schema.",
  ],
  object_missing: [
    "A revision works on an object that is not in the database.",
    "Diagnose again (d, or restamp diagnose): it shows which revision is missing.",
  ],
  object_exists: [
    "A revision creates an object that is already in the database.",
    "Diagnose again (d, or restamp diagnose): it shows what is there and which revision it belongs to.",
  ],
  lock_timeout: [
    "Another session holds a lock on a table that the step needs, for longer than the lock timeout.",
    "Find that session in pg_stat_activity, let it finish, then start restamp again.",
  ],
  permission_denied: [
    "The role is not allowed to do this.",
    "Run restamp as the owner of the tables, or ask for the privilege that the message names.",
  ],
  cannot_connect: [
    "alembic lost the database, or did not reach it.",
    "Check that the server is up, then diagnose again (d, or restamp diagnose).",
  ],
};

/** @returns who held the lock that a step waited for; null where nobody was seen */
function heldBy(d: ProblemDetails): string | null {
  return d["pid"] === undefined ? null : `It waited longer than the lock timeout for ${whoIs(d)}`;
}

function whoIs(d: ProblemDetails): string {
  const blocker = blockerIn(d);
  return join(`${blockers.who(blocker)}.`, blocker.query && blockers.query(blocker.query));
}

export const run = {
  database_changed: (d) => ({
    what: "The database has changed since the plan was made. Nothing was run.",
    why:
      {
        stamp: "The stamp is another one.",
        schema: "The schema is another one.",
        rows: "Tables that would be dropped have other contents.",
        undo: "The undo would no longer do just what was shown.",
      }[d["what"] ?? ""] ?? "",
    next: "Somebody else is at work, or the application is. Diagnose again (d, or restamp diagnose).",
  }),
  session_running: (d) => ({
    what: `Another restamp is repairing database ${d["database"]}.`,
    why: "It holds the lock that lets only one repair run at a time.",
    next: "Wait for it to end. Nothing was run here.",
  }),
  stamp_half_way: (d) => ({
    what: "The version table says less than has run. Nothing was run.",
    why: `Session ${d["id"]} was moving it about when it ended, and could not put it back.`,
    next: `Put it back with restamp undo ${d["id"]} --yes, then start again.`,
  }),
  session_stays: (d) => ({
    what: `Process ${d["pid"]} has been told to end, and is still there.`,
    why: "A server process ends at its next safe point; one that is stuck in the system may take long.",
    next: "Wait a little and diagnose again (d, or restamp diagnose).",
  }),
  migration_running: (d) => ({
    what: "Somebody else is changing this database's schema or its stamp. Nothing was run.",
    why: `It is ${whoIs(d)}`,
    next: "Let it end, or ask its owner to end it: an upgrade whose terminal was lost goes on by itself. Then start again.",
  }),
  step_failed: (d) => {
    const [why, next] = STEP_FAILURES[d["failure"] ?? ""] ?? [
      "",
      "Diagnose again (d, or restamp diagnose) to see what is true now.",
    ];
    return { what: `${d["command"]} failed: ${d["line"]}`, why: heldBy(d) ?? why, next };
  },
  not_verified: (d) =>
    d["of"] === "undo"
      ? {
          what: "The session was taken back and committed, but that the database is as before could not be confirmed.",
          why: d["unseen"]
            ? `It could not be looked at afterwards (${d["unseen"]}).`
            : "Its schema or its stamp is otherwise: somebody may have changed it at that very time.",
          next: "restamp diagnose says what is so now. restamp sessions --json names the copy of what was there before.",
        }
      : {
          what: "The steps ran, but the database is not what it should be.",
          why: "The check on a new connection found differences.",
          next: "Step 8 and the report list them. Diagnose again (d, or restamp diagnose).",
        },
  silent_rollback: () => ({
    what: "alembic said that it ran the revisions, but nothing of it is in the database.",
    why: "Usually env.py sends SQL before context.configure(): that begins a transaction which nobody commits, and all of it is taken back without a word.",
    next: "In env.py commit before context.configure(), or move that SQL into the transaction. Nothing was changed; diagnose again (d, or restamp diagnose) once env.py is mended.",
  }),
  consent_missing: (d) => ({
    what: d["what"] ?? "This needs consent that was not given.",
    why: d["why"] ?? "",
    next: d["next"] ?? "",
  }),
  path_refused: (d) => ({
    what: `The path ${d["path"]} does not fit this database.`,
    why: d["why"] ?? "",
    next: "restamp diagnose shows what is there.",
  }),
  choice_needed: (d) => ({
    what: "A person has to choose.",
    why: d["why"] ?? "",
    next: d["next"] ?? "",
  }),
  interrupted: (d) => ({
    what: "Stopped by Ctrl+C or SIGTERM.",
    why: d["command"]
      ? `${d["command"]} was interrupted; PostgreSQL takes back what it had not committed.`
      : "No further step was begun.",
    next: "Start restamp again: it reads what is true now.",
  }),
  bug: (d) => ({
    what: `This is a fault in restamp: ${d["what"]}`,
    why: "",
    next: "Please report it with the output of restamp -v.",
  }),
} satisfies Record<string, Write>;

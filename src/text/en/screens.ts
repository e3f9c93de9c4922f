import type { ScreenName } from "../../session/screens/state.ts";
import { firstOf } from "./lists.ts";

const rows = (count: number) => `${count} ${count === 1 ? "row" : "rows"}`;

export const screens = {
  titles: {
    connection: "Project and connection",
    stamp: "Current stamp",
    tables: "Tables",
    chain: "The chain",
    path: "Choose the path",
    clear: "How to clear the stamp",
    candidate: "Which revision?",
    review: "Review the plan",
    consent: "Type the name",
    run: "Run",
    undo: "Take back",
    verify: "Verify",
    report: "Report",
  } satisfies Record<ScreenName, string>,
  step: (number: number, of: number, title: string) => `${number}/${of} ${title}`,
  problem: { why: "Why", next: "Next" },
  connection: {
    working: "Looking for the project and the database …",
    ready: "restamp and alembic reach the same database. Next: what the database says it is.",
  },
  stamp: {
    working: "Asking alembic and the database …",
    printsNothing: "(prints nothing)",
    rowCount: (count: number) => `(${rows(count)})`,
    noTable: "There is no version table.",
    agree: (stamp: string) =>
      `Both say ${stamp}. That is a claim, not a proof: nothing has looked at the schema yet.`,
    noTableAndFailing:
      "There is no version table, and alembic fails; its last line says why. Mend that first.",
    bothSilent: "No stamp: Alembic has never worked on this database, or its table was dropped.",
    emptyTable:
      "The version table is there, but empty: Alembic takes that for a database before its first revision.",
    unknown: (ids: string) =>
      `alembic fails because no script has the revision ${ids}. The row itself is still readable, so restamp goes by the row.`,
    hidden: (ids: string) =>
      `alembic hides ${ids}: it shows only the newest of rows that contain one another.`,
    several:
      "There are several version tables; alembic shows the one that its search_path finds first.",
    alembicFailed: "alembic fails, so only the row counts.",
    differ: "alembic and the version table disagree; restamp goes by the row.",
    next: "Next: which tables are really there.",
  },
  tables: {
    working: "Listing the tables …",
    recording:
      "There is no reference that fits these scripts. Replaying the revisions in a shadow database, to learn what each one does:",
    recorded: (path: string) => `Recorded the reference, for the next time: ${path}`,
    none: "There are no tables at all, in any schema.",
    headers: {
      name: "table",
      should: "stamp says",
      rows: "rows",
      schema: "schema",
      owner: "owner",
    },
    hasRows: "some",
    estimate: (count: number) => `~${count}`,
    noRows: "none",
    unseen: "no right to look",
    locked: "locked",
    there: "there",
    expectedMissing: "MISSING",
    notOfChain: "not of the chain",
    notYet: "not promised",
    unclear: "unclear",
    versionTable: "version table",
    meaningMissing: (count: number) =>
      count === 1
        ? "1 table is missing that the stamp promises."
        : `${count} tables are missing that the stamp promises.`,
    meaningAll: "Every table that the stamp promises is there.",
    meaningNoStamp: "There is no stamp that could promise anything.",
    meaningSeveral:
      "There are several version tables, which promise different things. The next screen says what stands behind each.",
    next: "Next: compare the whole schema with every revision.",
  },
  chain: {
    base: "(base)",
  },
  review: {
    intro: "This is the plan, exactly as it will run. Nothing has been changed so far.",
    runs: (ids: readonly string[]) => `runs ${ids.join(", ")}`,
    putBack:
      "While the missing revisions run, the version table says less than is so. Should one of them fail, it is put back as it is now.",
    leaves: (objects: readonly string[]) =>
      `Differs from the scripts, and this plan does not change it: ${firstOf(objects, 4)}.`,
    ready: {
      waiting: "y runs the plan when this is done.",
      ready: "y runs the plan.",
      consent: "y runs the plan, after asking for the database's name.",
      blocked: "The plan cannot be run: it would fail like this.",
      held: "The plan cannot be run before that has ended. Esc goes back; choose the path again then.",
    },
    destroys: (tables: string) => `DATA WILL BE DESTROYED in: ${tables}.`,
    dropsNoRows:
      "What is dropped holds no rows but the stamp. Revisions that move data do what their scripts say.",
    keepsRows: (moving: readonly string[]) =>
      moving.length === 0
        ? "No step deletes a table. Revisions that move data do what their scripts say."
        : `No step deletes a table. ${firstOf(moving, 4)} ${moving.length === 1 ? "changes" : "change"} rows, as the scripts say.`,
    verifyShows: "reads the version table and the whole schema again, on a new connection",
  },
  consent: {
    title: "ALL ROWS IN THESE TABLES WILL BE LOST:",
    ask: (database: string) =>
      `To destroy them, type the name of the database (${database}) and press Enter.`,
    withoutBackup: "THERE WILL BE NO BACKUP",
    notRehearsed: "IT WAS NOT REHEARSED",
    askAllTheSame: (database: string) =>
      `To run the plan all the same, type the name of the database (${database}) and press Enter.`,
    mistaken: (typed: string) => `"${typed}" is not its name. Nothing was done.`,
    prompt: "name",
    escape: "Esc goes back without changing anything.",
  },
  run: {
    elapsed: (seconds: number) => `${seconds} s`,
    running: (done: number, of: number) => `step ${Math.min(done + 1, of)} of ${of}`,
    stop: {
      asked: "Ctrl+C again stops: alembic is interrupted and takes back what it has not committed.",
      stopping: "Stopping: alembic takes back what it has not committed …",
    },
    ended: "All steps are done. Enter shows what the database is now.",
    failed: "Stopped. Enter shows the report.",
  },
  undo: {
    working: "Comparing the database with what it was before that session …",
    ready: "y does this. Enter on the screen before goes on from what is true now.",
    loses: "WHAT CAME SINCE WILL BE LOST. It is backed up first.",
    type: (database: string) =>
      `To go back all the same, type the name of the database (${database}) and press Enter.`,
    undoing: "Taking it back …",
    stopAsked: "Ctrl+C again stops: nothing of it is kept, it is all one transaction.",
    onward: "Enter looks at the database anew.",
  },
  verify: {
    good: "Verified on a new connection: the schema is the head's, and so is the stamp.",
    left: "Verified on a new connection: the plan was carried out, and the stamp is right. This differed from the scripts before; the plan did not change it:",
    bad: "The database is not what the scripts make it:",
    tables: "Tables that the head should have:",
    stamp: (stamp: string) => `Version table: ${stamp}`,
    noStamp: "Version table: no row",
    extra: (count: number) =>
      count === 1
        ? "1 further table is not of the chain; it was left alone."
        : `${count} further tables are not of the chain; they were left alone.`,
  },
  report: {
    was: "Was",
    did: "Did",
    is: "Is",
    saved: (path: string) => `Saved as ${path}`,
    saving: "Saving the report …",
    undo: "restamp undo takes it back; how that is done by hand stands in the report.",
  },
  log: {
    title: "Every command and statement so far",
    empty: "Nothing was run yet.",
    took: (ms: number) => `${ms} ms`,
    failed: "failed",
  },
  tooSmall: (columns: number, rowCount: number) =>
    `Terminal too small: ${columns}x${rowCount}. At least 40x10, please. Ctrl+C leaves.`,
  more: (above: number, below: number) =>
    [above > 0 ? `${above} more above (PgUp)` : "", below > 0 ? `${below} more below (PgDn)` : ""]
      .filter(Boolean)
      .join("   "),
};

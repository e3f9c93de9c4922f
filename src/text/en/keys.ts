import type { ScreenName } from "../../session/screens/state.ts";

export const keys = {
  labels: {
    next: "next",
    choose: "choose",
    finish: "finish",
    back: "back",
    retry: "try again",
    run: "run the plan",
    rehearse: "rehearse with rows",
    move: "move",
    log: "log",
    help: "help",
    close: "close",
    leave: "quit",
    interrupt: "stop",
    scroll: "scroll",
    diagnose_again: "diagnose again",
    start: "start",
    answer: "answer",
    go_on: "go on",
    hint: "hint",
    prompt: "prompt",
    reset: "start over",
    solution: "solution",
    choose_again: "choose again",
    suspend: "to the shell",
    resume: "go on from here",
    undo: "take it back",
    end_session: "end that session",
  },
  names: {
    enter: "Enter",
    escape: "Esc",
    left: "←",
    upDown: "↑↓",
    pages: "PgUp/PgDn",
    ends: "Home/End",
    ctrlC: "Ctrl+C",
    ctrlZ: "Ctrl+Z",
  },
  asciiNames: { left: "Left", upDown: "Up/Down" },
  help: {
    connection:
      "Here restamp finds alembic.ini, the scripts, DATABASE_URL, the server and alembic, and makes sure that restamp and alembic reach the same database. Nothing is changed. If something is missing, mend it in another window and press r.",
    stamp:
      "The stamp is the row in the table alembic_version: what the database says it is. `alembic current` shows it, but hides overlapping rows and fails on an unknown one, so restamp reads the table itself as well. Nothing is changed.",
    tables:
      'What is really there. "rows" is the server\'s estimate; "some" means that there is at least one row. The last column says what the stamp promises. Nothing is changed.',
    chain:
      'Every revision in order. A filled mark means that its objects are there, an empty one that they are not, a half one that some are. "stamp" points to what the database says, "schema" to what it is. A revision that only moves rows leaves no trace in the schema.',
    path: "3a is for a database without any of the tables: clear the stamp, run everything. 3b is for a database with tables and rows: stamp what the schema proves, run the rest; rows are kept. Where revisions were passed over, only these are run. The automatic script drops what the chain made and starts again: only for a new server. What does not fit says why.",
    clear:
      "Three ways to the same end. `alembic stamp base` is the gentlest: it only empties the version table. `alembic downgrade base` would run the downgrade scripts, and they need the tables that are missing.",
    candidate:
      "These revisions leave the same schema, so the schema cannot tell them apart. Those after the chosen one will run, perhaps for a second time. Not sure? Read their scripts: if a second time does the rows no harm, choose an earlier one; if it does, find out first from the rows themselves whether they ran.",
    review:
      "The same list is what runs: nothing is added to it and nothing left out. Before that it runs on a clone of the schema; r clones the rows as well, which takes the time and the room of a backup, and shows what a data migration would do to them. A rehearsal that fails blocks the run. Press y to run it, Esc to go back. Until y nothing is changed.",
    undo: "What the interrupted session did, and what takes it back. Nothing is done before y, or before the database's name where rows would go. Esc goes back without changing anything.",
    consent: "The name has to be typed because rows will be lost for good. Esc goes back.",
    run: "Each step's output as it comes. The first Ctrl+C asks, the second one stops: alembic is interrupted and PostgreSQL takes back what is not committed. Where somebody else's session is in the way, t ends it, after asking for its number; what that session has not committed is taken back.",
    verify: "Read on a new connection, so that nothing counts which was not committed.",
    report: "The report is saved as Markdown: what was wrong, what was done, how to undo it.",
  } satisfies Record<ScreenName, string>,
};

import type { WayName } from "../../practice/own-chain.ts";
import type { ScenarioWords } from "../../practice/scenario.ts";

/** What is told where somebody practises with a chain of their own. */
export const ownChain: Record<WayName, (revision: string) => ScenarioWords> = {
  "stamp-ahead-empty": (head) => ({
    title: "Your chain: stamped, and empty",
    story: `Monday, 09:10. A new server was set up yesterday. The application finds no table, and alembic upgrade says that there is nothing to do: the stamp is ${head}.`,
    known: ["Nobody has worked with this database yet.", `alembic current says ${head}.`],
    hints: [
      "A stamp is a note. What is really in the database?",
      "Not one table of your chain is there: nothing can be lost.",
      "Clear the stamp, and apply everything from the beginning.",
    ],
    senior:
      "Looked at the tables before the stamp. With nothing there, clearing the stamp and applying the whole chain is the shortest way, and the chain itself makes the schema.",
  }),
  "stamp-ahead": (at) => ({
    title: "Your chain: the stamp is ahead of the schema",
    story: `Tuesday, 17:30. After last night's deployment queries fail on columns that do not exist. Somebody wrote alembic stamp where alembic upgrade was meant. What is there was made up to ${at}, and people have worked with it.`,
    known: [
      "alembic current says head.",
      "There are rows, and they have to stay.",
      "alembic upgrade head ends without an error and does nothing.",
    ],
    hints: [
      "Which revision does the schema itself look like?",
      "The screen with the chain compares each revision with what is there.",
      `The schema is that of ${at}: correct the stamp to it, then apply what is missing.`,
    ],
    senior: `Let the schema say where it stands, stamped ${at}, and had alembic apply the rest. Clearing the stamp would have run the first revision into tables that exist.`,
  }),
  "stamp-behind": (at) => ({
    title: "Your chain: the stamp is behind the schema",
    story: `Wednesday, 11:45. alembic upgrade head ends with "already exists". The tables were made by other means, a dump for one, and the version table kept what it had: ${at}.`,
    known: [`alembic current says ${at}.`, "The application works.", "There are rows."],
    hints: [
      "What exists that a revision after the stamp would make?",
      "If all of it exists, nothing has to be run.",
      "The schema is the head's: correct the stamp, and run nothing.",
    ],
    senior:
      "Compared the schema with the whole chain first. As it is the head's to the last detail, the stamp alone had to be corrected. Dropping what is in the way would have cost rows.",
  }),
  unstamped: (head) => ({
    title: "Your chain: no version table",
    story: `Thursday, 08:20. A database was restored from a dump that left alembic's table out. alembic current says nothing, and alembic upgrade head wants to make everything again, up to ${head}.`,
    known: ["There is no version table.", "The tables of the application are there, with rows."],
    hints: [
      "Without a stamp, only the schema can say which revisions ran.",
      "Is anything of the chain missing?",
      "All of it is there: write the stamp, and run nothing.",
    ],
    senior:
      "Did not write a stamp by guess: had the schema compared with every revision, and stamped what it proves.",
  }),
  hole: (missing) => ({
    title: "Your chain: a revision that never ran",
    story: `Friday, 16:00. One feature fails since a deployment in spring; all others work. The stamp is at the head. Somebody remembers alembic stamp ${missing}, "to get past an error".`,
    known: [
      "alembic current says head.",
      "What later revisions make is there.",
      "There are rows, and they have to stay.",
    ],
    hints: [
      "The stamp says that all of it ran. Does the schema agree with each revision?",
      "One revision left nothing behind, and others ran after it.",
      `Only ${missing} has to be run, and the stamp has to be at the head again afterwards.`,
    ],
    senior: `Ran ${missing} alone, after checking that it still finds what it needs. Going back with the stamp and upgrading from there would have run the later revisions twice.`,
  }),
  "unknown-stamp": (head) => ({
    title: "Your chain: a stamp that no script has",
    story: `Saturday, 02:15. alembic says: Can't locate revision. The database was last upgraded from a branch that is gone. The release is at ${head}.`,
    known: [
      "No script has the revision that the stamp names.",
      "The application worked until now.",
    ],
    hints: [
      "Is the schema one that your scripts can make?",
      "If it is, the unknown revision left nothing that your chain does not know.",
      "The schema is the head's: correct the stamp, and run nothing.",
    ],
    senior:
      "Asked first whose revision that was. As the schema is exactly the head's, the stamp was corrected; had it differed, the lost script would have come first.",
  }),
};

import type { Verdict } from "../../core/diagnosis/types.ts";
import type { PathName } from "../../core/plan/types.ts";
import type {
  CauseAnswer,
  CommandAnswer,
  EmptyAnswer,
  QuestionName,
  WhyAnswer,
} from "../../practice/coach/question.ts";

/** Of one answer: how it reads, and what would be so if it were right, or comes of it. */
interface AnswerText {
  readonly name: string;
  readonly wrong: string;
}

const cause: Record<CauseAnswer, AnswerText> = {
  data: {
    name: "In the database: its stamp, or its tables",
    wrong: "restamp has not come as far as the tables. What is stamped changes nothing about that.",
  },
  scripts: {
    name: "In the scripts of the chain",
    wrong: "Then they could not be loaded. `alembic heads` needs nothing but the scripts.",
  },
  way: {
    name: "On the way to the database: URL, server, login",
    wrong: "Then nobody would get in with that URL.",
  },
  elsewhere: {
    name: "alembic goes to another database than restamp",
    wrong: "Then alembic would work, only somewhere else.",
  },
};

const command: Record<CommandAnswer, AnswerText> = {
  current: {
    name: "alembic current",
    wrong:
      "It looks each row up in the scripts. What they do not have it cannot show, and of two rows it may hide one.",
  },
  heads: {
    name: "alembic heads",
    wrong:
      "That reads the scripts alone: it says where a database would end, and never looks at one.",
  },
  history: {
    name: "alembic history",
    wrong: "That lists the scripts. It says the same for every database in the world.",
  },
  stamp: {
    name: "alembic stamp head",
    wrong:
      "That is no look: it writes, over the very thing you want to see, and runs no revision. If it gets that far.",
  },
  table: { name: "SELECT version_num FROM alembic_version", wrong: "" },
};

const empty: Record<EmptyAnswer, AnswerText> = {
  empty: {
    name: "Yes, there is nothing at all",
    wrong:
      "Look again at the list of tables: it is not empty. Whoever takes it for empty wants to run every revision from the first one on, over whatever is there.",
  },
  stamp_only: {
    name: "Yes, but for the version table",
    wrong:
      "The version table is only what the database says of itself. Look at what else is in the list, or is not.",
  },
  others: {
    name: "Of the chain, yes: the tables are somebody else's",
    wrong: "Then there would be tables in the list, and no script would make any of them.",
  },
  filled: {
    name: "No, tables of the chain are there",
    wrong:
      "Not one of the chain's tables is in the list. A stamp creates none: over nothing, the upgrade fails at the first revision that needs one.",
  },
};

/** What would be so. It must not be so in any state that is taken for this one: MISTAKEN_FOR. */
const verdict: Record<Verdict, string> = {
  healthy: "Then there would be one stamp, the head, and the schema would be exactly that of it.",
  pending: "Then the schema would fit the stamp, and only newer scripts would be waiting.",
  empty: "Then there would be neither tables nor a stamp.",
  empty_stamped: "Then there would be a stamp, and not one table of the chain.",
  stamp_ahead:
    "Then the stamp would name one revision, and the schema would be exactly what an earlier one leaves.",
  stamp_behind:
    "Then the stamp would name one revision, and the schema would be exactly what a later one leaves.",
  unstamped: "Then there would be tables and no stamp at all.",
  unknown_stamp: "Then no script would have the revision in the version table.",
  overlapping: "Then one row of the version table would be an ancestor of another.",
  hole: "Then a revision in the middle would be missing, and later ones would be there.",
  partial: "Then some objects of one revision would be there, and some not.",
  drift: "Then something would be otherwise than any revision makes it.",
  ambiguous: "Then several revisions would leave just this schema.",
  several_version_tables: "Then there would be more than one version table.",
};

const path: Record<PathName, string> = {
  none: "Nothing to do is right for a healthy database alone. This one is not what its scripts say.",
  upgrade:
    "An upgrade believes the stamp: it runs what the stamp does not have, and nothing else, whatever is there.",
  fresh:
    "3a is for a database without any table of the chain: it runs every revision from the first one on.",
  adopt:
    "3b stamps what the schema proves. A stamp that it does not prove is the next wrong stamp.",
  replay: "That is for revisions which were passed over while later ones ran.",
  reset:
    "It begins by dropping the tables. However healthy the schema may be in the end: the rows would be gone.",
  ask: "A person is needed where the evidence does not decide, or where no path fits. Here one does.",
};

const why: Record<WhyAnswer, AnswerText> = {
  upgrade: {
    name: "The stamp is right; only newer revisions are missing.",
    wrong:
      "Then there would be a stamp, the schema would be exactly that of it, and newer scripts would be waiting.",
  },
  fresh: {
    name: "Nothing of the chain is there, so nothing can be lost and everything has to run.",
    wrong: "Something of the chain is there: look at the tables again.",
  },
  adopt: {
    name: "One revision leaves just this schema, and the stamp is not that one alone.",
    wrong:
      "Then one revision, and only one, would leave just this schema, and the stamp would be another.",
  },
  replay: {
    name: "Later revisions ran and one before them did not: only that one has to run.",
    wrong: "No revision was passed over while later ones ran: look at the chain again.",
  },
  ask: {
    name: "The evidence does not decide, or no path puts right what is wrong: a person has to.",
    wrong: "",
  },
};

export const coach = {
  questions: {
    cause: "restamp stops at its first step. After all that you know, where is the fault?",
    command: "Which command shows what the database says it is?",
    empty: "You have seen the tables. Is this database empty?",
    verdict: "You have seen the stamp and the tables. What is the matter here?",
    path: "Which way would you take?",
    why: "And why that one?",
  } satisfies Record<QuestionName, string>,
  titles: {
    story: "The story",
    question: "A question first",
    prompt: "Your own commands",
    debrief: "Debrief",
  },
  help: {
    story:
      "What happened, and what you know. Enter goes on. Hints come one by one, and each is counted. The prompt lets you type the commands yourself. The solution ends the lesson: it shows what a senior does.",
    question:
      "The wizard shows the answer only afterwards. A wrong answer is tried on the sandbox, you see what really comes of it, and the sandbox is put back. Nothing outside the sandbox is touched.",
    prompt: "alembic commands, \\dt, \\d TABLE and SQL run against the sandbox alone.",
    debrief:
      "How it ended: schema, stamp and rows were checked. Then what a senior would have done, and the commands as a runbook. It is kept as a file. Enter ends the lesson.",
  },
  right: {
    cause: "Right. The wizard shows what it stumbles over.",
    command: "Right. That is what the version table says, and nothing else: a claim, not a proof.",
    empty: "Right. What counts is the tables, not the stamp.",
    verdict: "Right. The wizard shows the evidence, revision by revision.",
    path: "Right.",
    why: "Right. The wizard says the same, and shows it.",
  } satisfies Record<QuestionName, string>,
  cause,
  command,
  empty,
  verdict,
  path: {
    none: { name: "Nothing: leave it alone", what: "It is as it should be." },
    ask: {
      name: "None of these yet",
      what: "A person has to decide something first, or to mend it.",
    },
    wrong: path,
  },
  why,
  story: {
    known: "What you have been told:",
    hint: (number: number, of: number) => `Hint ${number} of ${of}:`,
    intro:
      "The database is really broken, on a server of its own; whatever you do here hurts nobody. The coach asks, the wizard shows; x starts over, p lets you type the commands yourself.",
    folder: (path: string) => `The project lies in ${path}, if you want to change a file of it.`,
  },
  resetting: "Putting the sandbox back as it was …",
  tried: "Tried on the sandbox, so that you see what really comes of it:",
  trying: "Trying that on the sandbox …",
  putBack: "The sandbox has been put back to what it was when the lesson began.",
  unchanged: "That changed nothing: schema, stamp and rows are what they were.",
  lost: (table: string, before: number, now: number) =>
    `ROWS LOST in ${table}: ${before} before, ${now} now.`,
  became: (title: string) => `The database is now: ${title}.`,
  stopped: (problem: string) => `restamp cannot say what it is now: ${problem}`,
  prompt: {
    intro:
      "alembic …, \\dt, \\d TABLE or SQL, against the sandbox alone. Esc goes back to the wizard, which looks anew.",
    unknown: "Here one types alembic commands, \\dt, \\d TABLE and SQL.",
    busy: "Working …",
    rows: (count: number) => (count === 1 ? "(1 row)" : `(${count} rows)`),
  },
  debrief: {
    working: "Checking the end: schema, stamp and rows …",
    healthy: "The database is healthy, and every row that had to survive is there.",
    notHealthy: "The database is not healthy yet, or rows are missing.",
    gaveUp: "You had the solution shown.",
    took: (minutes: number) => (minutes < 1 ? "In less than a minute." : `In ${minutes} min.`),
    answers: (right: number, of: number) => `Questions answered at once: ${right} of ${of}.`,
    hints: (count: number) => `Hints: ${count}.`,
    senior: "What a senior would have done:",
    byHand: "By hand, as a runbook:",
    saved: (path: string) => `Kept as ${path}`,
    typed: "What you typed:",
    asked: "What was asked:",
    answered: (question: string, answer: string, isRight: boolean) =>
      `${question} ${isRight ? "Right" : "Wrong"}: ${answer}`,
  },
  done: (healthy: boolean): string => (healthy ? "done" : "tried"),
};

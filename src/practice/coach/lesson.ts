/** A lesson: the story, the coach's questions, the wizard, a prompt, and what came of it all. Types. */
import type { Verdict } from "../../core/diagnosis/types.ts";
import type { Screen } from "../../session/screens/state.ts";
import type { Diagnosed } from "../../session/stages/stages.ts";
import type { Question, QuestionName, Trial } from "./question.ts";

/** One command or statement that was tried or typed, and what really came of it. */
export interface Ran {
  readonly kind: "command" | "sql";
  readonly text: string;
  readonly output: readonly string[];
  readonly failed: boolean;
}

/** What the database has become. */
export interface Judged {
  /** Null where restamp cannot say: `problem` says why. */
  readonly verdict: Verdict | null;
  readonly problem: string | null;
  /** By table, what it held in the beginning and holds no more, or in fewer rows. */
  readonly lost: readonly {
    readonly table: string;
    readonly before: number;
    readonly now: number;
  }[];
}

export type LessonEvent =
  | {
      readonly event: "answered";
      readonly question: QuestionName;
      readonly answer: string;
      readonly isRight: boolean;
    }
  | { readonly event: "ran"; readonly by: "trainee" | "senior"; readonly ran: Ran }
  | { readonly event: "hint"; readonly number: number }
  | { readonly event: "gave_up" }
  | { readonly event: "reset" };

interface Tried {
  readonly answer: string;
  readonly ran: readonly Ran[];
  readonly judged: Judged | null;
  /** Surely so: schema, stamp and rows were compared. */
  readonly isUnchanged: boolean;
}

export type LessonView =
  /** Read again, with the hints so far, once it has begun. */
  | { readonly name: "story"; readonly isBegun: boolean }
  | {
      readonly name: "question";
      readonly question: Question;
      readonly cursor: number;
      /** The wrong answer that was given last, and what came of it; null while it is tried. */
      readonly wrong: { readonly answer: string; readonly tried: Tried | null } | null;
      readonly isAnswered: boolean;
    }
  | { readonly name: "wizard" }
  | { readonly name: "prompt"; readonly isBusy: boolean }
  | { readonly name: "debrief"; readonly isHealthy: boolean | null };

export interface Lesson {
  readonly view: LessonView;
  readonly asked: readonly QuestionName[];
  readonly events: readonly LessonEvent[];
  readonly hints: number;
  /** What was typed at the prompt since it was opened, and what it made of the database. */
  readonly typed: readonly Ran[];
  readonly judged: Judged | null;
  /** Where the wizard is; null before it is open. */
  readonly screen: Screen | null;
  /** What the wizard knows by now; null before it has looked. */
  readonly seen: Diagnosed | null;
  readonly hasGivenUp: boolean;
}

export type LessonMessage =
  | { readonly type: "next" }
  | { readonly type: "move"; readonly by: number }
  | { readonly type: "hint" }
  | { readonly type: "prompt" }
  | { readonly type: "back" }
  | { readonly type: "typed"; readonly text: string }
  | { readonly type: "reset" }
  | { readonly type: "give_up" }
  /** The wizard has come to another screen, or has ended. */
  | { readonly type: "screen"; readonly screen: Screen; readonly hasEnded: boolean }
  | { readonly type: "tried"; readonly tried: Tried }
  | { readonly type: "ran"; readonly ran: readonly Ran[]; readonly judged: Judged }
  | { readonly type: "solved"; readonly ran: readonly Ran[] }
  | { readonly type: "checked"; readonly isHealthy: boolean };

export type LessonEffect =
  | { readonly effect: "open_wizard" }
  | { readonly effect: "try"; readonly answer: string; readonly trial: readonly Trial[] }
  | { readonly effect: "type"; readonly text: string }
  | { readonly effect: "reset" }
  | { readonly effect: "solve" }
  | { readonly effect: "check" }
  | { readonly effect: "end" };

export interface LessonStep {
  readonly lesson: Lesson;
  readonly effects: readonly LessonEffect[];
}

export const FIRST_LESSON: Lesson = {
  view: { name: "story", isBegun: false },
  asked: [],
  events: [],
  hints: 0,
  typed: [],
  judged: null,
  screen: null,
  seen: null,
  hasGivenUp: false,
};

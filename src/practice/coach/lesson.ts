/** A lesson: the story, the coach's questions, the wizard, a prompt, and what came of it all. Pure. */
import type { Verdict } from "../../core/diagnosis/types.ts";
import type { Diagnosed } from "../../session/stages.ts";
import type { Screen } from "../../session/state.ts";
import { pathQuestion, whyQuestion } from "./path-questions.ts";
import type { Question, QuestionName, Trial } from "./question.ts";
import { causeQuestion, commandQuestion, emptyQuestion, verdictQuestion } from "./questions.ts";

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

type Event =
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
  readonly events: readonly Event[];
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

const same = (lesson: Lesson): LessonStep => ({ lesson, effects: [] });

/** @param hints how many the scenario has */
export function learn(lesson: Lesson, message: LessonMessage, hints: number): LessonStep {
  const { view } = lesson;
  switch (message.type) {
    case "screen":
      return arrived(lesson, message.screen, message.hasEnded);
    case "hint":
      return same(hinted(lesson, hints));
    case "prompt":
      if (view.name !== "wizard" && view.name !== "story") return same(lesson);
      return same({ ...lesson, view: { name: "prompt", isBusy: false }, typed: [], judged: null });
    case "reset":
      if (view.name === "question" || view.name === "debrief" || isBusy(view)) return same(lesson);
      return {
        lesson: noting({ ...lesson, view: { name: "wizard" }, typed: [] }, { event: "reset" }),
        effects: [{ effect: "reset" }],
      };
    case "give_up":
      if (view.name === "debrief" || isBusy(view)) return same(lesson);
      return {
        lesson: noting(
          { ...lesson, view: { name: "prompt", isBusy: true }, typed: [], hasGivenUp: true },
          { event: "gave_up" },
        ),
        effects: [{ effect: "solve" }],
      };
    case "checked":
      if (view.name !== "debrief") return same(lesson);
      return same({ ...lesson, view: { ...view, isHealthy: message.isHealthy } });
    default:
      break;
  }
  switch (view.name) {
    case "story":
      if (message.type !== "next") return same(lesson);
      if (view.isBegun) return toWizard(lesson);
      return {
        lesson: { ...lesson, view: { name: "wizard" } },
        effects: [{ effect: "open_wizard" }],
      };
    case "question":
      return answering(lesson, view, message);
    case "prompt":
      return prompting(lesson, view.isBusy, message);
    case "wizard":
      return same(lesson);
    case "debrief":
      if (message.type !== "next" || view.isHealthy === null) return same(lesson);
      return { lesson, effects: [{ effect: "end" }] };
  }
}

/** The first press shows the story again with the hints so far, each further one adds a hint. */
function hinted(lesson: Lesson, most: number): Lesson {
  const { view, hints } = lesson;
  if (view.name !== "story" && view.name !== "wizard") return lesson;
  const isBegun = view.name === "wizard" || view.isBegun;
  const story = { ...lesson, view: { name: "story", isBegun } } as const;
  if (hints >= most || (view.name === "wizard" && hints > 0)) return story;
  return noting({ ...story, hints: hints + 1 }, { event: "hint", number: hints + 1 });
}

function isBusy(view: LessonView): boolean {
  return view.name === "prompt" && view.isBusy;
}

function noting(lesson: Lesson, ...events: readonly Event[]): Lesson {
  return { ...lesson, events: [...lesson.events, ...events] };
}

/** Each question is asked once, before the screen that would answer it. */
function arrived(before: Lesson, screen: Screen, hasEnded: boolean): LessonStep {
  const lesson = { ...before, screen };
  if (lesson.view.name !== "wizard") return same(lesson);
  if (hasEnded) {
    return {
      lesson: { ...lesson, view: { name: "debrief", isHealthy: null } },
      effects: [{ effect: "check" }],
    };
  }
  const seen = screen.name === "chain" || screen.name === "path" ? screen.seen : lesson.seen;
  const question = questionBefore({ ...lesson, seen }, screen);
  if (question === null) return same({ ...lesson, seen });
  const { name } = question;
  return same({
    ...lesson,
    seen,
    asked: [...lesson.asked, name],
    view: { name: "question", question, cursor: 0, wrong: null, isAnswered: false },
  });
}

/** One question may follow the other before the same screen. */
function toWizard(lesson: Lesson): LessonStep {
  const next = { ...lesson, view: { name: "wizard" } } as const;
  return lesson.screen === null ? same(next) : arrived(next, lesson.screen, false);
}

function questionBefore({ asked, seen }: Lesson, screen: Screen): Question | null {
  const open = (question: QuestionName) => !asked.includes(question);
  const { name } = screen;
  if (name === "connection") {
    return screen.phase === "failed" && open("cause") ? causeQuestion(screen.problem.code) : null;
  }
  if (name === "stamp") {
    return screen.phase === "ready" && open("command") ? commandQuestion(screen.seen) : null;
  }
  if (seen === null) return null;
  if (name === "chain") {
    if (open("empty")) return emptyQuestion(seen);
    return open("verdict") ? verdictQuestion(seen) : null;
  }
  if (name !== "path") return null;
  if (open("path")) return pathQuestion(seen);
  return open("why") ? whyQuestion(seen) : null;
}

function answering(
  lesson: Lesson,
  view: Extract<LessonView, { name: "question" }>,
  message: LessonMessage,
): LessonStep {
  const { question, cursor, wrong, isAnswered } = view;
  // What is being tried comes to its end first: the sandbox is put back after it.
  const isTrying = wrong !== null && wrong.tried === null;
  if (message.type === "tried") {
    if (!isTrying || wrong.answer !== message.tried.answer) return same(lesson);
    return same({ ...lesson, view: { ...view, wrong: { ...wrong, tried: message.tried } } });
  }
  if (isTrying) return same(lesson);
  if (message.type === "move") {
    if (isAnswered || wrong !== null) return same(lesson);
    const last = question.options.length - 1;
    const at = Math.min(Math.max(cursor + message.by, 0), last);
    return same({ ...lesson, view: { ...view, cursor: at } });
  }
  if (message.type !== "next") return same(lesson);
  if (wrong !== null) return same({ ...lesson, view: { ...view, wrong: null } });
  if (isAnswered) return toWizard(lesson);
  const option = question.options[cursor];
  if (!option) return same(lesson);
  const { id: answer, isRight, trial } = option;
  const noted = noting(lesson, { event: "answered", question: question.name, answer, isRight });
  if (isRight) return same({ ...noted, view: { ...view, wrong: null, isAnswered: true } });
  if (trial.length === 0) {
    const tried = { answer, ran: [], judged: null };
    return same({ ...noted, view: { ...view, wrong: { answer, tried } } });
  }
  return {
    lesson: { ...noted, view: { ...view, wrong: { answer, tried: null } } },
    effects: [{ effect: "try", answer, trial }],
  };
}

function prompting(lesson: Lesson, busy: boolean, message: LessonMessage): LessonStep {
  switch (message.type) {
    case "typed":
      if (busy || message.text.trim() === "") return same(lesson);
      return {
        lesson: { ...lesson, view: { name: "prompt", isBusy: true } },
        effects: [{ effect: "type", text: message.text.trim() }],
      };
    case "ran": {
      const events = message.ran.map((ran) => ({ event: "ran", by: "trainee", ran }) as const);
      const typed = [...lesson.typed, ...message.ran];
      const view = { name: "prompt", isBusy: false } as const;
      return same(noting({ ...lesson, view, typed, judged: message.judged }, ...events));
    }
    case "solved": {
      const events = message.ran.map((ran) => ({ event: "ran", by: "senior", ran }) as const);
      const view = { name: "debrief", isHealthy: null } as const;
      return {
        lesson: noting({ ...lesson, view, typed: message.ran }, ...events),
        effects: [{ effect: "check" }],
      };
    }
    case "back":
      if (busy) return same(lesson);
      // The database may have become another: the wizard looks anew.
      return {
        lesson: { ...lesson, view: { name: "wizard" } },
        effects: [{ effect: "open_wizard" }],
      };
    default:
      return same(lesson);
  }
}

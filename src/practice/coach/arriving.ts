/** The wizard has come to a screen: which question has to be answered before it is shown. Pure. */
import type { Screen } from "../../session/screens/state.ts";
import type { Lesson, LessonStep } from "./lesson.ts";
import { same } from "./lesson-notes.ts";
import { pathQuestion, whyQuestion } from "./path-questions.ts";
import type { Question, QuestionName } from "./question.ts";
import { causeQuestion, commandQuestion, emptyQuestion, verdictQuestion } from "./questions.ts";

/** Each question is asked once, before the screen that would answer it. */
export function arrived(before: Lesson, screen: Screen, hasEnded: boolean): LessonStep {
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
export function toWizard(lesson: Lesson): LessonStep {
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

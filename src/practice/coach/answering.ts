/** A question is on the screen: the cursor, the answer, and what came of a wrong one. Pure. */
import { toWizard } from "./arriving.ts";
import type { Lesson, LessonMessage, LessonStep, LessonView } from "./lesson.ts";
import { noting, same } from "./lesson-notes.ts";

export function answering(
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
    const tried = { answer, ran: [], judged: null, isUnchanged: true };
    return same({ ...noted, view: { ...view, wrong: { answer, tried } } });
  }
  return {
    lesson: { ...noted, view: { ...view, wrong: { answer, tried: null } } },
    effects: [{ effect: "try", answer, trial }],
  };
}

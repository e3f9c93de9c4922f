/** What a lesson becomes by what is said to it. Pure. */
import { answering } from "./answering.ts";
import { arrived, toWizard } from "./arriving.ts";
import type { Lesson, LessonMessage, LessonStep, LessonView } from "./lesson.ts";
import { noting, same } from "./lesson-notes.ts";
import { prompting } from "./prompting.ts";

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

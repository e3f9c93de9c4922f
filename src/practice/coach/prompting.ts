/** The prompt is open: what is typed there, and what a senior does in its place. Pure. */
import type { Lesson, LessonMessage, LessonStep } from "./lesson.ts";
import { noting, same } from "./lesson-notes.ts";

export function prompting(lesson: Lesson, busy: boolean, message: LessonMessage): LessonStep {
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

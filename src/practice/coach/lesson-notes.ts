/** Small things that every part of the lesson's reducer does. */
import type { Lesson, LessonEvent, LessonStep } from "./lesson.ts";

/** @returns the lesson with nothing to be done */
export const same = (lesson: Lesson): LessonStep => ({ lesson, effects: [] });

/** @returns the lesson with what has happened in it */
export function noting(lesson: Lesson, ...events: readonly LessonEvent[]): Lesson {
  return { ...lesson, events: [...lesson.events, ...events] };
}

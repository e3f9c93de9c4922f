/** A synchronous store for a lesson, as the session has one. */

import { learn } from "./learn.ts";
import { FIRST_LESSON, type Lesson, type LessonEffect, type LessonMessage } from "./lesson.ts";

export interface LessonStore {
  getState(): Lesson;
  dispatch(message: LessonMessage): void;
  subscribe(listener: () => void): () => void;
}

/**
 * @param hints how many the scenario has
 * @param perform carries an effect out; what comes of it is dispatched later
 */
export function createLesson(
  hints: number,
  perform: (effect: LessonEffect, dispatch: (message: LessonMessage) => void) => void,
): LessonStore {
  let lesson = FIRST_LESSON;
  const listeners = new Set<() => void>();
  function dispatch(message: LessonMessage): void {
    const step = learn(lesson, message, hints);
    const changed = step.lesson !== lesson;
    lesson = step.lesson;
    if (changed) for (const listener of listeners) listener();
    for (const effect of step.effects) perform(effect, dispatch);
  }
  return {
    getState: () => lesson,
    dispatch,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

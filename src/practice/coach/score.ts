/** What a lesson shows of a trainee. Pure. */
import type { Lesson } from "./lesson.ts";
import type { QuestionName } from "./question.ts";

export interface Score {
  /** Questions that were answered right at the first try. */
  readonly right: number;
  readonly asked: number;
  readonly hints: number;
  readonly hasGivenUp: boolean;
}

export function scoreOf({ events, hints, hasGivenUp }: Lesson): Score {
  const first = new Map<QuestionName, boolean>();
  for (const event of events) {
    if (event.event !== "answered" || first.has(event.question)) continue;
    first.set(event.question, event.isRight);
  }
  const right = [...first.values()].filter(Boolean).length;
  return { right, asked: first.size, hints, hasGivenUp };
}

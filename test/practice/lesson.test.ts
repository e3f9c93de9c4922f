import { expect, test } from "vitest";
import { Problem, type ProblemCode } from "../../src/core/problem.ts";
import { learn } from "../../src/practice/coach/learn.ts";
import { FIRST_LESSON, type Lesson, type LessonMessage } from "../../src/practice/coach/lesson.ts";
import { scoreOf } from "../../src/practice/coach/score.ts";
import type { Screen } from "../../src/session/screens/state.ts";
import { atChain, atPath, LIVE, play as playSession, start, surveyed } from "../session/states.ts";

const seen = await surveyed(LIVE.stampAhead);
const reading = playSession(start(), { type: "connected", seen }, { type: "next" });
const stamp = playSession(reading, { type: "stamp_read", seen }).screen;
const chain = atChain(seen).screen;
const path = atPath(seen).screen;

const HINTS = 2;
const NEXT: LessonMessage = { type: "next" };
const at = (screen: Screen): LessonMessage => ({ type: "screen", screen, hasEnded: false });
const move = (by: number): LessonMessage => ({ type: "move", by });

function play(lesson: Lesson, ...messages: LessonMessage[]): Lesson {
  return messages.reduce((now, message) => learn(now, message, HINTS).lesson, lesson);
}

/** Moves to an answer of the question that is asked, and gives it. */
function answer(lesson: Lesson, isRight: boolean): Lesson {
  const { view } = lesson;
  if (view.name !== "question") throw new Error(`no question, but ${view.name}`);
  const wanted = view.question.options.findIndex((option) => option.isRight === isRight);
  return play(lesson, move(-10), move(wanted), NEXT);
}

const questionOf = ({ view }: Lesson) =>
  view.name === "question" ? view.question.name : view.name;

const begun = play(FIRST_LESSON, NEXT);

test("it begins with the story, and Enter opens the wizard", () => {
  expect(FIRST_LESSON.view).toEqual({ name: "story", isBegun: false });
  expect(learn(FIRST_LESSON, NEXT, HINTS).effects).toEqual([{ effect: "open_wizard" }]);
  expect(begun.view).toEqual({ name: "wizard" });
});

test("each question comes once, before the screen that would answer it", () => {
  const asked: string[] = [];
  let lesson = begun;
  for (const screen of [stamp, chain, path, stamp, chain, path]) {
    lesson = play(lesson, at(screen));
    while (lesson.view.name === "question") {
      asked.push(questionOf(lesson));
      lesson = play(answer(lesson, true), NEXT);
    }
  }
  expect(asked).toEqual(["command", "empty", "verdict", "path", "why"]);
  expect(scoreOf(lesson)).toEqual({ right: 5, asked: 5, hints: 0, hasGivenUp: false });
});

test("what stops restamp is asked for before it is shown, and nothing else then", () => {
  const failed = (code: ProblemCode) =>
    playSession(start(), { type: "failed", problem: new Problem(code) }).screen;
  const asked = play(begun, at(failed("url_malformed")));
  expect(questionOf(asked)).toBe("cause");
  expect(play(answer(asked, true), NEXT).view).toEqual({ name: "wizard" });
  expect(play(begun, at(failed("bug"))).view).toEqual({ name: "wizard" });
});

test("the stamp is asked for once it is known what shows it", () => {
  expect(play(begun, at(reading.screen)).view).toEqual({ name: "wizard" });
  expect(questionOf(play(begun, at(reading.screen), at(stamp)))).toBe("command");
});

test("a right answer is confirmed, and the wizard comes with the next Enter", () => {
  const right = answer(play(begun, at(stamp)), true);
  expect(right.view).toMatchObject({ name: "question", isAnswered: true, wrong: null });
  expect(play(right, NEXT).view).toEqual({ name: "wizard" });
});

test("a wrong answer is tried before anything else can be done, and chosen again", () => {
  const asked = play(begun, at(path));
  const options = asked.view.name === "question" ? asked.view.question.options : [];
  const upgrade = options.findIndex(({ id }) => id === "upgrade");
  const step = learn(play(asked, move(upgrade)), NEXT, HINTS);
  expect(step.effects).toEqual([
    { effect: "try", answer: "upgrade", trial: [{ kind: "alembic", args: ["upgrade", "head"] }] },
  ]);
  // Nothing counts while the sandbox is changed.
  for (const message of [NEXT, move(1), { type: "hint" }, { type: "prompt" }, { type: "back" }]) {
    expect(play(step.lesson, message as LessonMessage)).toEqual(step.lesson);
  }
  const tried = { answer: "upgrade", ran: [], judged: null, isUnchanged: true };
  const shown = play(step.lesson, { type: "tried", tried });
  expect(shown.view).toMatchObject({ wrong: { answer: "upgrade", tried } });
  expect(play(shown, NEXT).view).toMatchObject({
    name: "question",
    wrong: null,
    isAnswered: false,
  });
  const later = answer(play(shown, NEXT), true);
  expect(scoreOf(later)).toMatchObject({ right: 0, asked: 1 });
});

test("hints come one by one, with the story, and not more than there are", () => {
  const first = play(begun, { type: "hint" });
  expect(first).toMatchObject({ hints: 1, view: { name: "story", isBegun: true } });
  expect(play(first, NEXT).view).toEqual({ name: "wizard" });
  const second = play(first, { type: "hint" }, { type: "hint" }, { type: "hint" });
  expect(second.hints).toBe(2);
});

test("what is typed runs one after the other, and the wizard looks anew afterwards", () => {
  const prompt = play(begun, { type: "prompt" });
  const typed = learn(prompt, { type: "typed", text: " alembic current " }, HINTS);
  expect(typed.effects).toEqual([{ effect: "type", text: "alembic current" }]);
  expect(learn(typed.lesson, { type: "typed", text: "\\dt" }, HINTS).effects).toEqual([]);
  expect(play(typed.lesson, { type: "back" })).toEqual(typed.lesson);
  const ran = { kind: "command", text: "alembic current", output: [], failed: false } as const;
  const judged = { verdict: "stamp_ahead", problem: null, lost: [] } as const;
  const after = play(typed.lesson, { type: "ran", ran: [ran], judged });
  expect(after).toMatchObject({ typed: [ran], judged, view: { isBusy: false } });
  expect(learn(after, { type: "back" }, HINTS).effects).toEqual([{ effect: "open_wizard" }]);
});

test("giving up shows the solution and is noted", () => {
  const step = learn(begun, { type: "give_up" }, HINTS);
  expect(step.effects).toEqual([{ effect: "solve" }]);
  const solved = learn(step.lesson, { type: "solved", ran: [] }, HINTS);
  expect(solved.effects).toEqual([{ effect: "check" }]);
  expect(solved.lesson).toMatchObject({ hasGivenUp: true, view: { name: "debrief" } });
});

test("the wizard's end is checked before it is believed, and only then can one leave", () => {
  const ended = learn(begun, { type: "screen", screen: path, hasEnded: true }, HINTS);
  expect(ended.effects).toEqual([{ effect: "check" }]);
  expect(ended.lesson.view).toEqual({ name: "debrief", isHealthy: null });
  expect(learn(ended.lesson, NEXT, HINTS).effects).toEqual([]);
  const checked = play(ended.lesson, { type: "checked", isHealthy: false });
  expect(learn(checked, NEXT, HINTS).effects).toEqual([{ effect: "end" }]);
});

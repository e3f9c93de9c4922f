/** Goes through a lesson without a screen: the real lesson, the real wizard's session, the real sandbox. */
import { openLessonWork } from "../../src/commands/lesson-work.ts";
import { sandboxPorts } from "../../src/commands/sandbox-ports.ts";
import type { AlembicCommand } from "../../src/io/alembic/find-alembic.ts";
import type { Sandbox } from "../../src/io/ports/sandbox.ts";
import type { SessionPorts } from "../../src/io/ports/session.ts";
import type { Lesson } from "../../src/practice/coach/lesson.ts";
import { createLesson, type LessonStore } from "../../src/practice/coach/lesson-store.ts";
import type { Question } from "../../src/practice/coach/question.ts";
import type { Scenario } from "../../src/practice/scenario.ts";
import { createEffects } from "../../src/session/effects.ts";
import type { Screen } from "../../src/session/screens/state.ts";
import { createStore, type Store } from "../../src/session/store.ts";
import { textFor } from "../../src/text/index.ts";

export type Tried = NonNullable<
  NonNullable<Extract<Lesson["view"], { name: "question" }>["wrong"]>["tried"]
>;

export interface WalkSettings {
  readonly scenario: Scenario;
  readonly sandbox: Sandbox;
  readonly alembic: AlembicCommand;
  /** Called before a wrong answer is given. @returns false to leave it out */
  readonly isWorth: (question: Question, answer: string) => boolean;
  readonly onTried: (question: Question, tried: Tried, screen: Screen) => Promise<void> | void;
  readonly onRight: (question: Question, screen: Screen) => void;
}

const en = textFor("en");

/** Gives every wrong answer to every question, then the right one, until the coach has no more to ask. */
export async function answerAllWrong(settings: WalkSettings): Promise<void> {
  const { scenario, sandbox, alembic, isWorth, onTried, onRight } = settings;
  const open = sandboxPorts(sandbox, alembic, { lockTimeout: "1s" }, en);
  const work = await openLessonWork({ scenario, sandbox, openPorts: open, text: en });
  const session = openSession(open(() => {}));
  const failures: unknown[] = [];
  const tries = new Map<string, ReturnType<typeof work.tryOut>>();
  const lesson = createLesson(scenario.words.en.hints.length, (effect, dispatch) => {
    if (effect.effect === "open_wizard") {
      session.subscribe(() => {
        const { screen, exitCode } = session.getState();
        dispatch({ type: "screen", screen, hasEnded: exitCode !== null });
      });
      session.start();
    }
    if (effect.effect !== "try") return;
    const { answer, trial } = effect;
    // The same commands on the same database: three answers may come to that.
    const key = JSON.stringify(trial);
    const trying = tries.get(key) ?? work.tryOut(trial);
    tries.set(key, trying);
    trying.then(
      (tried) => dispatch({ type: "tried", tried: { answer, ...tried } }),
      (error) => {
        failures.push(error);
        dispatch({ type: "tried", tried: { answer, ran: [], judged: null, isUnchanged: true } });
      },
    );
  });
  lesson.dispatch({ type: "next" });
  for (;;) {
    const { view, screen } = await atRest(lesson);
    if (screen === null) throw new Error("the wizard shows nothing");
    if (view.name !== "question") {
      if (isLast(screen)) break;
      session.dispatch({ type: "next" });
      continue;
    }
    const { question } = view;
    for (const [at, { id, isRight }] of question.options.entries()) {
      if (isRight || !isWorth(question, id)) continue;
      choose(lesson, at);
      await onTried(question, triedOf(await atRest(lesson)), screen);
      if (failures.length > 0) throw failures[0];
      lesson.dispatch({ type: "next" });
    }
    onRight(question, screen);
    choose(
      lesson,
      question.options.findIndex(({ isRight }) => isRight),
    );
    lesson.dispatch({ type: "next" });
  }
  session.dispatch({ type: "leave" });
}

/** Whatever may come later is up to whoever repairs: the coach asks no more. */
function isLast(screen: Screen): boolean {
  if (screen.name === "chain") return screen.seen.diagnosis.verdict === "healthy";
  return screen.name === "path" || ("phase" in screen && screen.phase === "failed");
}

function choose(lesson: LessonStore, at: number): void {
  lesson.dispatch({ type: "move", by: -10 });
  lesson.dispatch({ type: "move", by: at });
  lesson.dispatch({ type: "next" });
}

function triedOf({ view }: Lesson): Tried {
  const tried = view.name === "question" ? view.wrong?.tried : null;
  if (!tried) throw new Error(`nothing was tried, but ${JSON.stringify(view).slice(0, 200)}`);
  return tried;
}

/** Waits until there is something to do: a question, or a screen that has been read. */
function atRest(lesson: LessonStore): Promise<Lesson> {
  const isResting = ({ view, screen }: Lesson) =>
    view.name === "question"
      ? view.wrong?.tried !== null
      : screen !== null && !("phase" in screen && screen.phase === "working");
  return new Promise((resolve) => {
    const look = () => {
      const now = lesson.getState();
      if (!isResting(now)) return;
      unsubscribe();
      resolve(now);
    };
    const unsubscribe = lesson.subscribe(look);
    look();
  });
}

function openSession(ports: SessionPorts): Store {
  return createStore(
    createEffects({ ports: async () => ports, writeReport: () => "", onExit: () => {} }),
  );
}

/** A lesson in a terminal: the coach's effects, the wizard beside it, and the debrief at its end. */
import type { ExitCode } from "../core/problem.ts";
import { keepDebrief, notePlayed } from "../io/practice/progress.ts";
import type { LessonEffect, LessonMessage } from "../practice/coach/lesson.ts";
import { createLesson } from "../practice/coach/lesson-store.ts";
import { scoreOf } from "../practice/coach/score.ts";
import type { Store } from "../session/store.ts";
import { LessonApp } from "../ui/practice/LessonApp.tsx";
import type { Theme } from "../ui/theme.ts";
import { type DebriefData, debriefLines, debriefMarkdown } from "./debrief.ts";
import { drawFullScreen } from "./full-screen.tsx";
import { type LessonWorkSettings, openLessonWork } from "./lesson-work.ts";
import { openSession, untilContinued } from "./wizard.tsx";

interface LessonSettings extends Omit<LessonWorkSettings, "text"> {
  readonly theme: Theme;
  readonly environment: NodeJS.ProcessEnv;
}

/** @returns 0 when the lesson came to a healthy end, 1 when it did not, 130 when it was left */
export async function playLesson(settings: LessonSettings): Promise<ExitCode> {
  const { scenario, sandbox, openPorts, theme, environment } = settings;
  const { text } = theme;
  const words = scenario.words[text.language];
  const started = Date.now();
  const work = await openLessonWork({ ...settings, text });
  let session: Store | null = null;
  let debrief: { lines: readonly string[]; saved: string | null } = { lines: [], saved: null };
  let code: ExitCode = 130;
  let leave: () => void = () => {};

  function openWizard(dispatch: (message: LessonMessage) => void): void {
    const opened = openSession(openPorts, theme, () => {});
    session = opened;
    opened.subscribe(() => {
      if (session !== opened) return;
      const { screen, exitCode } = opened.getState();
      // Ctrl+C and a lost terminal leave the lesson as well.
      if (exitCode === 130 || exitCode === 129) return leave();
      dispatch({ type: "screen", screen, hasEnded: exitCode !== null });
    });
    opened.start();
  }

  function finish(isHealthy: boolean): void {
    const seconds = Math.round((Date.now() - started) / 1000);
    const data: DebriefData = { scenario, lesson: lesson.getState(), isHealthy, seconds };
    const at = new Date();
    const played = { ...scoreOf(data.lesson), at: at.toISOString(), isHealthy, seconds };
    notePlayed(environment, scenario.name, played);
    const markdown = debriefMarkdown(data, at, text);
    debrief = {
      lines: debriefLines(data, text),
      saved: keepDebrief(environment, scenario.name, at, markdown),
    };
    code = isHealthy ? 0 : 1;
  }

  async function carryOut(
    effect: LessonEffect,
    dispatch: (message: LessonMessage) => void,
  ): Promise<void> {
    switch (effect.effect) {
      case "open_wizard":
        return openWizard(dispatch);
      case "try": {
        const { answer, trial } = effect;
        return dispatch({ type: "tried", tried: { answer, ...(await work.tryOut(trial)) } });
      }
      case "type":
        return dispatch({ type: "ran", ...(await work.type(effect.text)) });
      case "reset":
        session = null;
        await sandbox.reset();
        return openWizard(dispatch);
      case "solve":
        return dispatch({ type: "solved", ran: await work.solve() });
      case "check": {
        const isHealthy = await work.check();
        finish(isHealthy);
        return dispatch({ type: "checked", isHealthy });
      }
      case "end":
        return leave();
    }
  }

  const failed: { error: unknown }[] = [];
  const lesson = createLesson(words.hints.length, (effect, dispatch) => {
    carryOut(effect, dispatch).catch((error) => {
      failed.push({ error });
      leave();
    });
  });
  const app = drawFullScreen(
    <LessonApp
      lesson={lesson}
      words={words}
      session={() => session}
      folder={sandbox.project}
      debrief={() => debrief}
      onLeave={() => leave()}
      untilContinued={untilContinued}
    />,
    theme,
  );
  leave = () => app.unmount();
  await app.waitUntilExit();
  const [failure] = failed;
  if (failure) throw failure.error;
  return code;
}

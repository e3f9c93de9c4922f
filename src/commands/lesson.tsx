/** A lesson in a terminal: the coach's effects on the sandbox, and the screens. */
import { explainFailure } from "../core/alembic-failure.ts";
import { visible } from "../core/display.ts";
import type { ExitCode } from "../core/problem.ts";
import { asProblem } from "../core/problem.ts";
import type { CommandLog, Sandbox, SessionPorts } from "../io/ports.ts";
import { keepDebrief, notePlayed } from "../io/practice/progress.ts";
import { countedRows, runTyped } from "../io/practice/typed-sql.ts";
import type { Judged, LessonEffect, LessonMessage, Ran } from "../practice/coach/lesson.ts";
import { createLesson } from "../practice/coach/lesson-store.ts";
import { lostRows } from "../practice/coach/lost-rows.ts";
import type { Trial } from "../practice/coach/questions.ts";
import { scoreOf } from "../practice/coach/score.ts";
import { readTyped } from "../practice/coach/typed-command.ts";
import type { Scenario } from "../practice/scenario.ts";
import type { Store } from "../session/store.ts";
import { LessonApp } from "../ui/practice/LessonApp.tsx";
import type { Theme } from "../ui/theme.ts";
import { openConsole } from "./console.ts";
import { type DebriefData, debriefLines, debriefMarkdown } from "./debrief.ts";
import { drawFullScreen } from "./full-screen.tsx";
import { diagnoseQuietly } from "./headless.ts";
import { playSenior } from "./senior.ts";
import { openSession, untilContinued } from "./wizard.tsx";

interface LessonSettings {
  readonly scenario: Scenario;
  readonly sandbox: Sandbox;
  readonly openPorts: (log: CommandLog) => SessionPorts;
  readonly theme: Theme;
  readonly environment: NodeJS.ProcessEnv;
}

function telling(lines: readonly string[]): string[] {
  const running = lines.findLast((line) => /Running (?:upgrade|stamp)/.test(line));
  return [...(running === undefined ? [] : [running]), explainFailure(lines).line];
}

/** @returns 0 when the lesson came to a healthy end, 1 when it did not, 130 when it was left */
export async function playLesson(settings: LessonSettings): Promise<ExitCode> {
  const { scenario, sandbox, openPorts, theme, environment } = settings;
  const { text } = theme;
  const words = scenario.words[text.language];
  const started = Date.now();
  const before = await countedRows(sandbox.url);
  let session: Store | null = null;
  let debrief: { lines: readonly string[]; saved: string | null } = { lines: [], saved: null };
  let code: ExitCode = 130;
  let leave: () => void = () => {};

  async function judge(): Promise<Judged> {
    const lost = lostRows(before, await countedRows(sandbox.url));
    const mute = { ...openConsole(false, text), tell: () => {} };
    try {
      const { diagnosis } = await diagnoseQuietly(
        openPorts(() => {}),
        mute,
      );
      return { verdict: diagnosis.verdict, problem: null, lost };
    } catch (error) {
      const problem = asProblem(error);
      return { verdict: null, problem: text.problems[problem.code](problem.details).what, lost };
    }
  }

  async function runAlembic(command: string): Promise<Ran> {
    const { lines, exitCode } = await sandbox.alembic(command);
    return {
      kind: "command",
      text: `alembic ${command}`,
      output: lines.map(visible),
      failed: exitCode !== 0,
    };
  }

  const runSql = (sql: string) => runTyped(sandbox.url, sql, text.coach.prompt.rows);

  const senior = { sandbox, openPorts: () => openPorts(() => {}), runAlembic, runSql, text };

  /** Ends at the first that fails, as somebody would who reads what comes. */
  async function tryOut(trial: readonly Trial[]): Promise<Ran[]> {
    const ran: Ran[] = [];
    for (const each of trial) {
      const result =
        each.kind === "alembic"
          ? await runAlembic(each.args.join(" "))
          : await runSql(each.statements.join("; "));
      // Of a traceback, the line that says it; of a success, all.
      ran.push(result.failed ? { ...result, output: telling(result.output) } : result);
      if (result.failed) break;
    }
    return ran;
  }

  async function type(typed: string): Promise<Ran[]> {
    const command = readTyped(typed);
    switch (command.kind) {
      case "alembic":
        return [{ ...(await runAlembic(command.command)), text: typed }];
      case "sql":
        return [{ ...(await runSql(command.sql)), text: typed }];
      case "unknown":
        return [
          { kind: "command", text: typed, output: [text.coach.prompt.unknown], failed: true },
        ];
    }
  }

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

  async function check(): Promise<boolean> {
    const { verdict } = await judge();
    const isHealthy = verdict === "healthy" || verdict === scenario.ends;
    const rows = await Promise.all(
      scenario.end.map(async ({ sql, gives }) => {
        const found = await sandbox.ask(sql).catch(() => []);
        return JSON.stringify(found) === JSON.stringify(gives);
      }),
    );
    return isHealthy && rows.every(Boolean);
  }

  async function finish(isHealthy: boolean): Promise<void> {
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
        const ran = await tryOut(effect.trial);
        const judged = await judge();
        await sandbox.reset();
        return dispatch({ type: "tried", tried: { answer: effect.answer, ran, judged } });
      }
      case "type": {
        const ran = await type(effect.text);
        return dispatch({ type: "ran", ran, judged: await judge() });
      }
      case "reset":
        session = null;
        await sandbox.reset();
        return openWizard(dispatch);
      case "solve":
        await sandbox.reset();
        return dispatch({ type: "solved", ran: await playSenior(scenario.senior, senior) });
      case "check": {
        const isHealthy = await check();
        await finish(isHealthy);
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

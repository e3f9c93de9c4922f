/** Plays one practice: as a lesson in a terminal, without one by the recommended answers. */
import type { ExitCode } from "../core/problem.ts";
import type { Sandbox } from "../io/ports/sandbox.ts";
import type { Scenario } from "../practice/scenario.ts";
import { hasEndedHealthy, recommendedIntent } from "../session/autopilot.ts";
import { printScreen } from "../ui/print-screen.tsx";
import type { Theme } from "../ui/theme.ts";
import type { Console } from "./console.ts";
import { playLesson } from "./lesson.tsx";
import type { OpenSandboxPorts } from "./sandbox-ports.ts";
import { openSession } from "./wizard.tsx";

/** A scenario, and the sandbox in which it is so. */
export interface Practice {
  readonly scenario: Scenario;
  readonly sandbox: Sandbox;
  readonly openPorts: OpenSandboxPorts;
}

/** The width that a pipe is given. */
const PLAIN_COLUMNS = 80;

export function hasTerminal(): boolean {
  return process.stdin.isTTY === true && process.stdout.isTTY === true;
}

export async function playPractice(
  practice: Practice,
  theme: Theme,
  console: Console,
): Promise<ExitCode> {
  if (hasTerminal()) return playLesson({ ...practice, theme, environment: process.env });
  const { text, print } = console;
  const { title, story } = practice.scenario.words[text.language];
  print(text.practice.playing(title));
  print(story);
  return playPlainly(practice, theme, console);
}

/** Prints each screen as it comes to rest, and does what is recommended there. */
function playPlainly(
  { openPorts, scenario }: Practice,
  theme: Theme,
  { print, text }: Console,
): Promise<ExitCode> {
  return new Promise((resolve) => {
    const store = openSession(openPorts, theme, () => {
      const isHealthy = hasEndedHealthy(store.getState());
      print(isHealthy ? text.practice.ended : text.practice.notEnded);
      if (!isHealthy) print(text.practice.senior(scenario.words[text.language].senior));
      resolve(isHealthy ? 0 : store.getState().exitCode || 1);
    });
    store.subscribe(() => {
      const state = store.getState();
      if (state.exitCode !== null) return;
      const intent = recommendedIntent(state);
      if (intent === null) return;
      process.stdout.write(`\n${printScreen(state, theme, PLAIN_COLUMNS)}\n`);
      store.dispatch(intent);
    });
    store.start();
  });
}

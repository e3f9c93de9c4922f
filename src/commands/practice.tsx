/** restamp practice: a really broken database on an embedded server, and the very same wizard. */
import { join } from "node:path";
import type { ExitCode } from "../core/problem.ts";
import { type AlembicCommand, findAlembic } from "../io/alembic/find-alembic.ts";
import { bundledProject } from "../io/package-root.ts";
import type { CommandLog, Sandbox } from "../io/ports.ts";
import { readProgress } from "../io/practice/progress.ts";
import { openSandbox } from "../io/practice/sandbox.ts";
import { startCluster } from "../io/shadow/cluster.ts";
import type { Scenario } from "../practice/scenario.ts";
import { hasEndedHealthy, recommendedIntent } from "../session/autopilot.ts";
import type { Text } from "../text/index.ts";
import { printScreen } from "../ui/print-screen.tsx";
import type { Theme } from "../ui/theme.ts";
import type { Console } from "./console.ts";
import { playLesson } from "./lesson.tsx";
import { openPorts } from "./open-ports.ts";
import { chooseScenario } from "./scenario-menu.tsx";
import { allScenarios, findScenario } from "./scenarios.ts";
import { openSession } from "./wizard.tsx";

export interface PracticeOptions {
  readonly name?: string | undefined;
  readonly list?: boolean;
  readonly alembic?: string;
  readonly lockTimeout: string;
}

/** The first in the list. */
const FIRST = "1";

/** The width that a pipe is given. */
const PLAIN_COLUMNS = 80;

export async function practiceCommand(
  console: Console,
  theme: Theme,
  options: PracticeOptions,
): Promise<ExitCode> {
  const { text, tell } = console;
  if (options.list === true) return listScenarios(console);
  const hasTerminal = process.stdin.isTTY && process.stdout.isTTY;
  forgetOtherServers();
  const scenario =
    options.name === undefined && hasTerminal
      ? await chooseScenario(theme, allScenarios())
      : findScenario(options.name ?? FIRST, process.cwd());
  if (scenario === null) return 0;
  const words = scenario.words[text.language];
  if (!hasTerminal) {
    console.print(text.practice.playing(words.title));
    console.print(words.story);
  }
  tell(text.practice.starting);
  const alembic = findAlembic(
    bundledProject(),
    options.alembic ?? process.env["RESTAMP_ALEMBIC"],
    process.cwd(),
  );
  const project = bundledProject();
  const starting = startCluster();
  const opening = openSandbox({ server: starting, breakage: scenario.breakage, project, alembic });
  // Told where it is waited for.
  opening.catch(() => {});
  const cluster = await starting;
  const stop = () => void cluster.stop();
  process.once("exit", stop);
  try {
    const sandbox = await opening;
    const open = opener(sandbox, alembic, options, text);
    const code = hasTerminal
      ? await playLesson({ scenario, sandbox, openPorts: open, theme, environment: process.env })
      : await play(open, theme, console, scenario);
    tell(text.practice.cleaned);
    if (hasTerminal) tell(text.practice.again);
    return code;
  } finally {
    await cluster.stop();
    process.off("exit", stop);
  }
}

/** What the environment says of a real server would lead psql and libpq away, there or nowhere. */
function forgetOtherServers(): void {
  for (const name of Object.keys(process.env)) if (/^PG/.test(name)) delete process.env[name];
}

/** The wizard finds the sandbox as it would find a real project and its server. */
function opener(
  sandbox: Sandbox,
  alembic: AlembicCommand,
  { lockTimeout }: PracticeOptions,
  text: Text,
) {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...sandbox.environment,
    RESTAMP_ALEMBIC: alembic.argv.map((word) => `'${word}'`).join(" "),
  };
  return (log: CommandLog) =>
    openPorts({
      target: { config: join(sandbox.project, "alembic.ini"), lockTimeout },
      from: sandbox.project,
      environment,
      log,
      text,
      sandbox: sandbox.state,
    });
}

/** Prints each screen as it comes to rest, and does what is recommended there. */
function play(
  open: Parameters<typeof openSession>[0],
  theme: Theme,
  { print, text }: Console,
  { words }: Scenario,
): Promise<ExitCode> {
  return new Promise((resolve) => {
    const store = openSession(open, theme, () => {
      const isHealthy = hasEndedHealthy(store.getState());
      print(isHealthy ? text.practice.ended : text.practice.notEnded);
      if (!isHealthy) print(text.practice.senior(words[text.language].senior));
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

function listScenarios({ json, print, printJson, text }: Console): ExitCode {
  const all = allScenarios();
  const { played } = readProgress(process.env);
  const words = ({ words }: Scenario) => words[text.language];
  if (json) {
    printJson(
      all.map((scenario) => {
        const { title, story } = words(scenario);
        const { name, states, verdict, problem, path } = scenario;
        return { name, title, story, states, verdict, problem, path, played: played[name] ?? [] };
      }),
    );
    return 0;
  }
  for (const [index, scenario] of all.entries()) {
    const number = String(index + 1).padStart(2);
    const runs = played[scenario.name] ?? [];
    const how = runs.some(({ isHealthy }) => isHealthy);
    const mark = runs.length > 0 ? `  (${text.coach.done(how)})` : "";
    print(`${number}  ${scenario.name.padEnd(NAME_WIDTH)}${words(scenario).title}${mark}`);
  }
  return 0;
}

const NAME_WIDTH = 24;

/** restamp practice: a really broken database on an embedded server, and the very same wizard. */
import { join } from "node:path";
import type { DatabaseUrl } from "../core/database-url.ts";
import { type ExitCode, Problem } from "../core/problem.ts";
import { openAlembic } from "../io/alembic/alembic.ts";
import { findAlembic } from "../io/alembic/find-alembic.ts";
import { bundledProject } from "../io/package-root.ts";
import type { CommandLog } from "../io/ports.ts";
import { withConnection } from "../io/postgres/connection.ts";
import { URL_VARIABLE } from "../io/project/find-url.ts";
import { type Cluster, startCluster } from "../io/shadow/cluster.ts";
import { breakDatabase } from "../practice/sandbox.ts";
import type { Scenario } from "../practice/scenario.ts";
import { scenarios } from "../practice/scenarios/index.ts";
import { recommendedIntent } from "../session/autopilot.ts";
import type { Text } from "../text/index.ts";
import { printScreen } from "../ui/print-screen.tsx";
import type { Theme } from "../ui/theme.ts";
import type { Console } from "./console.ts";
import { openPorts } from "./open-ports.ts";
import { chooseScenario } from "./scenario-menu.tsx";
import { openSession, wizardCommand } from "./wizard.tsx";

export interface PracticeOptions {
  readonly name?: string | undefined;
  readonly list?: boolean;
  readonly alembic?: string;
  readonly lockTimeout: string;
}

/** The sandbox is called what the written procedure calls its database. */
const SANDBOX = "app";

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
  const scenario =
    options.name === undefined && hasTerminal
      ? await chooseScenario(theme)
      : findScenario(options.name ?? scenarios[0]?.name ?? "");
  if (scenario === null) return 0;
  const words = describe(scenario, text);
  if (!hasTerminal) {
    console.print(text.practice.playing(words.title));
    console.print(words.story);
  }
  tell(text.practice.starting);
  const cluster = await startCluster();
  const stop = () => void cluster.stop();
  process.once("exit", stop);
  try {
    const environment = await prepare(cluster, scenario, options);
    const open = (log: CommandLog) =>
      openPorts({
        target: sandboxTarget(options),
        from: bundledProject(),
        environment,
        log,
        text,
        sandbox: cluster.folder,
      });
    const code = hasTerminal ? await wizardCommand(open, theme) : await play(open, theme, console);
    tell(text.practice.cleaned);
    if (hasTerminal) tell(text.practice.again);
    return code;
  } finally {
    await cluster.stop();
    process.off("exit", stop);
  }
}

function sandboxTarget({ alembic, lockTimeout }: PracticeOptions) {
  const config = join(bundledProject(), "alembic.ini");
  return { config, lockTimeout, ...(alembic === undefined ? {} : { alembic }) };
}

/** @returns the environment in which the wizard finds the sandbox, as it would a real server */
async function prepare(
  cluster: Cluster,
  scenario: Scenario,
  options: PracticeOptions,
): Promise<NodeJS.ProcessEnv> {
  await cluster.createDatabase(SANDBOX);
  const database = cluster.url(SANDBOX);
  const alembic = openAlembic(
    {
      findCommand: () =>
        findAlembic(
          bundledProject(),
          options.alembic ?? process.env["RESTAMP_ALEMBIC"],
          process.cwd(),
        ),
      configPath: join(bundledProject(), "alembic.ini"),
      section: undefined,
      extra: [],
      database,
      variable: URL_VARIABLE,
      lockTimeout: options.lockTimeout,
    },
    () => {},
  );
  await breakDatabase(scenario, database, { alembic, execute });
  return { ...process.env, [URL_VARIABLE]: database.text };
}

async function execute(database: DatabaseUrl, statements: readonly string[]): Promise<void> {
  return withConnection(database, "restamp practice", async (client) => {
    for (const statement of statements) await client.query(statement);
  });
}

/** Prints each screen as it comes to rest, and does what is recommended there. */
function play(
  open: Parameters<typeof openSession>[0],
  theme: Theme,
  { print, text }: Console,
): Promise<ExitCode> {
  return new Promise((resolve) => {
    const store = openSession(open, theme, () => {
      const code = store.getState().exitCode ?? 1;
      print(code === 0 ? text.practice.ended : text.practice.notEnded);
      resolve(code);
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
  const all = scenarios.map((scenario) => ({ name: scenario.name, ...describe(scenario, text) }));
  if (json) printJson(all);
  else for (const { name, title } of all) print(`${name.padEnd(24)}${title}`);
  return 0;
}

function findScenario(name: string): Scenario {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found) return found;
  throw new Problem("unknown_scenario", {
    name,
    known: scenarios.map((each) => each.name).join(", "),
  });
}

function describe({ name }: Scenario, text: Text): { title: string; story: string } {
  const known: Record<string, { title: string; story: string }> = text.practice.scenarios;
  return known[name] ?? { title: name, story: "" };
}

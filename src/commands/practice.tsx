/** restamp practice: a really broken database on an embedded server, and the very same wizard. */
import { type ExitCode, Problem } from "../core/problem.ts";
import type { AlembicCommand } from "../io/alembic/find-alembic.ts";
import { openSandbox } from "../io/practice/sandbox.ts";
import { bundledSandboxProject } from "../io/practice/sandbox-project.ts";
import { type Cluster, startCluster } from "../io/shadow/cluster.ts";
import type { Scenario } from "../practice/scenario.ts";
import { toAscii } from "../ui/ascii-output.ts";
import type { Theme } from "../ui/theme.ts";
import type { Console } from "./console.ts";
import { openOwnChain } from "./own-chain.ts";
import { ownName } from "./own-scenario.ts";
import { hasTerminal, type Practice, playPractice } from "./play.tsx";
import type { TargetOptions } from "./port-settings.ts";
import { findPracticeAlembic } from "./practice-alembic.ts";
import { listScenarios } from "./practice-list.ts";
import { sandboxPorts } from "./sandbox-ports.ts";
import { chooseScenario } from "./scenario-menu.tsx";
import { allScenarios, findScenario, scenarioNamed } from "./scenarios.ts";

export interface PracticeOptions extends TargetOptions {
  readonly scenario?: string | undefined;
  readonly list?: boolean;
  /** The operator's own project. */
  readonly project?: string;
}

/** The first in the list. */
const FIRST = "1";

export async function practiceCommand(
  plain: Console,
  theme: Theme,
  options: PracticeOptions,
): Promise<ExitCode> {
  const console = theme.ascii ? inAscii(plain) : plain;
  forgetOtherServers();
  if (options.project !== undefined) {
    return practiseOwnChain(console, theme, options, options.project);
  }
  if (options.list === true) return listScenarios(allScenarios(), console);
  const { scenario: given } = options;
  const scenario =
    given === undefined && hasTerminal()
      ? await chooseScenario(theme, allScenarios())
      : findScenario(given ?? FIRST, process.cwd());
  if (scenario === null) return 0;
  const alembic = findPracticeAlembic(options.alembic);
  console.tell(console.text.practice.starting);
  const starting = startCluster();
  const opening = openBundled(scenario, starting, alembic, options, console);
  // Told where it is waited for.
  opening.catch(() => {});
  return onCluster(starting, async () => play(await opening, theme, console));
}

async function openBundled(
  scenario: Scenario,
  server: Promise<Cluster>,
  alembic: AlembicCommand,
  { lockTimeout }: PracticeOptions,
  { text }: Console,
): Promise<Practice> {
  const project = bundledSandboxProject();
  const { breakage } = scenario;
  const sandbox = await openSandbox({ server, breakage, project, alembic });
  return {
    scenario,
    sandbox,
    openPorts: sandboxPorts(sandbox, alembic, { lockTimeout }, text),
  };
}

async function practiseOwnChain(
  console: Console,
  theme: Theme,
  options: PracticeOptions,
  path: string,
): Promise<ExitCode> {
  return onCluster(startCluster(), async (cluster) => {
    const chain = await openOwnChain(path, options, cluster, console);
    if (options.list === true) return listScenarios(chain.scenarios, console, ownName);
    const scenario =
      options.scenario === undefined && hasTerminal()
        ? await chooseScenario(theme, chain.scenarios)
        : scenarioNamed(options.scenario ?? FIRST, chain.scenarios, ownName);
    if (scenario === null) return 0;
    console.tell(console.text.practice.starting);
    return play(await chain.begin(scenario), theme, console);
  });
}

async function play(practice: Practice, theme: Theme, console: Console): Promise<ExitCode> {
  const { text, tell } = console;
  const code = await playPractice(practice, theme, console);
  tell(text.practice.cleaned);
  if (hasTerminal())
    tell(text.practice.again(process.env["RESTAMP_PRACTICE"] ?? "restamp practice"));
  return code;
}

/** The server goes with the practice, however that ends. */
async function onCluster<T>(
  starting: Promise<Cluster>,
  work: (cluster: Cluster) => Promise<T>,
): Promise<T> {
  const cluster = await starting.catch((error) => {
    // There is no other place for a practice, as there is for a shadow database.
    const isMissing = error instanceof Problem && error.code === "shadow_unavailable";
    throw isMissing ? new Problem("practice_no_server", error.details, error) : error;
  });
  const stop = () => void cluster.stop();
  process.once("exit", stop);
  try {
    return await work(cluster);
  } finally {
    await cluster.stop();
    process.off("exit", stop);
  }
}

/** What is said before and after the screens. */
function inAscii(console: Console): Console {
  return { ...console, tell: (line) => console.tell(toAscii(line)) };
}

/** What the environment says of a real server would lead psql and libpq away, there or nowhere. */
function forgetOtherServers(): void {
  for (const name of Object.keys(process.env)) if (/^PG/.test(name)) delete process.env[name];
}

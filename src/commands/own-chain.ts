/** restamp practice --project: the operator's own chain, broken on a server of restamp's own. */
import { Problem } from "../core/problem.ts";
import { ownEnvironment, ownOptions, proofFor } from "../io/practice/own-environment.ts";
import { findOwnProject } from "../io/practice/own-project.ts";
import { DATABASE, openSandbox } from "../io/practice/sandbox.ts";
import type { SandboxProject } from "../io/practice/sandbox-project.ts";
import { countedRows } from "../io/practice/typed-sql.ts";
import { joinCommand } from "../io/process/split-command.ts";
import type { Cluster } from "../io/shadow/cluster.ts";
import { waysToBreak } from "../practice/own-chain.ts";
import type { Scenario } from "../practice/scenario.ts";
import { fittingReference } from "../session/stages/fitting-reference.ts";
import type { Console } from "./console.ts";
import { diagnoseQuietly, recordingLines } from "./headless.ts";
import { openPorts } from "./open-ports.ts";
import { brokenScenario, listedScenario, ownName, scenarioName } from "./own-scenario.ts";
import type { Practice } from "./play.tsx";
import type { TargetOptions } from "./port-settings.ts";
import { sandboxPorts } from "./sandbox-ports.ts";

/** A chain that was read and recorded, with the ways in which it can be broken. */
export interface OwnChain {
  readonly scenarios: readonly Scenario[];
  /** @throws Problem practice_way_failed when the chain does not let itself be broken so */
  begin(scenario: Scenario): Promise<Practice>;
}

/**
 * @param path of the project. Nothing in it is changed, and nothing that can be told of its database reaches env.py
 * @throws Problem config_*, chain_*, shadow_not_followed, recording_failed
 */
export async function openOwnChain(
  path: string,
  options: TargetOptions,
  cluster: Cluster,
  console: Console,
): Promise<OwnChain> {
  const from = process.cwd();
  const own = findOwnProject(path, options, from, process.env);
  const { places, alembic, copied } = own;
  const url = cluster.url(DATABASE, own.scheme);
  // From here on whatever is started has no other database to go to.
  Object.assign(process.env, ownEnvironment(own, options, from, process.env, url));
  const { x, options: alembicOptions } = ownOptions(own, options.x ?? [], url);
  const { name, lockTimeout } = options;
  const target = { x, lockTimeout, ...(name === undefined ? {} : { name }) };
  const ports = openPorts({
    target: {
      ...target,
      config: places.configPath,
      url: url.text,
      alembic: joinCommand(alembic.argv),
    },
    from: places.directory,
    environment: process.env,
    log: () => {},
    text: console.text,
    led: url,
    isKept: true,
  });
  // A chain that only Alembic can read is read on env.py's own connection.
  await cluster.createDatabase(DATABASE);
  const workbench = await ports.open();
  const { reference } = await fittingReference(workbench, recordingLines(console));
  await cluster.dropDatabase(DATABASE);
  const { stopped } = reference;
  if (stopped) {
    const { revision, line } = stopped;
    throw new Problem("recording_failed", {
      command: workbench.alembic.shown,
      line,
      revision: revision ?? "",
    });
  }
  const project: SandboxProject = {
    ...copied,
    scheme: own.scheme,
    options: alembicOptions,
    reference,
    prove: proofFor(own, x),
  };
  const ways = waysToBreak(workbench.project.graph, reference);
  const scenarios = ways.map(listedScenario);

  async function begin(scenario: Scenario): Promise<Practice> {
    const way = ways.find((each) => scenarioName(each) === scenario.name);
    let verdict = "";
    for (const attempt of way?.attempts ?? []) {
      const { breakage } = attempt;
      const sandbox = await openSandbox({ server: cluster, breakage, project, alembic });
      const openPorts = sandboxPorts(sandbox, alembic, target, console.text, true);
      const seen = await diagnoseQuietly(
        openPorts(() => {}),
        { ...console, tell: () => {} },
      );
      if (way && seen.diagnosis.verdict === way.verdict) {
        const rows = await countedRows(sandbox.url);
        return { scenario: brokenScenario(way, attempt, seen, rows), sandbox, openPorts };
      }
      verdict = seen.diagnosis.verdict;
      await sandbox.end();
    }
    throw new Problem("practice_way_failed", { name: ownName(scenario), verdict });
  }

  return { scenarios, begin };
}

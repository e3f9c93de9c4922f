/** Where the commands of a page are run: a practice scenario's broken database, and its project. */
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { findAlembic } from "../../../src/io/alembic/find-alembic.ts";
import { openSandbox } from "../../../src/io/practice/sandbox.ts";
import { bundledSandboxProject } from "../../../src/io/practice/sandbox-project.ts";
import type { Cluster } from "../../../src/io/shadow/cluster.ts";
import { REVISIONS } from "../database.ts";
import { PG_DUMP } from "../dump-programs.ts";
import { standIn } from "../files.ts";
import { BUNDLE, environmentIn, temporaryFolder } from "../restamp.ts";
import { SCENARIOS } from "../scenarios.ts";
import { standInForDocker } from "./container.ts";
import type { Shell } from "./shell.ts";

export interface Scene extends Shell {
  /** The output as the page may show it: with the folders and the port of somebody's server. */
  readonly asShown: (line: string) => string;
  /** The command of the page, as it has to be typed here. */
  readonly asTyped: (command: string) => string;
  end(): Promise<void>;
}

/** What a page says instead of the test's own folders and port. */
const SERVER_FOLDER = "/srv/app";
const HOME = "/home/ada";
const PORT = "5432";

/**
 * @param name of the scenario; null where there is no database
 * @param language of the page
 */
export async function openScene(
  server: Cluster,
  name: string | null,
  language: string,
): Promise<Scene> {
  const home = temporaryFolder();
  const bin = join(home, "bin");
  const { XDG_STATE_HOME: _, ...own } = environmentIn(home);
  const environment: Record<string, string> = { ...own, RESTAMP_LANG: language };
  if (PG_DUMP !== null) environment["RESTAMP_PG_DUMP"] = PG_DUMP;
  standIn(bin, "restamp", `exec '${process.execPath}' -- '${BUNDLE}' "$@"`);
  standIn(bin, "alembic", `exec ${own["RESTAMP_ALEMBIC"]} "$@"`);
  environment["PATH"] = `${bin}:${dirname(process.execPath)}:${environment["PATH"]}`;
  if (name === null) {
    mkdirSync(join(home, "app"));
    const cwd = join(home, "app");
    return { home, cwd, environment, ...translation([[home, HOME]]), end: async () => {} };
  }
  const scenario = SCENARIOS.find((each) => each.name === name);
  if (!scenario) throw new Error(`There is no scenario ${name}`);
  const alembic = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]);
  const project = bundledSandboxProject();
  const { breakage } = scenario;
  const sandbox = await openSandbox({ server, breakage, project, alembic });
  const { port } = sandbox.url;
  standInForDocker(bin, home, alembic, sandbox);
  return {
    home,
    cwd: sandbox.project,
    environment: { ...environment, ...sandbox.environment },
    ...translation([
      [dirname(sandbox.project), SERVER_FOLDER],
      [home, HOME],
      [`127.0.0.1:${port}`, `127.0.0.1:${PORT}`],
    ]),
    end: () => sandbox.end(),
  };
}

function translation(pairs: readonly (readonly [here: string, shown: string])[]) {
  return {
    asShown: (line: string) =>
      pairs.reduce((text, [here, shown]) => text.replaceAll(here, shown), line),
    asTyped: (command: string) =>
      pairs.reduce((text, [here, shown]) => text.replaceAll(shown, here), command),
  };
}

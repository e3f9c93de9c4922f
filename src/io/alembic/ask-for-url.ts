/** Asks env.py which database it goes to, where neither a variable nor alembic.ini says so. */
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { explainFailure } from "../../core/alembic-failure.ts";
import { incompleteUrlOfParameters } from "../../core/connection-parameters.ts";
import { type DatabaseUrl, isUrlFault } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { redactor } from "../process/redact.ts";
import { knownSecrets } from "../process/secrets.ts";
import { completeUrl } from "../project/find-url.ts";
import { type AlembicSettings, configVariable, optionsFor, QUIET_PYTHON } from "./invocation.ts";
import { partOf } from "./led-variables.ts";
import { openWorker, type Worker } from "./worker.ts";

/** Seconds: the project's own modules may be many, and lie on a slow disk. */
const MOST_PATIENCE = 30;

/** Why env.py has named no database: what it said, or how long nothing came. */
export type Unasked =
  | { readonly asked: "nothing" | "impossible" }
  | { readonly asked: "failed"; readonly line: string }
  | { readonly asked: "slow"; readonly seconds: string };

type Asked = Pick<
  AlembicSettings,
  "findCommand" | "configPath" | "section" | "extra" | "readWritten"
>;

/**
 * Runs env.py up to its first connection, and not further.
 * @param patience seconds
 */
export async function askForUrl(
  settings: Asked,
  environment: NodeJS.ProcessEnv,
  patience = MOST_PATIENCE,
): Promise<DatabaseUrl | Unasked> {
  let worker: Worker | null = null;
  try {
    worker = openWorker(settings.findCommand(), {
      shown: "alembic current",
      directory: dirname(settings.configPath),
      environment: QUIET_PYTHON,
      redact: redactor(passwordsIn({ ...settings.readWritten?.(), ...environment })),
    });
    if (worker === null) return { asked: "impossible" };
    const said = await Promise.race([
      worker.where(configVariable(settings.configPath), optionsFor(settings, null)),
      sleep(patience * 1000, "slow" as const, { ref: false }),
    ]);
    if (said === "slow") return { asked: "slow", seconds: String(patience) };
    if (said.place === null) {
      const { line } = explainFailure(said.lines);
      return said.failed && line !== "" ? { asked: "failed", line } : { asked: "nothing" };
    }
    const url = completeUrl(incompleteUrlOfParameters(said.place), environment);
    return isUrlFault(url) ? { asked: "nothing" } : url;
  } catch (error) {
    if (error instanceof Problem) return { asked: "impossible" };
    throw error;
  } finally {
    await worker?.end();
  }
}

/** The database's own is not known yet; what env.py says of its settings may hold it. */
function passwordsIn(variables: NodeJS.ProcessEnv): string[] {
  const passwords = Object.entries(variables).flatMap(([name, value = ""]) =>
    partOf(name)?.part === "password" && value.length > 2 ? [value, encodeURIComponent(value)] : [],
  );
  return [...knownSecrets(), ...passwords];
}

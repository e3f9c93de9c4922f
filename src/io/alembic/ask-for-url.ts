/** Asks env.py which database it goes to, where neither a variable nor alembic.ini says so. */
import { dirname } from "node:path";
import { urlOfParameters } from "../../core/connection-parameters.ts";
import { type DatabaseUrl, isUrlFault } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { type AlembicSettings, configVariable, optionsFor, QUIET_PYTHON } from "./invocation.ts";
import { openWorker } from "./worker.ts";

/**
 * Runs env.py up to its first connection, and not further.
 * @returns null when there is no alembic, when env.py does not get as far, or when it goes to no
 *   PostgreSQL database
 */
export async function askForUrl(
  settings: Pick<AlembicSettings, "findCommand" | "configPath" | "section" | "extra">,
): Promise<DatabaseUrl | null> {
  try {
    const worker = openWorker(settings.findCommand(), {
      shown: "alembic current",
      directory: dirname(settings.configPath),
      environment: QUIET_PYTHON,
      redact: () => "", // nobody reads it
    });
    const place = await worker?.where(
      configVariable(settings.configPath),
      optionsFor(settings, null),
    );
    await worker?.end();
    const url = place ? urlOfParameters(place) : null;
    return url === null || isUrlFault(url) ? null : url;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}

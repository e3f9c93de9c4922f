/** How alembic is led to the sandbox with the operator's own project, and the proof that it follows. */
import { isAbsolute, join } from "node:path";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { openAlembic } from "../alembic/alembic.ts";
import { ledVariable, libpqVariables, redirectedOption } from "../alembic/led-variables.ts";
import { withConnection } from "../postgres/connection.ts";
import type { ProjectPlaces } from "../project/find-project.ts";
import { URL_VARIABLE, writtenVariables } from "../project/find-url.ts";
import { proveFollowed } from "../shadow/prove-shadow.ts";
import { OWN_NAME } from "./break-database.ts";
import type { OwnProject, OwnProjectOptions } from "./own-project.ts";
import type { SandboxProject } from "./sandbox-project.ts";

/**
 * What env.py is given beside DATABASE_URL: variables of the project's .env, which is not copied,
 * whatever in them and in the environment names a database leading to the sandbox; and the project's own modules.
 */
export function ownEnvironment(
  { places }: OwnProject,
  options: OwnProjectOptions,
  from: string,
  environment: NodeJS.ProcessEnv,
  sandbox: DatabaseUrl,
): Record<string, string> {
  const all = { ...writtenVariables(places, options, from), ...environment };
  const led = Object.entries(all).flatMap(([name, value = ""]) => {
    if (/^PG/.test(name)) return [];
    const led = ledVariable(name, value, sandbox);
    if (led !== null) return [[name, led]];
    return environment[name] === undefined ? [[name, value]] : [];
  });
  return {
    ...Object.fromEntries(led),
    ...libpqVariables(sandbox),
    [URL_VARIABLE]: sandbox.text,
    PYTHONPATH: modulePath(places, environment["PYTHONPATH"]),
  };
}

/** The copy holds scripts only: what they import is where it always was. */
function modulePath(places: ProjectPlaces, before: string | undefined): string {
  const { options, directory } = places;
  const added = options.paths("prepend_sys_path") ?? [];
  const folders = added.map((folder) => (isAbsolute(folder) ? folder : join(directory, folder)));
  return [...new Set([...folders, directory]), ...(before ? [before] : [])].join(":");
}

/** @returns options of alembic for the project, in a sandbox */
export function ownOptions(
  { places }: OwnProject,
  x: readonly string[],
  sandbox: DatabaseUrl,
): { readonly x: readonly string[]; readonly options: readonly string[] } {
  const values = x.map((value) => redirectedOption(value, sandbox));
  const section = places.section === "alembic" ? [] : ["-n", places.section];
  return { x: values, options: [...section, ...values.flatMap((value) => ["-x", value])] };
}

/**
 * Proves that env.py goes to the sandbox, on the very connection that it opens.
 * @throws Problem shadow_not_followed, alembic_failed
 */
export function proofFor(
  { alembic, places }: OwnProject,
  x: readonly string[],
): NonNullable<SandboxProject["prove"]> {
  return async (configPath, url) => {
    const asked = openAlembic(
      {
        findCommand: () => alembic,
        configPath,
        section: places.section,
        extra: x,
        database: url,
        variable: URL_VARIABLE,
        lockTimeout: "10s",
        isKept: true,
      },
      () => {},
    );
    const worker = await asked.openWorker();
    try {
      await withConnection(url, OWN_NAME, (client) => proveFollowed(client, asked, worker, url));
    } finally {
      await worker?.end();
    }
  };
}

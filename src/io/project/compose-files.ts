/** Which compose files a project has: as docker compose itself would take them. */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { readVariable } from "./env-file.ts";

/** In the order in which docker compose takes the first (compose-go, `DefaultFileNames`, 2.x). */
export const COMPOSE_FILES = [
  "compose.yaml",
  "compose.yml",
  "docker-compose.yml",
  "docker-compose.yaml",
];

/** The same for those that override (`DefaultOverrideFileNames`). */
const OVERRIDES = ["compose", "docker-compose"].flatMap((stem) =>
  ["yml", "yaml"].map((ending) => `${stem}.override.${ending}`),
);

const VARIABLE = "COMPOSE_FILE";

/**
 * COMPOSE_FILE names them, in the environment or in the `.env` beside a project (Docker docs, "Set or
 * change pre-defined environment variables"); else they have their usual names.
 * @param folders in which they are looked for, one after the other
 * @param from the folder that COMPOSE_FILE's paths start from
 * @returns absolute paths, the first one the project's own; none where there is none
 */
export function composeFiles(
  folders: readonly string[],
  from: string,
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  const named = environment[VARIABLE];
  if (named) return listed(named, from, environment);
  for (const folder of folders) {
    const written = writtenIn(join(folder, ".env"));
    if (written) return listed(written, folder, environment);
    const usual = firstIn(folder, COMPOSE_FILES);
    if (usual !== undefined) return [usual, ...overridesBeside(usual)];
  }
  return [];
}

function listed(paths: string, from: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const separator = environment["COMPOSE_PATH_SEPARATOR"] || ":";
  const named = paths.split(separator).filter((path) => path !== "");
  return named.map((path) => resolve(from, path));
}

/** docker takes it by itself where no file is named. */
function overridesBeside(file: string): readonly string[] {
  const override = firstIn(dirname(file), OVERRIDES);
  return override === undefined ? [] : [override];
}

const firstIn = (folder: string, names: readonly string[]) =>
  names.map((name) => join(folder, name)).find((path) => existsSync(path));

/** One that may not be read says nothing. */
function writtenIn(path: string): string | undefined {
  try {
    return readVariable(readFileSync(path, "utf8"), VARIABLE);
  } catch {
    return undefined;
  }
}

/** The operator's own project, as a sandbox takes it: what is copied, and what leads env.py there. */
import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Problem } from "../../core/problem.ts";
import { type AlembicCommand, findAlembic } from "../alembic/find-alembic.ts";
import { fromAnywhere } from "../alembic/from-anywhere.ts";
import { BASELINE_FILE } from "../project/baseline-file.ts";
import { EVIDENCE_FOLDER } from "../project/evidence-files.ts";
import { locateProject, type ProjectPlaces } from "../project/find-project.ts";
import { findUrl, type UrlOptions } from "../project/find-url.ts";
import type { SandboxProject } from "./sandbox-project.ts";

export interface OwnProjectOptions extends UrlOptions {
  readonly config?: string;
  readonly name?: string;
  readonly x?: readonly string[];
  readonly alembic?: string;
}

export interface OwnProject {
  readonly places: ProjectPlaces;
  readonly copied: Pick<SandboxProject, "root" | "config" | "section" | "parts" | "scripts">;
  readonly alembic: AlembicCommand;
  /** How its URLs begin, such as postgresql+asyncpg: env.py may insist on it. */
  readonly scheme: string;
}

/**
 * @param path the folder of alembic.ini, one above it, or the file itself
 * @param from the folder in which that was typed
 * @throws Problem config_*, alembic_missing, env_file_missing
 */
export function findOwnProject(
  path: string,
  options: OwnProjectOptions,
  from: string,
  environment: NodeJS.ProcessEnv,
): OwnProject {
  const folder = resolve(from, path);
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  const places = locateProject(isFolder ? folder : dirname(folder), {
    config: options.config ?? (isFolder ? undefined : folder),
    section: options.name,
    x: options.x,
  });
  return {
    places,
    copied: whatIsCopied(places),
    alembic: fromAnywhere(findAlembic(places.directory, options.alembic, from)),
    scheme: schemeOf(places, options, from, environment),
  };
}

/** alembic.ini, the scripts, and what restamp reads beside them: nothing that holds a password. */
function whatIsCopied(places: ProjectPlaces): OwnProject["copied"] {
  const { configPath, directory, versionsPath, folders, section } = places;
  const beside = ["pyproject.toml", BASELINE_FILE, EVIDENCE_FOLDER].map((name) =>
    join(directory, name),
  );
  const paths = [...new Set([configPath, dirname(versionsPath), ...folders, ...beside])].filter(
    (path) => existsSync(path),
  );
  const root = paths.map((path) => folderOf(path)).reduce(commonFolder);
  const parts = paths
    .filter((path) => !paths.some((other) => other !== path && isBelow(other, path)))
    .map((path) => relative(root, path));
  const home = dirname(versionsPath);
  const scripts = existsSync(home) ? relative(root, home) : null;
  return { root, config: relative(root, configPath), section, parts, scripts };
}

function folderOf(path: string): string {
  return statSync(path).isDirectory() ? path : dirname(path);
}

function commonFolder(one: string, other: string): string {
  let folder = one;
  while (folder !== other && !isBelow(folder, other)) folder = dirname(folder);
  return folder;
}

function isBelow(folder: string, path: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Where nobody has told a URL yet, as on a trainee's machine, the usual form will do. */
function schemeOf(
  places: ProjectPlaces,
  options: OwnProjectOptions,
  from: string,
  environment: NodeJS.ProcessEnv,
): string {
  try {
    const { dialect, driver } = findUrl(places, options, from, environment).url;
    return driver === null ? dialect : `${dialect}+${driver}`;
  } catch (error) {
    if (error instanceof Problem && error.code !== "env_file_missing") return "postgresql";
    throw error;
  }
}

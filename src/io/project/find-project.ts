/** Finds an Alembic project, without running any of it. */
import { basename, dirname, join } from "node:path";
import { Problem } from "../../core/problem.ts";
import type { Project } from "../ports/project.ts";
import { type AlembicOptions, readAlembicOptions } from "./alembic-options.ts";
import { composeFiles } from "./compose-files.ts";
import { findConfig, PYPROJECT } from "./find-config.ts";
import { readChain, type ScriptPlaces } from "./read-chain.ts";
import { scriptLocation, versionFolders } from "./script-folders.ts";
import { oneDatabase } from "./several-databases.ts";

export interface ProjectOptions {
  readonly config?: string | undefined;
  readonly section?: string | undefined;
  /** What alembic is given with -x. */
  readonly x?: readonly string[] | undefined;
}

/** A project whose chain has not been read yet. */
export interface ProjectPlaces extends Omit<Project, "graph">, ScriptPlaces {
  readonly options: AlembicOptions;
  readonly section: string;
  /** The section that has the URL: of several databases the one that was chosen. */
  readonly urlSection: string;
  /** Where a compose file was looked for. */
  readonly composeFolders: readonly string[];
}

export type FoundProject = ProjectPlaces & Project;

/**
 * @param from the folder in which the operator stands
 * @returns the project; its folders may be missing here and known to Alembic, such as those of an
 *   installed package
 * @throws Problem config_*, several_databases
 */
export function locateProject(from: string, given: ProjectOptions): ProjectPlaces {
  const configPath = findConfig(from, given.config);
  const directory = dirname(configPath);
  const section = given.section ?? "alembic";
  const options = readAlembicOptions(configPath, section);
  const key = "script_location";
  const location = options.text(key);
  if (location === undefined) {
    const named = basename(configPath) === PYPROJECT ? "tool.alembic" : section;
    throw new Problem("config_section_missing", { path: configPath, section: named, key });
  }
  const urlSection = oneDatabase(configPath, options, given.x ?? []) ?? section;
  const versionsPath = join(scriptLocation(directory, location), "versions");
  const composeFolders = [directory, dirname(directory), from];
  return {
    configPath,
    directory,
    versionsPath,
    ...foldersOrNone(() => versionFolders(options, directory, versionsPath)),
    composeFolders,
    composeFiles: composeFiles(composeFolders, from, process.env),
    options,
    section,
    urlSection,
  };
}

/**
 * @param from the folder in which the operator stands
 * @returns the project and its chain, as the scripts say without being run
 * @throws Problem config_*, scripts_missing, script_unreadable, chain_*
 */
export function findProject(from: string, options: ProjectOptions): FoundProject {
  const places = locateProject(from, options);
  const graph = readChain(places);
  if (graph instanceof Problem) throw graph;
  return { ...places, graph };
}

function foldersOrNone(find: () => string[]): Pick<ScriptPlaces, "folders" | "missing"> {
  try {
    return { folders: find(), missing: null };
  } catch (error) {
    if (error instanceof Problem && error.code === "scripts_missing") {
      return { folders: [], missing: error };
    }
    throw error;
  }
}

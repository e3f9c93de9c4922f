/** Finds an Alembic project and reads its chain, without running any of it. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, dirname, isAbsolute, join, relative, resolve } from "node:path";
import { visible } from "../../core/display.ts";
import { Problem } from "../../core/problem.ts";
import {
  buildGraph,
  type GraphFault,
  isGraphFault,
  type Revision,
} from "../../core/revision-graph.ts";
import { isUnreadable, readRevisionScript } from "../../core/revision-script.ts";
import type { Project } from "../ports.ts";
import { type IniSections, iniValue, parseIni } from "./ini-file.ts";

const COMPOSE_FILES = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];

export interface ProjectOptions {
  readonly config?: string | undefined;
  readonly section?: string | undefined;
}

export interface FoundProject extends Project {
  readonly settings: IniSections;
  readonly section: string;
}

/**
 * @param from the folder in which the operator stands
 * @throws Problem config_*, scripts_missing, script_unreadable, chain_*
 */
export function findProject(from: string, options: ProjectOptions): FoundProject {
  const configPath = findConfig(from, options.config);
  const directory = dirname(configPath);
  const settings = readSettings(configPath);
  const section = options.section ?? "alembic";
  const location = iniValue(settings, section, "script_location", directory);
  if (location === undefined) {
    throw new Problem("config_section_missing", {
      path: configPath,
      section,
      key: "script_location",
    });
  }
  const versionsPath = join(scriptLocation(directory, location), "versions");
  const folders = versionFolders(settings, section, directory, versionsPath);
  const revisions = folders.flatMap((folder) => readRevisions(folder, directory));
  const graph = buildGraph(revisions);
  if (isGraphFault(graph)) throw chainProblem(graph, versionsPath);
  return {
    configPath,
    directory,
    versionsPath,
    graph,
    composeFile: findCompose([directory, dirname(directory), from]),
    settings,
    section,
  };
}

function findConfig(from: string, given: string | undefined): string {
  if (given !== undefined) {
    const path = resolve(from, given);
    if (!existsSync(path)) throw new Problem("config_missing", { path, looked: path });
    return statSync(path).isDirectory() ? findConfig(path, undefined) : path;
  }
  const looked = [join(from, "alembic.ini"), join(from, "backend", "alembic.ini")];
  const found = looked.filter((path) => existsSync(path));
  const [first, second] = found;
  if (first === undefined)
    throw new Problem("config_missing", { looked: looked.join(", "), path: from });
  if (second !== undefined) throw new Problem("config_ambiguous", { first, second });
  return first;
}

function readSettings(path: string): IniSections {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("config_unreadable", { path, reason }, error);
  }
  const settings = parseIni(text);
  if (typeof settings === "number") {
    throw new Problem("config_unreadable", { path, reason: "", line: String(settings) });
  }
  return settings;
}

function versionFolders(
  settings: IniSections,
  section: string,
  directory: string,
  fallback: string,
): string[] {
  const value = (key: string) => iniValue(settings, section, key, directory);
  const separator = SEPARATORS[value("path_separator") ?? value("version_path_separator") ?? ""];
  const folders = value("version_locations")
    ?.split(separator ?? /[\s,]+/)
    .map((folder) => folder.trim())
    .filter((folder) => folder !== "")
    .map((folder) => scriptLocation(directory, folder)) ?? [fallback];
  const missing = folders.find((folder) => !isFolder(folder));
  if (missing !== undefined) throw new Problem("scripts_missing", { path: missing });
  if (value("recursive_version_locations") !== "true") return folders;
  return folders.flatMap((folder) => [folder, ...foldersBelow(folder)]);
}

/** version_path_separator and, since Alembic 1.16, path_separator (alembic/config.py). */
const SEPARATORS: Record<string, string | RegExp> = {
  space: " ",
  newline: "\n",
  os: delimiter,
  ":": ":",
  ";": ";",
};

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function foldersBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "__pycache__")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** `package:folder` names a folder inside a Python package, which lies below the project. */
function scriptLocation(directory: string, location: string): string {
  const inPackage = /^([A-Za-z_][\w.]*):(.*)$/.exec(location);
  if (!inPackage) return inFolder(directory, location);
  return join(directory, ...(inPackage[1] ?? "").split("."), inPackage[2] ?? "");
}

function inFolder(directory: string, path: string): string {
  return isAbsolute(path) ? path : join(directory, path);
}

function readRevisions(folder: string, directory: string): Revision[] {
  const names = readdirSync(folder)
    // As Alembic chooses them (`_only_source_rev_file` in alembic/script/base.py, 1.20.1).
    .filter((name) => name.endsWith(".py") && !/^(?:\.#|__init__)/.test(name))
    .sort();
  const revisions: Revision[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const shown = visible(relative(directory, path));
    const source = readSource(path, shown);
    const script = readRevisionScript(source.toString("utf8"));
    if (script === null) continue;
    if (isUnreadable(script)) {
      const { name: assignment, found } = script;
      throw new Problem("script_unreadable", {
        path: shown,
        name: assignment,
        found: visible(found),
      });
    }
    revisions.push({
      id: script.id,
      message: visible(script.message),
      downRevisions: script.downRevisions,
      dependsOn: script.dependsOn,
      path: shown,
      sha256: createHash("sha256").update(source).digest("hex"),
    });
  }
  return revisions;
}

function readSource(path: string, shown: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("config_unreadable", { path: shown, reason }, error);
  }
}

function chainProblem(fault: GraphFault, versionsPath: string): Problem {
  switch (fault.fault) {
    case "empty":
      return new Problem("chain_empty", { path: versionsPath });
    case "duplicate":
      return new Problem("chain_duplicate", { id: fault.id, paths: fault.paths.join(", ") });
    case "missing_parent":
      return new Problem("chain_missing_parent", {
        id: fault.id,
        path: fault.path,
        parent: fault.parent,
      });
    case "cycle":
      return new Problem("chain_cycle", { ids: fault.ids.join(", ") });
  }
}

function findCompose(folders: readonly string[]): string | null {
  const paths = folders.flatMap((folder) => COMPOSE_FILES.map((name) => join(folder, name)));
  return paths.find((path) => existsSync(path)) ?? null;
}

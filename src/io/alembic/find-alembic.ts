/** Finds the alembic command that belongs to a project. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Problem } from "../../core/problem.ts";
import { isExecutable, onPath } from "../process/executables.ts";
import { splitCommand } from "../process/split-command.ts";
import { PYPROJECT } from "../project/find-config.ts";
import { readToolTable } from "../project/toml-file.ts";

/** How many folders above alembic.ini may hold the project's virtual environment. */
const FOLDERS_UP = 3;

/** What runs a project's commands in an environment of its own keeping, and how a project shows it. */
const TOOLS = {
  uv: (folder: string) => existsSync(join(folder, "uv.lock")),
  poetry: (folder: string) => existsSync(join(folder, "poetry.lock")),
  pdm: (folder: string) => existsSync(join(folder, "pdm.lock")),
  pipenv: (folder: string) => existsSync(join(folder, "Pipfile")),
  // Last: others build with hatchling, and say so in the same table.
  hatch: (folder: string) =>
    existsSync(join(folder, "hatch.toml")) ||
    readToolTable(join(folder, PYPROJECT), "hatch") !== null,
} as const;

export type Tool = keyof typeof TOOLS;

interface FoundCommand {
  readonly argv: readonly string[];
  readonly found: "option" | "virtual_environment" | "path";
}

interface ToolCommand {
  readonly argv: readonly string[];
  readonly found: Tool;
  /** Of the tool's project. */
  readonly folder: string;
}

export type AlembicCommand = FoundCommand | ToolCommand;

/**
 * @param given the option or RESTAMP_ALEMBIC: a command line as typed in a shell
 * @param from the folder in which it was typed
 * @throws Problem alembic_missing
 */
export function findAlembic(
  directory: string,
  given: string | undefined,
  from: string = directory,
): AlembicCommand {
  if (given !== undefined && given.trim() !== "") {
    const [file = "", ...args] = splitCommand(given);
    // alembic runs in the project's folder; a path means what it meant where it was typed.
    const program = file.includes("/") ? resolve(from, file) : file;
    return { argv: [program, ...args], found: "option" };
  }
  const folders = foldersFrom(directory);
  const active = process.env["VIRTUAL_ENV"];
  const environments = folders.flatMap((folder) =>
    [".venv", "venv", "env"].map((name) => join(folder, name)),
  );
  const installed = [...environments, ...(active ? [active] : [])]
    .map((environment) => join(environment, "bin", "alembic"))
    .find(isExecutable);
  if (installed) return { argv: [installed], found: "virtual_environment" };
  const tool = toolFor(folders);
  if (tool) return tool;
  const path = onPath("alembic");
  if (path) return { argv: [path], found: "path" };
  throw new Problem("alembic_missing", { command: "alembic", directory, reason: "not_found" });
}

/** @param folders of which one may be a tool's project, the nearest first */
function toolFor(folders: readonly string[]): ToolCommand | null {
  for (const [found, isProject] of Object.entries(TOOLS) as [Tool, (folder: string) => boolean][]) {
    const folder = folders.find(isProject);
    if (folder !== undefined && onPath(found))
      return { argv: [found, "run", "alembic"], found, folder };
  }
  return null;
}

function foldersFrom(directory: string): string[] {
  const folders = [directory];
  for (let folder = directory; folders.length <= FOLDERS_UP; ) {
    const parent = dirname(folder);
    if (parent === folder) break;
    folders.push(parent);
    folder = parent;
  }
  return folders;
}

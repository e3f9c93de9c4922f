/** Finds the alembic command that belongs to a project. */
import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { Problem } from "../../core/problem.ts";
import { isExecutable, onPath } from "../process/executables.ts";
import { splitCommand } from "../process/split-command.ts";

/** How many folders above alembic.ini may hold the project's virtual environment. */
const FOLDERS_UP = 3;

export interface AlembicCommand {
  readonly argv: readonly string[];
  readonly found: "option" | "virtual_environment" | "uv" | "poetry" | "path";
}

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
  for (const folder of folders) {
    for (const environment of [".venv", "venv", "env"]) {
      const path = join(folder, environment, "bin", "alembic");
      if (isExecutable(path)) return { argv: [path], found: "virtual_environment" };
    }
  }
  const active = process.env["VIRTUAL_ENV"];
  if (active && isExecutable(join(active, "bin", "alembic"))) {
    return { argv: [join(active, "bin", "alembic")], found: "virtual_environment" };
  }
  if (folders.some((folder) => existsSync(join(folder, "uv.lock"))) && onPath("uv")) {
    return { argv: ["uv", "run", "alembic"], found: "uv" };
  }
  if (folders.some((folder) => existsSync(join(folder, "poetry.lock"))) && onPath("poetry")) {
    return { argv: ["poetry", "run", "alembic"], found: "poetry" };
  }
  const path = onPath("alembic");
  if (path) return { argv: [path], found: "path" };
  throw new Problem("alembic_missing", { command: "alembic", directory, reason: "not_found" });
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

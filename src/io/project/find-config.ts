/** Finds and reads a project's alembic.ini, or what stands for it. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { Problem } from "../../core/problem.ts";
import { type IniSections, parseIni } from "./ini-file.ts";
import { readToolTable } from "./toml-file.ts";

/** What alembic reads in its folder when it is not told. */
export const PYPROJECT = "pyproject.toml";
const INI = "alembic.ini";

/** Whether alembic finds the file by itself in the folder that it runs in. */
export function isDefaultConfig(path: string): boolean {
  return [INI, PYPROJECT].includes(basename(path));
}

/**
 * @param from the folder in which the operator stands
 * @param given the file, or the folder that it is in
 * @returns the path of alembic.ini; of pyproject.toml where that has `[tool.alembic]` and stands alone
 * @throws Problem config_missing, config_ambiguous, config_unreadable
 */
export function findConfig(from: string, given: string | undefined): string {
  if (given !== undefined) {
    const path = resolve(from, given);
    if (!existsSync(path)) throw new Problem("config_missing", { path, named: path });
    if (statSync(path).isDirectory()) return findConfig(path, undefined);
    // Alembic reads alembic.ini beside it all the same, and believes that first.
    const beside = join(dirname(path), INI);
    return basename(path) === PYPROJECT && existsSync(beside) ? beside : path;
  }
  const folders = [from, join(from, "backend")];
  const [first, second] = folders.map(configIn).filter((path) => path !== null);
  if (first === undefined) {
    const looked = folders.map((folder) => join(folder, INI)).join(", ");
    throw new Problem("config_missing", { looked, path: from });
  }
  if (second !== undefined) throw new Problem("config_ambiguous", { first, second });
  return first;
}

function configIn(folder: string): string | null {
  if (existsSync(join(folder, INI))) return join(folder, INI);
  const path = join(folder, PYPROJECT);
  return readToolTable(path, "alembic")?.["script_location"] === undefined ? null : path;
}

/** @throws Problem config_unreadable */
export function readSettings(path: string): IniSections {
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

/** Finds and reads a project's alembic.ini. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { Problem } from "../../core/problem.ts";
import { type IniSections, parseIni } from "./ini-file.ts";

/**
 * @param from the folder in which the operator stands
 * @param given the file, or the folder that it is in
 * @returns the path of alembic.ini
 * @throws Problem config_missing, config_ambiguous
 */
export function findConfig(from: string, given: string | undefined): string {
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

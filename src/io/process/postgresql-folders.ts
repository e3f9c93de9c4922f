/** Where a machine keeps PostgreSQL's programs. */
import { existsSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { foldersOnPath } from "./executables.ts";

/** Where packages put the programs of each version; `*` stands for any name. */
const FOLDERS = [
  "/usr/lib/postgresql/*/bin",
  "/usr/pgsql-*/bin",
  "/usr/local/pgsql/bin",
  "/opt/homebrew/opt/*/bin",
  "/usr/local/opt/*/bin",
  "/Applications/Postgres.app/Contents/Versions/*/bin",
];

/** @returns the folders of PATH, then those of the usual packages; each once */
export function postgresqlFolders(): string[] {
  return [...new Set([...foldersOnPath(), ...FOLDERS.flatMap(matching)])];
}

function matching(pattern: string): string[] {
  const star = pattern.indexOf("*");
  if (star === -1) return existsSync(pattern) ? [pattern] : [];
  const parent = dirname(pattern.slice(0, star + 1));
  const [start = "", end = ""] = basename(pattern.slice(0, pattern.indexOf("/", star))).split("*");
  const rest = pattern.slice(pattern.indexOf("/", star));
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => name.startsWith(start) && name.endsWith(end))
    .map((name) => join(parent, name + rest));
}

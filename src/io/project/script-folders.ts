/** The folders of an Alembic project, as its alembic.ini names them. */
import { readdirSync, statSync } from "node:fs";
import { delimiter, isAbsolute, join } from "node:path";
import { Problem } from "../../core/problem.ts";
import { type IniSections, iniValue } from "./ini-file.ts";

/**
 * @param directory the folder of alembic.ini
 * @param fallback where the scripts are when nothing else is said
 * @returns the folders of the revision scripts
 * @throws Problem scripts_missing
 */
export function versionFolders(
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

/** @returns the folder; `package:folder` names one inside a Python package, which lies below the project */
export function scriptLocation(directory: string, location: string): string {
  const inPackage = /^([A-Za-z_][\w.]*):(.*)$/.exec(location);
  if (!inPackage) return inFolder(directory, location);
  return join(directory, ...(inPackage[1] ?? "").split("."), inPackage[2] ?? "");
}

function inFolder(directory: string, path: string): string {
  return isAbsolute(path) ? path : join(directory, path);
}

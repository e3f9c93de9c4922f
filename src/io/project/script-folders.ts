/** The folders of an Alembic project, as its options name them. */
import { readdirSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { Problem } from "../../core/problem.ts";
import type { AlembicOptions } from "./alembic-options.ts";

/**
 * @param directory the folder of alembic.ini
 * @param fallback where the scripts are when nothing else is said
 * @returns the folders of the revision scripts
 * @throws Problem scripts_missing
 */
export function versionFolders(
  options: AlembicOptions,
  directory: string,
  fallback: string,
): string[] {
  const named = options.paths("version_locations");
  const folders = named?.map((folder) => scriptLocation(directory, folder)) ?? [fallback];
  const missing = folders.find((folder) => !isFolder(folder));
  if (missing !== undefined) throw new Problem("scripts_missing", { path: missing });
  if (!options.flag("recursive_version_locations")) return folders;
  return folders.flatMap((folder) => [folder, ...foldersBelow(folder)]);
}

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

/** Finds restamp's own settings: restamp.toml, or `[tool.restamp]` in pyproject.toml. */
import { existsSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { isReadableByOthers } from "./read-by-others.ts";
import { readToml, readToolTable, type TomlTable } from "./toml-file.ts";

export interface SettingsFile {
  readonly path: string;
  readonly table: TomlTable;
  readonly isReadableByOthers: boolean;
}

/** Where somebody stands, and what was said there. */
export interface Standing {
  readonly from: string;
  readonly home: string;
  /** The file or folder given with --config. */
  readonly config: string | undefined;
}

/**
 * @returns the settings that count here: the nearest restamp.toml, else the nearest pyproject.toml
 *   that has them; null without any
 * @throws Problem config_unreadable
 */
export function findSettings(standing: Standing): SettingsFile | null {
  const folders = foldersToSearch(standing);
  for (const path of folders.map((folder) => join(folder, "restamp.toml"))) {
    if (existsSync(path)) return asSettings(path, readToml(path));
  }
  for (const path of folders.map((folder) => join(folder, "pyproject.toml"))) {
    const table = readToolTable(path, "restamp");
    if (table) return asSettings(path, table);
  }
  return null;
}

function asSettings(path: string, table: TomlTable): SettingsFile {
  return { path, table, isReadableByOthers: isReadableByOthers(path) };
}

/** A project that is named has its own settings first; one that is looked for has them last. */
function foldersToSearch({ from, home, config }: Standing): string[] {
  const upwards = foldersUpwards(from, home);
  const folders =
    config === undefined
      ? [...upwards, join(from, "backend")]
      : [folderOf(resolve(from, config)), ...upwards];
  return [...new Set(folders)];
}

function folderOf(path: string): string {
  const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
  return isFolder ? path : dirname(path);
}

/**
 * Up to the repository's root or the home, whichever comes first. Outside of both only the folder
 * itself: whoever may write into /tmp, or whatever lies above, does not tell restamp what to run.
 */
function foldersUpwards(from: string, home: string): string[] {
  const folders: string[] = [];
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === resolve(home) || existsSync(join(folder, ".git"))) return folders;
    if (dirname(folder) === folder) return folders.slice(0, 1);
  }
}

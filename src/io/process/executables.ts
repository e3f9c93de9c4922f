/** Finds programs. */
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** @returns the folders of PATH, in its order */
export function foldersOnPath(): string[] {
  return (process.env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
}

/** @returns the first program of that name on PATH */
export function onPath(name: string): string | undefined {
  return foldersOnPath()
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function isExecutable(path: string): boolean {
  return may(constants.X_OK, path);
}

export function isReadable(path: string): boolean {
  return may(constants.R_OK, path);
}

function may(access: number, path: string): boolean {
  try {
    accessSync(path, access);
    return true;
  } catch {
    return false;
  }
}

/** Where restamp's own files are: beside the sources, beside the bundle, or in the executable. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { isSea } from "node:sea";
import { fileURLToPath } from "node:url";
import { Problem } from "../core/problem.ts";
import { unpackedFiles } from "./unpacked-files.ts";

/** @returns the folder of the bundled Alembic project, with which restamp is practised */
export function bundledProject(): string {
  return join(packageRoot(), "revisions");
}

/** @returns the folder of the practice scenarios: they are read, not built in */
export function scenarioFolder(): string {
  return join(packageRoot(), "src", "practice", "scenarios");
}

function packageRoot(): string {
  if (isSea()) return unpackedFiles();
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    if (existsSync(join(folder, "revisions", "alembic.ini"))) return folder;
    if (folder === dirname(folder))
      throw new Problem("bug", { what: "the folder revisions is missing" });
  }
}

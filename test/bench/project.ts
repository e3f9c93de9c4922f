/** The programs that are measured, on the project of eight revisions that restamp brings along. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Program } from "./programs.ts";

/** Nothing else is running yet, so nothing is compiled or written beside the scripts. */
const QUIET_PYTHON = { PYTHONDONTWRITEBYTECODE: "1" };

export const REVISIONS = fileURLToPath(new URL("../../revisions", import.meta.url));

export const CONFIG = join(REVISIONS, "alembic.ini");

/** The bundle, as it is installed. */
export const RESTAMP: readonly string[] = [
  process.execPath,
  fileURLToPath(new URL("../../dist/restamp.js", import.meta.url)),
];

export function alembicOn(
  alembic: readonly string[],
  url: string,
  ...args: readonly string[]
): Program {
  return {
    argv: [...alembic, ...args],
    folder: REVISIONS,
    environment: { ...QUIET_PYTHON, DATABASE_URL: url },
  };
}

/** @param folder for what is recorded: the project keeps its own */
export function recordOn(alembic: readonly string[], folder: string): Program {
  const reference = join(folder, "recorded.json");
  return {
    argv: [...RESTAMP, "record", "--all", "-c", CONFIG, "--reference", reference],
    environment: {
      ...QUIET_PYTHON,
      // It is not connected to: recording works in a database of its own.
      DATABASE_URL: "postgresql://nobody@127.0.0.1:1/nothing",
      RESTAMP_ALEMBIC: alembic.map((word) => `"${word}"`).join(" "),
    },
  };
}

/** A project's alembic, run in another folder than the project's: in a copy of it. */
import { join } from "node:path";
import type { AlembicCommand, Tool } from "./find-alembic.ts";

/** hatch knows its project by the folder alone: it is asked there, and alembic runs here. */
const FROM_HERE = `here=$PWD && cd "$0" && exec hatch run sh -c 'cd "$1" && shift && exec "$@"' sh "$here" "$@"`;

/** By tool: what runs a command with the environment of the project in that folder. */
const RUNNERS: Readonly<Record<Tool, (folder: string) => readonly string[]>> = {
  uv: (folder) => ["uv", "run", "--project", folder],
  poetry: (folder) => ["poetry", "--project", folder, "run"],
  pdm: (folder) => ["pdm", "run", "--project", folder],
  pipenv: (folder) => ["env", `PIPENV_PIPFILE=${join(folder, "Pipfile")}`, "pipenv", "run"],
  hatch: (folder) => ["sh", "-c", FROM_HERE, folder],
};

/** Tools look for their project where they are run: they are told where it is. */
export function fromAnywhere(command: AlembicCommand): AlembicCommand {
  if (!("folder" in command)) return command;
  return { ...command, argv: [...RUNNERS[command.found](command.folder), "alembic"] };
}

/** @returns what a person would type for it in the project's folder; null for any other command */
export function typedInProject(argv: readonly string[]): string | null {
  return argv.includes(FROM_HERE) ? ["hatch", "run", ...argv.slice(4)].join(" ") : null;
}

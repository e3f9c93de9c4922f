/** The alembic that a practice runs, looked for before a server is started for it. */
import { Problem } from "../core/problem.ts";
import { type AlembicCommand, findAlembic } from "../io/alembic/find-alembic.ts";
import { bundledProject } from "../io/package-root.ts";
import { isExecutable, onPath } from "../io/process/executables.ts";

/**
 * @param given --alembic or RESTAMP_ALEMBIC
 * @throws Problem alembic_missing, also where what was given is no program
 */
export function findPracticeAlembic(given: string | undefined): AlembicCommand {
  const alembic = findAlembic(bundledProject(), given, process.cwd());
  const [program = ""] = alembic.argv;
  const isThere = program.includes("/") ? isExecutable(program) : onPath(program) !== undefined;
  if (isThere) return alembic;
  throw new Problem("alembic_missing", { command: program, reason: "ENOENT", file: program });
}

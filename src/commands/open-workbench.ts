/** Wires the adapters for one project, once that, its database and its alembic are found. */
import { dirname, resolve } from "node:path";
import type { Alembic } from "../io/alembic/alembic.ts";
import { openBackups } from "../io/backup/backups.ts";
import { dumpProgramFinder } from "../io/backup/programs.ts";
import type { Workbench } from "../io/ports/workbench.ts";
import { openDatabase } from "../io/postgres/database.ts";
import { openTemplateClones } from "../io/practice/template-clones.ts";
import { readEvidence } from "../io/project/evidence-files.ts";
import type { FoundProject } from "../io/project/find-project.ts";
import { findInHistory } from "../io/project/git-history.ts";
import { openClones } from "../io/rehearsal/clones.ts";
import { stateFolder } from "../io/state-folder.ts";
import type { FoundWay } from "./find-way.ts";
import { openReference } from "./open-reference.ts";
import type { PortSettings } from "./port-settings.ts";

export function openWorkbench(
  { target, from, environment, log, text, sandbox }: PortSettings,
  project: FoundProject,
  { url: own, detour, source }: FoundWay,
  alembic: Alembic,
): Workbench {
  const url = detour ?? own;
  const isSandbox = sandbox !== undefined;
  const isDeclined = target.backup === "none";
  const reference = openReference({ target, from, project, url, alembic, isSandbox, text });
  const questions = readEvidence(dirname(reference.path));
  const { schema, lockTimeout } = target;
  const asked = { lockTimeout, questions, schema };
  const database = openDatabase(url, log, asked);
  const programsFor = dumpProgramFinder({
    url,
    given: target.pgDump,
    from,
    composeFiles: project.composeFiles,
  });
  const backup = openBackups({
    url,
    declined: isDeclined || (isSandbox && "if_impossible"),
    // An undo keeps what it takes away, whatever is said of a repair.
    folder:
      target.backup && !isDeclined
        ? resolve(from, target.backup)
        : (sandbox?.state ?? stateFolder(environment, "backups")),
    programsFor,
    lockTimeout,
  });
  const usual = openClones({ url, alembic, programsFor, database: asked });
  const clones = sandbox ? openTemplateClones(usual, sandbox, alembic, asked) : usual;
  const history = { find: (id: string) => findInHistory(project.directory, id) };
  return {
    schema: schema ?? null,
    project,
    source,
    alembic,
    database,
    reference,
    backup,
    clones,
    rehearse: target.rehearse ?? "schema",
    history,
  };
}

/** Wires the project's own alembic: which command, and which way it takes to the database. */
import { dirname, join } from "node:path";
import { runsElsewhere } from "../core/runs-elsewhere.ts";
import { type Alembic, openAlembic } from "../io/alembic/alembic.ts";
import type { Unasked } from "../io/alembic/ask-for-url.ts";
import { findAlembic } from "../io/alembic/find-alembic.ts";
import type { ProjectPlaces } from "../io/project/find-project.ts";
import { type FoundUrl, URL_VARIABLE, writtenVariables } from "../io/project/find-url.ts";
import type { FoundWay } from "./find-way.ts";
import type { PortSettings } from "./port-settings.ts";

type AlembicChoice = Pick<PortSettings, "target" | "from" | "log" | "isKept">;

/** Whether one was named, or is on this machine. */
export function hasAlembic({ target, from }: AlembicChoice, places: ProjectPlaces): boolean {
  try {
    findAlembic(places.directory, target.alembic, from);
    return true;
  } catch {
    return false;
  }
}

/** @returns where env.py goes by itself, without going there; or why it does not say so */
export async function urlOfEnvPy(
  { target, from, environment }: AlembicChoice & Pick<PortSettings, "environment">,
  places: ProjectPlaces,
): Promise<FoundUrl | Unasked> {
  // Loaded where it is asked: what only reads starts no program.
  const { askForUrl } = await import("../io/alembic/ask-for-url.ts");
  const url = await askForUrl(
    {
      ...settingsOf({ target, from }, places),
      findCommand: () => findAlembic(places.directory, target.alembic, from),
    },
    environment,
  );
  if ("asked" in url) return url;
  return { url, source: { from: "env_py", path: join(dirname(places.versionsPath), "env.py") } };
}

export function openProjectAlembic(
  { target, from, log, isKept = false }: AlembicChoice,
  places: ProjectPlaces,
  { url, detour, alembic }: FoundWay,
): Alembic {
  const given = target.alembic || alembic || undefined;
  return openAlembic(
    {
      findCommand: () => findAlembic(places.directory, given, from),
      ...settingsOf({ target, from }, places),
      database: url,
      detour: runsElsewhere(given ?? "") ? null : detour,
      schema: target.schema,
      variable: URL_VARIABLE,
      lockTimeout: target.lockTimeout,
      isKept,
    },
    log,
  );
}

/** What alembic is told of the project, whatever database it goes to. */
function settingsOf(
  { target, from }: Pick<AlembicChoice, "target" | "from">,
  places: ProjectPlaces,
) {
  return {
    configPath: places.configPath,
    section: target.name,
    extra: target.x ?? [],
    readWritten: () => writtenVariables(places, target, from),
  };
}

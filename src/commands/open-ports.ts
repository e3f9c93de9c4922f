/** Finds one project and its database, and opens what a session works with. */
import { Problem } from "../core/problem.ts";
import { openJournals } from "../io/journal/journal-files.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import { addressOf } from "../io/postgres/address.ts";
import { knownSecrets } from "../io/process/secrets.ts";
import { locateProject, type ProjectPlaces } from "../io/project/find-project.ts";
import { type FoundUrl, findUrl } from "../io/project/find-url.ts";
import { askForChain, readChain } from "../io/project/read-chain.ts";
import { openReports } from "../io/report/report-file.ts";
import { stateFolder } from "../io/state-folder.ts";
import { composeLogs, reach } from "../io/troubleshooting.ts";
import { findWay } from "./find-way.ts";
import { hasAlembic, openProjectAlembic, urlOfEnvPy } from "./open-alembic.ts";
import { openWorkbench } from "./open-workbench.ts";
import type { PortSettings, TargetOptions } from "./port-settings.ts";

const clock = { now: () => new Date() };

/** Where the project is that the options say. @throws Problem config_*, several_databases */
export function placesOf(
  { config, name, x }: Pick<TargetOptions, "config" | "name" | "x">,
  from: string,
  environment: NodeJS.ProcessEnv,
): ProjectPlaces {
  // As alembic itself is told by its own variable.
  const file = config ?? (environment["ALEMBIC_CONFIG"] || undefined);
  return locateProject(from, { config: file, section: name, x });
}

export function openPorts(settings: PortSettings): SessionPorts {
  const { from, target, environment } = settings;
  const locate = () => placesOf(target, from, environment);
  const urlOf = (places: ProjectPlaces) => findUrl(places, target, from, environment);
  /** What was found where the project's files do not name it: env.py itself, or a compose file. */
  let said: FoundUrl | null = null;
  /** Without a URL nobody can be asked for the chain, and that it cannot be read comes first. */
  const urlFor = async (places: ProjectPlaces, unreadable: Problem | null) => {
    try {
      return urlOf(places);
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "url_missing") throw unreadable ?? error;
      const asked = await urlOfEnvPy(settings, places);
      if ("asked" in asked) {
        throw unreadable ?? new Problem("url_missing", { ...error.details, ...asked });
      }
      said = asked;
      return said;
    }
  };
  /** While something is wrong, whatever can be found is better than nothing. */
  const whatIsThere = (): { places?: ProjectPlaces; found?: FoundUrl } => {
    const there: { places?: ProjectPlaces; found?: FoundUrl } = {};
    try {
      there.places = locate();
      there.found = said ?? urlOf(there.places);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    return there;
  };
  return {
    open: async () => {
      said = null;
      const places = locate();
      const chain = readChain(places);
      const way = await findWay(
        target,
        places,
        () => urlFor(places, chain instanceof Problem ? chain : null),
        () => hasAlembic(settings, places),
      );
      said = way;
      const found = settings.led ? { ...way, detour: settings.led } : way;
      const alembic = openProjectAlembic(settings, places, found);
      const graph = chain instanceof Problem ? await askForChain(places, alembic, chain) : chain;
      return openWorkbench(settings, { ...places, graph }, found, alembic);
    },
    troubleshooting: {
      reach: async () => {
        const { found } = whatIsThere();
        // Behind a detour its own address says nothing.
        if (!found || target.via !== undefined || target.compose !== undefined) return null;
        const address = addressOf(found.url);
        return { ...address, reachability: await reach(address.host, address.port) };
      },
      composeLogs: async () => {
        const { places, found } = whatIsThere();
        if (!places || places.composeFiles.length === 0) return null;
        return composeLogs(places.composeFiles, knownSecrets(...(found ? [found.url] : [])));
      },
      urlSource: () => whatIsThere().found?.source ?? null,
    },
    report: openReports(stateFolder(environment, settings.sandbox ? "practice" : "reports"), clock),
    journal: openJournals(settings.sandbox?.state ?? stateFolder(environment, "sessions"), clock),
    clock,
  };
}

/** Wires the adapters for one project. */
import { dirname, resolve } from "node:path";
import type { DatabaseUrl } from "../core/database-url.ts";
import { Problem } from "../core/problem.ts";
import type { RehearsalMode } from "../core/rehearsal.ts";
import type { Alembic } from "../io/alembic/alembic.ts";
import { openBackups } from "../io/backup/backups.ts";
import { dumpProgramFinder } from "../io/backup/programs.ts";
import { openJournals } from "../io/journal/journal-files.ts";
import type { CommandLog } from "../io/ports/command.ts";
import type { Sandbox } from "../io/ports/sandbox.ts";
import type { SessionPorts } from "../io/ports/session.ts";
import type { Workbench } from "../io/ports/workbench.ts";
import { addressOf } from "../io/postgres/address.ts";
import { openDatabase } from "../io/postgres/database.ts";
import { openTemplateClones } from "../io/practice/template-clones.ts";
import { knownSecrets } from "../io/process/secrets.ts";
import { readEvidence } from "../io/project/evidence-files.ts";
import {
  type FoundProject,
  locateProject,
  type ProjectPlaces,
} from "../io/project/find-project.ts";
import { type FoundUrl, findUrl } from "../io/project/find-url.ts";
import { findInHistory } from "../io/project/git-history.ts";
import { askForChain, readChain } from "../io/project/read-chain.ts";
import { openClones } from "../io/rehearsal/clones.ts";
import { openReports } from "../io/report/report-file.ts";
import { stateFolder } from "../io/state-folder.ts";
import { composeLogs, reach } from "../io/troubleshooting.ts";
import type { Text } from "../text/index.ts";
import type { AppliedSettings } from "./apply-settings.ts";
import { type FoundWay, findWay, type WayOptions } from "./find-way.ts";
import { hasAlembic, openProjectAlembic, urlOfEnvPy } from "./open-alembic.ts";
import { openReference } from "./open-reference.ts";

/** The options that say which project and which database. */
export interface TargetOptions extends WayOptions {
  readonly config?: string;
  readonly name?: string;
  readonly x?: readonly string[];
  readonly envFile?: string;
  readonly alembic?: string;
  readonly reference?: string;
  readonly schema?: string;
  readonly shadow?: string;
  /** A folder, or none. */
  readonly backup?: string;
  readonly pgDump?: string;
  readonly rehearse?: RehearsalMode;
  /** Whether a recording replays what has not changed, too. */
  readonly all?: boolean;
  readonly lockTimeout: string;
  /** Where options came from that were not given; null without a settings file. */
  readonly settings?: AppliedSettings | null;
}

export interface PortSettings {
  readonly target: TargetOptions;
  /** The folder in which the operator stands. */
  readonly from: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: CommandLog;
  /** What is said of a recording. */
  readonly text: Text;
  /** Where alembic is led, whatever the project's own files name. */
  readonly led?: DatabaseUrl;
  /** Its journals and backups go with it. */
  readonly sandbox?: Pick<Sandbox, "state" | "copyAsBroken">;
}

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
  let said: FoundUrl | null = null;
  /** Without a URL nobody can be asked for the chain, and that it cannot be read comes first. */
  const urlFor = async (places: ProjectPlaces, unreadable: Problem | null) => {
    try {
      return urlOf(places);
    } catch (error) {
      const isMissing = error instanceof Problem && error.code === "url_missing";
      said = isMissing ? await urlOfEnvPy(settings, places) : null;
      if (said === null) throw unreadable ?? error;
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
      const places = locate();
      const chain = readChain(places);
      const way = await findWay(
        target,
        places,
        () => urlFor(places, chain instanceof Problem ? chain : null),
        () => hasAlembic(settings, places),
      );
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
        if (!places?.composeFile) return null;
        return composeLogs(places.composeFile, knownSecrets(...(found ? [found.url] : [])));
      },
      urlSource: () => whatIsThere().found?.source ?? null,
    },
    report: openReports(stateFolder(environment, settings.sandbox ? "practice" : "reports"), clock),
    journal: openJournals(settings.sandbox?.state ?? stateFolder(environment, "sessions"), clock),
    clock,
  };
}

function openWorkbench(
  { target, from, environment, log, text, sandbox }: PortSettings,
  project: FoundProject,
  { url: own, detour, source }: FoundWay,
  alembic: Alembic,
): Workbench {
  const url = detour ?? own;
  const isSandbox = sandbox !== undefined;
  const reference = openReference({ target, from, project, url, alembic, isSandbox, text });
  const questions = readEvidence(dirname(reference.path));
  const { schema, lockTimeout } = target;
  const asked = { lockTimeout, questions, schema };
  const database = openDatabase(url, log, asked);
  const programsFor = dumpProgramFinder({
    url,
    given: target.pgDump,
    from,
    composeFile: project.composeFile,
  });
  const backup = openBackups({
    url,
    declined: target.backup === "none" || (isSandbox && "if_impossible"),
    folder: target.backup
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

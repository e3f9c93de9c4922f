/** Wires the adapters for one project. */
import { basename, dirname, join, resolve } from "node:path";
import { secretsOf } from "../core/database-url.ts";
import { Problem } from "../core/problem.ts";
import { type Alembic, openAlembic } from "../io/alembic/alembic.ts";
import { findAlembic } from "../io/alembic/find-alembic.ts";
import type { CommandLog, ReferencePort, SessionPorts, Workbench } from "../io/ports.ts";
import { addressOf } from "../io/postgres/connection.ts";
import { openDatabase } from "../io/postgres/database.ts";
import { redactor } from "../io/process/redact.ts";
import { readBaseline } from "../io/project/baseline-file.ts";
import { readEvidence } from "../io/project/evidence-files.ts";
import {
  type FoundProject,
  locateProject,
  type ProjectPlaces,
} from "../io/project/find-project.ts";
import { type FoundUrl, findUrl, URL_VARIABLE } from "../io/project/find-url.ts";
import { findInHistory } from "../io/project/git-history.ts";
import { askForChain, readChain } from "../io/project/read-chain.ts";
import { loadReference, REFERENCE_FILE, saveReference } from "../io/project/reference-file.ts";
import { openReports } from "../io/report/report-file.ts";
import { recordReference } from "../io/shadow/record.ts";
import { openShadows, parseShadowPlace } from "../io/shadow/shadows.ts";
import { composeLogs, reach } from "../io/troubleshooting.ts";
import { textFor } from "../text/index.ts";

/** The options that say which project and which database. */
export interface TargetOptions {
  readonly config?: string;
  readonly name?: string;
  readonly x?: readonly string[];
  readonly envFile?: string;
  readonly url?: string;
  readonly alembic?: string;
  readonly reference?: string;
  readonly schema?: string;
  readonly shadow?: string;
  readonly lockTimeout: string;
}

export interface PortSettings {
  readonly target: TargetOptions;
  /** The folder in which the operator stands. */
  readonly from: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly log: CommandLog;
}

const clock = { now: () => new Date() };

export function openPorts(settings: PortSettings): SessionPorts {
  const { from, target, environment } = settings;
  const locate = () => locateProject(from, { config: target.config, section: target.name });
  const urlOf = (places: ProjectPlaces) => findUrl(places, target, from, environment);
  /** Without a URL nobody can be asked for the chain, and that it cannot be read comes first. */
  const urlFor = (places: ProjectPlaces, unreadable: Problem | null) => {
    try {
      return urlOf(places);
    } catch (error) {
      throw unreadable ?? error;
    }
  };
  /** While something is wrong, whatever can be found is better than nothing. */
  const whatIsThere = (): { places?: ProjectPlaces; found?: FoundUrl } => {
    const there: { places?: ProjectPlaces; found?: FoundUrl } = {};
    try {
      there.places = locate();
      there.found = urlOf(there.places);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    return there;
  };
  return {
    open: async () => {
      const places = locate();
      const chain = readChain(places);
      const found = urlFor(places, chain instanceof Problem ? chain : null);
      const alembic = alembicOf(settings, places, found);
      const graph = chain instanceof Problem ? await askForChain(places, alembic, chain) : chain;
      return openWorkbench(settings, { ...places, graph }, found, alembic);
    },
    troubleshooting: {
      reach: async () => {
        const { found } = whatIsThere();
        if (!found) return null;
        const address = addressOf(found.url);
        return { ...address, reachability: await reach(address.host, address.port) };
      },
      composeLogs: async () => {
        const { places, found } = whatIsThere();
        if (!places?.composeFile) return null;
        return composeLogs(places.composeFile, redactor(found ? secretsOf(found.url) : []));
      },
      urlSource: () => whatIsThere().found?.source ?? null,
    },
    report: openReports(environment, clock),
    clock,
  };
}

function alembicOf(
  { target, from, environment, log }: PortSettings,
  places: ProjectPlaces,
  { url }: FoundUrl,
): Alembic {
  return openAlembic(
    {
      findCommand: () =>
        findAlembic(places.directory, target.alembic ?? environment["RESTAMP_ALEMBIC"], from),
      configPath: places.configPath,
      section: target.name,
      extra: target.x ?? [],
      database: url,
      schema: target.schema,
      variable: URL_VARIABLE,
      lockTimeout: target.lockTimeout,
    },
    log,
  );
}

function openWorkbench(
  { target, from, log }: PortSettings,
  project: FoundProject,
  { url, source }: FoundUrl,
  alembic: Alembic,
): Workbench {
  const path = target.reference ? resolve(from, target.reference) : referencePath(project);
  const questions = readEvidence(dirname(path));
  const { schema, lockTimeout } = target;
  const database = openDatabase(url, log, { lockTimeout, questions, schema });
  const { cli } = textFor("en");
  const baseline = readBaseline(dirname(path));
  const reference: ReferencePort = {
    baseline: baseline?.sha256 ?? null,
    load: async () => loadReference(path),
    save: async (recorded) => saveReference(path, recorded),
    record: async (onLine) => {
      const shadows = openShadows(parseShadowPlace(target.shadow), url, (names) =>
        onLine(cli.leftBehindRemoved(names)),
      );
      try {
        const { graph } = project;
        const openShadow = shadows.open;
        return await recordReference({ alembic, graph, openShadow, baseline, onLine });
      } finally {
        await shadows.close();
      }
    },
  };
  const history = { find: (id: string) => findInHistory(project.directory, id) };
  return { schema: schema ?? null, project, source, alembic, database, reference, history };
}

/** One file per alembic.ini: a folder may hold several. */
function referencePath({ configPath }: FoundProject): string {
  const name = basename(configPath);
  const file = name === "alembic.ini" ? REFERENCE_FILE : `${name}.${REFERENCE_FILE}`;
  return join(dirname(configPath), file);
}

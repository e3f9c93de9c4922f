/** Wires the adapters for one project. */
import { basename, dirname, join, resolve } from "node:path";
import { secretsOf } from "../core/database-url.ts";
import { Problem } from "../core/problem.ts";
import { openAlembic } from "../io/alembic/alembic.ts";
import { findAlembic } from "../io/alembic/find-alembic.ts";
import type { CommandLog, ReferencePort, SessionPorts, Workbench } from "../io/ports.ts";
import { addressOf } from "../io/postgres/connection.ts";
import { openDatabase } from "../io/postgres/database.ts";
import { redactor } from "../io/process/redact.ts";
import { readEvidence } from "../io/project/evidence-files.ts";
import { type FoundProject, findProject } from "../io/project/find-project.ts";
import { type FoundUrl, findUrl, URL_VARIABLE } from "../io/project/find-url.ts";
import { loadReference, REFERENCE_FILE, saveReference } from "../io/project/reference-file.ts";
import { openReports } from "../io/report/report-file.ts";
import { startCluster } from "../io/shadow/cluster.ts";
import { recordReference } from "../io/shadow/record.ts";
import { composeLogs, reach } from "../io/troubleshooting.ts";

/** The options that say which project and which database. */
export interface TargetOptions {
  readonly config?: string;
  readonly name?: string;
  readonly x?: readonly string[];
  readonly envFile?: string;
  readonly url?: string;
  readonly alembic?: string;
  readonly reference?: string;
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
  const located = () => {
    const project = findProject(settings.from, {
      config: settings.target.config,
      section: settings.target.name,
    });
    return {
      project,
      found: findUrl(project, settings.target, settings.from, settings.environment),
    };
  };
  /** While something is wrong, whatever can be found is better than nothing. */
  const whatIsThere = (): { project?: FoundProject; found?: FoundUrl } => {
    try {
      return located();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
    }
    try {
      return {
        project: findProject(settings.from, {
          config: settings.target.config,
          section: settings.target.name,
        }),
      };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return {};
    }
  };
  return {
    open: () => {
      const { project, found } = located();
      return openWorkbench(settings, project, found);
    },
    troubleshooting: {
      reach: async () => {
        const { found } = whatIsThere();
        if (!found) return null;
        const address = addressOf(found.url);
        return { ...address, reachability: await reach(address.host, address.port) };
      },
      composeLogs: async () => {
        const { project, found } = whatIsThere();
        if (!project?.composeFile) return null;
        return composeLogs(project.composeFile, redactor(found ? secretsOf(found.url) : []));
      },
      urlSource: () => whatIsThere().found?.source ?? null,
    },
    report: openReports(settings.environment, clock),
    clock,
  };
}

function openWorkbench(
  { target, from, environment, log }: PortSettings,
  project: FoundProject,
  { url, source }: FoundUrl,
): Workbench {
  const alembic = openAlembic(
    {
      findCommand: () =>
        findAlembic(project.directory, target.alembic ?? environment["RESTAMP_ALEMBIC"], from),
      configPath: project.configPath,
      section: target.name,
      extra: target.x ?? [],
      database: url,
      variable: URL_VARIABLE,
      lockTimeout: target.lockTimeout,
    },
    log,
  );
  const path = target.reference ? resolve(from, target.reference) : referencePath(project);
  const questions = readEvidence(dirname(path));
  const database = openDatabase(url, log, { lockTimeout: target.lockTimeout, questions });
  const scheme = url.driver === null ? "postgresql" : `postgresql+${url.driver}`;
  const reference: ReferencePort = {
    load: async () => loadReference(path),
    save: async (recorded) => saveReference(path, recorded),
    record: async (onLine) => {
      const starting = startCluster();
      try {
        return await recordReference({
          alembic,
          graph: project.graph,
          openShadow: async () => (await starting).url("postgres", scheme),
          onLine,
        });
      } finally {
        await starting.then(
          (cluster) => cluster.stop(),
          () => {},
        );
      }
    },
  };
  return { project, source, alembic, database, reference };
}

/** One file per alembic.ini: a folder may hold several. */
function referencePath({ configPath }: FoundProject): string {
  const name = basename(configPath);
  const file = name === "alembic.ini" ? REFERENCE_FILE : `${name}.${REFERENCE_FILE}`;
  return join(dirname(configPath), file);
}

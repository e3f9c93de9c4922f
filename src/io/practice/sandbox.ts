/** A really broken database on a server of restamp's own, with a copy of its project. */
import { rmSync } from "node:fs";
import { join } from "node:path";
import type pg from "pg";
import { type Breakage, fillIn, type UrlParts } from "../../core/breakage.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { quoteIdentifier, sessionOptions } from "../../core/sql-text.ts";
import type { AlembicCommand } from "../alembic/find-alembic.ts";
import { QUIET_PYTHON } from "../alembic/invocation.ts";
import type { Sandbox } from "../ports/sandbox.ts";
import { withConnection } from "../postgres/connection.ts";
import { placeOf } from "../postgres/place.ts";
import { splitCommand } from "../process/split-command.ts";
import { URL_VARIABLE } from "../project/find-url.ts";
import type { Administration } from "../shadow/administer.ts";
import { breakDatabase, execute, OWN_NAME } from "./break-database.ts";
import { holdSession } from "./held-session.ts";
import { copyProject, makeFolder } from "./project-copy.ts";
import { openSandboxAlembic, type SandboxAlembic } from "./run-alembic.ts";
import type { SandboxProject } from "./sandbox-project.ts";
import { clearServer, copyKept, restoreServerState, rolesOf } from "./server-state.ts";

type PracticeServer = Pick<Administration, "url"> & { readonly folder: string };

export interface SandboxSettings {
  /** One that nobody else uses, with a folder that goes with it. It may still be starting. */
  readonly server: PracticeServer | Promise<PracticeServer>;
  readonly breakage: Breakage;
  readonly project: SandboxProject;
  readonly alembic: AlembicCommand;
}

/** What the written procedure calls its database, and the folder of its project. */
export const DATABASE = "app";
const PROJECT = "backend";

/** A lock that the scenario holds must not hold the trainee for ever. */
const LOCK_SETTINGS = { lock_timeout: "2s" };

/** @throws Problem alembic_failed when the project cannot be migrated as far as asked */
export async function openSandbox(settings: SandboxSettings): Promise<Sandbox> {
  const { breakage } = settings;
  const { root, prove } = settings.project;
  // Where env.py goes may depend on the folder that it runs in: what is proved for the copy is not so here.
  const early = needsAlembic(breakage) && prove === null ? open(settings, root) : null;
  try {
    return await openOn(await settings.server, settings, early);
  } catch (error) {
    await early?.end();
    throw error;
  }
}

function needsAlembic({ upgradeTo, alembic }: Breakage): boolean {
  return upgradeTo !== null || alembic.length > 0;
}

/** Of the bundled project it is known where it goes, and some scenarios lead it astray. */
function open({ alembic, project, server }: SandboxSettings, directory: string): SandboxAlembic {
  const url = async () => (await server).url(DATABASE, project.scheme);
  const place = async () => (project.prove === null ? null : placeOf(await url()));
  return openSandboxAlembic(alembic, directory, project.options, place);
}

async function openOn(
  server: PracticeServer,
  settings: SandboxSettings,
  early: SandboxAlembic | null,
): Promise<Sandbox> {
  const { breakage } = settings;
  const url = server.url(DATABASE, settings.project.scheme);
  const parts = partsOf(url);
  const project = copyProject(settings.project, join(server.folder, PROJECT), url, parts);
  const state = join(server.folder, "state");
  const environment = {
    ...QUIET_PYTHON,
    [URL_VARIABLE]: fillIn(breakage.databaseUrl ?? url.text, parts),
  };
  const onServer = <T>(work: (client: pg.Client) => Promise<T>) =>
    withConnection(server.url("postgres"), OWN_NAME, work);
  const roles = await onServer(rolesOf);
  const { prove } = settings.project;
  const tools = { url, project, environment, prove, onServer };
  project.copy({});
  const late = needsAlembic(breakage) && early === null;
  const alembic = late ? open(settings, project.folder) : early;
  const kept = await breakDatabase(breakage, alembic, tools).catch(async (error) => {
    await alembic?.end();
    project.remove();
    await onServer((client) => clearServer(client, [], roles));
    throw error;
  });
  let endSession = async () => {};
  let copies = 0;
  const sandbox: Sandbox = {
    url,
    environment,
    project: project.folder,
    config: project.configPath,
    state,
    reset: async () => {
      await endSession();
      project.copy(breakage.files);
      rmSync(state, { recursive: true, force: true });
      makeFolder(state);
      await onServer((client) => restoreServerState(client, kept));
      if (breakage.session) endSession = await holdSession(url, breakage.session);
    },
    copyAsBroken: async () => {
      copies += 1;
      const copy = `clone_${copies}`;
      await onServer((client) => copyKept(client, DATABASE, copy));
      const drop = `DROP DATABASE IF EXISTS ${quoteIdentifier(copy)} WITH (FORCE)`;
      return {
        url: server.url(copy, settings.project.scheme),
        drop: () => onServer(async (client) => void (await client.query(drop))),
      };
    },
    execute: (sql) => execute(url, sql),
    ask: (sql) => ask(url, sql),
    alembic: async (command) => {
      const alembic = open(settings, project.folder);
      try {
        return await alembic.run(project.configPath, splitCommand(command), {
          ...environment,
          PGOPTIONS: sessionOptions(LOCK_SETTINGS),
        });
      } finally {
        await alembic.end();
      }
    },
    write: project.write,
    restore: project.restore,
    endSession: () => endSession(),
    end: async () => {
      await endSession();
      project.remove();
      rmSync(state, { recursive: true, force: true });
      await onServer((client) => clearServer(client, kept.databases, roles));
    },
  };
  await sandbox.reset();
  return sandbox;
}

const AS_TEXT = { getTypeParser: () => (value: unknown) => value };

function ask(url: DatabaseUrl, sql: string): Promise<(string | null)[][]> {
  return withConnection(url, OWN_NAME, async (client) => {
    const query = { text: sql, rowMode: "array", types: AS_TEXT } as const;
    const { rows } = await client.query<(string | null)[]>(query as pg.QueryArrayConfig);
    return rows;
  });
}

function partsOf({ user, password, host, port, database }: DatabaseUrl): UrlParts {
  return {
    user: user ?? "",
    password: password ?? "",
    host: host ?? "",
    port: String(port ?? ""),
    database: database ?? "",
  };
}

/** The chain under test, and the real alembic that runs it. */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import type { Revision } from "../../src/core/revision-graph.ts";
import { type Alembic, openAlembic } from "../../src/io/alembic/alembic.ts";
import type { AlembicWorker } from "../../src/io/alembic/database-worker.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { findProject } from "../../src/io/project/find-project.ts";
import type { Server } from "./server.ts";

export interface Chain {
  readonly configPath: string;
  /** Parents before children. */
  readonly revisions: readonly Revision[];
  readonly heads: readonly string[];
  /** Runs alembic in one database of the sweep's server. @returns null, or why it failed */
  run(database: string, ...args: string[]): Promise<string | null>;
  /** alembic.ini for one database: a copy that names it, where alembic.ini names one. */
  configFor(database: string): { readonly path: string; remove(): void };
  end(): Promise<void>;
}

/** @param nowhere a database that alembic is never run in */
export function openChain(configPath: string, server: Server, nowhere: DatabaseUrl): Chain {
  const project = findProject(dirname(configPath), { config: configPath });
  const alembic = openAlembic(
    {
      findCommand: () => findAlembic(project.directory, process.env["RESTAMP_ALEMBIC"]),
      configPath: project.configPath,
      section: undefined,
      extra: [],
      database: nowhere,
      variable: "DATABASE_URL",
      lockTimeout: "10s",
    },
    () => {},
  );
  // An env.py may keep one engine for as long as its process lives: a process for each database.
  let open: { readonly worker: AlembicWorker | null; readonly database: string } | null = null;
  const reopen = async (database: string) => {
    await open?.worker?.end();
    open = { worker: await alembic.openWorker(), database };
    return open.worker;
  };
  return {
    configPath: project.configPath,
    revisions: project.graph.order,
    heads: project.graph.heads,
    run: async (database, ...args) => {
      const kept = open?.database === database ? open.worker : null;
      if (kept && (await runIn(kept, alembic, server, database, args)) === null) return null;
      // A connection that was kept may have been ended by a copy of its database.
      return runIn(await reopen(database), alembic, server, database, args);
    },
    configFor: (database) => configFor(project.configPath, server.url(database).text),
    end: async () => {
      await open?.worker?.end();
    },
  };
}

async function runIn(
  worker: AlembicWorker | null,
  alembic: Alembic,
  server: Server,
  database: string,
  args: readonly string[],
): Promise<string | null> {
  const url = server.url(database);
  const result = worker ? await worker.run(args, url) : await alembic.run(args, { database: url });
  if (result.exitCode === 0) return null;
  return result.lines.findLast((line) => /^[\w.]+(?:Error|Exception)\b/.test(line)) ?? "failed";
}

const URL_LINE = /^(sqlalchemy\.url\s*[=:]).*$/m;

/** Beside the original, because alembic.ini may name folders relative to itself. */
function configFor(original: string, url: string): { path: string; remove(): void } {
  const text = readFileSync(original, "utf8");
  if (!URL_LINE.test(text)) return { path: original, remove: () => {} };
  const path = join(dirname(original), `alembic.sweep-${process.pid}.ini`);
  const escaped = url.replaceAll("%", "%%");
  writeFileSync(
    path,
    text.replace(URL_LINE, (_, name: string) => `${name} ${escaped}`),
  );
  return { path, remove: () => rmSync(path, { force: true }) };
}

/** What an alembic process that stays open is asked, in the project's database or in a shadow. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { RevisionScript } from "../../core/revision-script.ts";
import type { CommandResult } from "../ports/command.ts";
import { type AlembicSettings, environmentFor, optionsFor, shownCommand } from "./invocation.ts";
import { onlyPlace } from "./only-place.ts";
import { withShadowConfig } from "./shadow-config.ts";
import type { Job, Probed, SaidScript, Worker, WorkerResult } from "./worker.ts";

/** A script as Alembic has loaded it. */
export interface LoadedScript extends RevisionScript {
  readonly path: string;
}

export interface AlembicWorker {
  /** The version of the alembic package. */
  version(): Promise<string>;
  /** Asks one question on the connection that env.py opens; writes nothing. */
  probe(database: DatabaseUrl, question: string): Promise<Probed>;
  /**
   * Loads the scripts as `alembic upgrade` does, while env.py is connected; writes nothing.
   * @returns them in the order in which Alembic upgrades; null when they cannot be loaded
   */
  loadScripts(database: DatabaseUrl): Promise<readonly LoadedScript[] | null>;
  run(
    args: readonly string[],
    database: DatabaseUrl,
    onLine?: (line: string) => void,
  ): Promise<WorkerResult>;
  end(): Promise<void>;
}

/** Scripts may do anything when they are loaded, and nobody has asked for a change. */
const READING_ONLY = { default_transaction_read_only: "on" };

interface Listeners {
  readonly logged: <Result extends CommandResult>(result: Result) => Result;
  /** Is told each database before its URL is handed over: its password must not be shown. */
  readonly hide: (database: DatabaseUrl) => void;
}

export function onDatabases(
  worker: Worker,
  settings: AlembicSettings,
  { logged, hide }: Listeners,
): AlembicWorker {
  const options = (database: DatabaseUrl, config: string | null) =>
    optionsFor(settings, config, database === settings.database ? null : database);
  // Only a shadow is redirected to: a proof about the project's own database has to read the very
  // alembic.ini that the upgrade will read, and its password stays where it is.
  const withConfig = <T>(database: DatabaseUrl, work: (config: string | null) => Promise<T>) => {
    hide(database);
    return database === settings.database
      ? work(null)
      : withShadowConfig(settings.configPath, database.text, work);
  };
  const onJob = async <T>(
    database: DatabaseUrl,
    args: readonly string[],
    work: (job: Job) => Promise<T>,
    server: Readonly<Record<string, string>> = {},
  ) => {
    const environment = environmentFor(database, settings, server);
    const only = await onlyPlace(database, settings);
    return withConfig(database, (config) =>
      work({ environment, argv: [...options(database, config), ...args], only }),
    );
  };
  return {
    version: worker.version,
    end: worker.end,
    probe: (database, question) => onJob(database, [], (job) => worker.probe(job, question)),
    loadScripts: async (database) => {
      const ask = (job: Job) => worker.probe(job, null);
      const { probe } = await onJob(database, [], ask, READING_ONLY);
      return probe?.scripts?.map(asScript) ?? null;
    },
    run: async (args, database, onLine) => {
      const text = [shownCommand(settings), ...args].join(" ");
      return logged(await onJob(database, args, (job) => worker.run(job, text, onLine)));
    },
  };
}

function asScript(said: SaidScript): LoadedScript {
  return {
    id: said.id,
    path: said.path,
    message: said.message.split("\n", 1)[0] ?? "",
    downRevisions: said.down_revision,
    dependsOn: said.depends_on,
    branchLabels: said.branch_labels,
  };
}

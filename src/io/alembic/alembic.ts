/** Runs the project's own alembic, as the written procedure does. */
import { dirname } from "node:path";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { secretsOf } from "../../core/url-secrets.ts";
import type { AlembicPort, RunOptions } from "../ports/alembic.ts";
import type { CommandLog, CommandResult } from "../ports/command.ts";
import { cancelSessions } from "../postgres/cancel.ts";
import { redactor } from "../process/redact.ts";
import { runCommand } from "../process/run-command.ts";
import { knownSecrets } from "../process/secrets.ts";
import { type AlembicWorker, type LoadedScript, onDatabases } from "./database-worker.ts";
import type { AlembicCommand } from "./find-alembic.ts";
import { GUARDED_COMMAND } from "./guard-script.ts";
import {
  ALEMBIC_SESSIONS,
  type AlembicSettings,
  environmentFor,
  optionsFor,
  QUIET_PYTHON,
  shownCommand,
} from "./invocation.ts";
import { onlyPlace } from "./only-place.ts";
import { pythonOf } from "./python-of.ts";
import { withShadowConfig } from "./shadow-config.ts";

/** What finding a project and recording it need beside the port. */
export interface Alembic extends AlembicPort {
  /**
   * Loads the scripts as `alembic upgrade` does, on env.py's own connection; writes nothing.
   * @returns them in the order in which Alembic upgrades, or null when they cannot be loaded or
   *   only the alembic command can be run
   */
  loadScripts(): Promise<readonly LoadedScript[] | null>;
  /** Starts importing at once. Null when no Python can be derived from the alembic command. */
  openWorker(): Promise<AlembicWorker | null>;
}

/** Kept to another database than the project's own; where its Python is known. */
async function programFor(
  { argv }: AlembicCommand,
  database: DatabaseUrl,
  settings: AlembicSettings,
): Promise<readonly string[]> {
  const python = pythonOf(argv);
  const only = python && (await onlyPlace(database, settings));
  return python && only ? [...python, "-c", GUARDED_COMMAND, only] : argv;
}

export function openAlembic(given: AlembicSettings, log: CommandLog): Alembic {
  let found: AlembicCommand | null = null;
  const command = () => {
    found ??= given.findCommand();
    return found;
  };
  const settings = { ...given, findCommand: command };
  const home = given.detour ?? given.database;
  const logged = <Result extends CommandResult>(result: Result) => {
    const { shown: text, lines, took, exitCode } = result;
    log({ kind: "command", text, output: lines, rows: null, took, failed: exitCode !== 0 });
    return result;
  };

  async function run(
    args: readonly string[],
    config: string | null,
    { database = home, isClone = false, onLine, signal }: RunOptions,
  ): Promise<CommandResult> {
    const other = database === settings.database ? null : database;
    const program = await programFor(command(), database, settings);
    // A driver that waits in C for the server (psycopg2) hears of no SIGINT until it answers.
    const cancel = () => void cancelSessions(database, ALEMBIC_SESSIONS).catch(() => {});
    signal?.addEventListener("abort", cancel, { once: true });
    const result = await runCommand({
      argv: [...program, ...optionsFor(settings, config, other), ...args],
      shown: `${shownCommand(settings)} ${args.join(" ")}`,
      directory: dirname(settings.configPath),
      environment: environmentFor(database, settings, {}, isClone),
      redact: redactor(knownSecrets(settings.database, database)),
      onLine,
      signal,
    }).finally(() => signal?.removeEventListener("abort", cancel));
    return logged(result);
  }

  async function open(): Promise<AlembicWorker | null> {
    const { openWorker } = await import("./worker.ts");
    // A shadow that the operator names has a password of its own.
    const secrets = knownSecrets(settings.database);
    const worker = openWorker(command(), {
      shown: shownCommand(settings),
      directory: dirname(settings.configPath),
      environment: QUIET_PYTHON,
      redact: (text) => redactor(secrets)(text),
    });
    const hide = (database: DatabaseUrl) => secrets.push(...secretsOf(database));
    return worker && onDatabases(worker, settings, { logged, hide });
  }

  async function withWorker<T>(work: (worker: AlembicWorker) => Promise<T>): Promise<T | null> {
    const worker = await open();
    try {
      return worker && (await work(worker));
    } finally {
      await worker?.end();
    }
  }

  return {
    get shown() {
      return shownCommand(settings);
    },
    sessionName: ALEMBIC_SESSIONS,
    ask: (question) =>
      withWorker(async (worker) => {
        const { probe, lines } = await worker.probe(home, question);
        return {
          version: await worker.version(),
          answer: probe?.answer ?? null,
          home: probe?.home ?? null,
          lines,
        };
      }),
    loadScripts: () => withWorker((worker) => worker.loadScripts(home)),
    openWorker: open,
    run: (args, runOptions = {}) => {
      const { database = home } = runOptions;
      // Whoever names a database means that one, whatever alembic.ini says.
      const isUsual = runOptions.database === undefined && home === settings.database;
      return isUsual
        ? run(args, null, runOptions)
        : withShadowConfig(settings.configPath, database.text, (config) =>
            run(args, config, runOptions),
          );
    },
  };
}

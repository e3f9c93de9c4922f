/** Runs the project's own alembic, as the written procedure does. */
import { randomInt } from "node:crypto";
import { basename, dirname } from "node:path";
import { type DatabaseUrl, secretsOf } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import type { AlembicPort, CommandLog, CommandResult, RunOptions } from "../ports.ts";
import { cancelSessions } from "../postgres/cancel.ts";
import { redactor } from "../process/redact.ts";
import { runCommand } from "../process/run-command.ts";
import type { AlembicCommand } from "./find-alembic.ts";
import { withShadowConfig } from "./shadow-config.ts";
import { openWorker, type Worker } from "./worker.ts";

export interface AlembicSettings {
  /**
   * Looked for when it is first needed: reading alone does not need it.
   * @throws Problem alembic_missing
   */
  readonly findCommand: () => AlembicCommand;
  /** Absolute path of alembic.ini. */
  readonly configPath: string;
  /** The section of alembic.ini, when it is not the default. */
  readonly section: string | undefined;
  /** Values for `-x`. */
  readonly extra: readonly string[];
  readonly database: DatabaseUrl;
  /** The environment variable that env.py reads the URL from. */
  readonly variable: string;
  readonly lockTimeout: string;
}

/** What recording needs beside the port: one process for several commands. */
export interface Alembic extends AlembicPort {
  /** Starts importing at once. Null when no Python can be derived from the alembic command. */
  openWorker(): AlembicWorker | null;
}

/** An alembic process that stays open, and what is asked of it in a shadow database. */
export interface AlembicWorker {
  /** The version of the alembic package. */
  version(): Promise<string>;
  /** Asks one question on the connection that env.py opens; writes nothing. */
  probe(database: DatabaseUrl, question: string): ReturnType<Worker["probe"]>;
  run(
    args: readonly string[],
    database: DatabaseUrl,
    onLine?: (line: string) => void,
  ): Promise<CommandResult>;
  end(): Promise<void>;
}

/** How alembic's sessions are called, so that they can be told from the application's. */
const ALEMBIC_SESSIONS = `restamp alembic ${process.pid} ${randomInt(2 ** 31)}`;

export function openAlembic(settings: AlembicSettings, log: CommandLog): Alembic {
  let found: AlembicCommand | null = null;
  const command = () => {
    found ??= settings.findCommand();
    return found;
  };
  const shown = () => [shownProgram(command), ...options(settings, null)].join(" ");

  async function run(
    args: readonly string[],
    config: string | null,
    { database = settings.database, onLine, signal }: RunOptions,
  ): Promise<CommandResult> {
    // A driver that waits in C for the server (psycopg2) hears of no SIGINT until it answers.
    const cancel = () => void cancelSessions(database, ALEMBIC_SESSIONS).catch(() => {});
    signal?.addEventListener("abort", cancel, { once: true });
    const result = await runCommand({
      argv: [...command().argv, ...options(settings, config), ...args],
      shown: `${shown()} ${args.join(" ")}`,
      directory: dirname(settings.configPath),
      environment: environmentFor(database, settings),
      redact: redactor([...secretsOf(settings.database), ...secretsOf(database)]),
      onLine,
      signal,
    }).finally(() => signal?.removeEventListener("abort", cancel));
    const { shown: text, lines, took, exitCode } = result;
    log({ kind: "command", text, output: lines, rows: null, took, failed: exitCode !== 0 });
    return result;
  }

  return {
    get shown() {
      return shown();
    },
    sessionName: ALEMBIC_SESSIONS,
    ask: async (question) => {
      const worker = open();
      if (!worker) return null;
      try {
        const { probe, lines } = await worker.probe(settings.database, question);
        return { answer: probe?.answer ?? null, lines };
      } finally {
        await worker.end();
      }
    },
    openWorker: open,
    run: (args, runOptions = {}) =>
      runOptions.database === undefined
        ? run(args, null, runOptions)
        : withShadowConfig(settings.configPath, runOptions.database.text, (config) =>
            run(args, config, runOptions),
          ),
  };

  function open(): AlembicWorker | null {
    const worker = openWorker(command(), {
      shown: shown(),
      directory: dirname(settings.configPath),
      environment: QUIET_PYTHON,
      // A shadow's own password is worth nothing, and masked in URLs all the same.
      redact: redactor(secretsOf(settings.database)),
    });
    return worker && withShadowOptions(worker, settings, shown(), log);
  }
}

/** Options of alembic itself, before its command. alembic.ini is found in the folder it runs in. */
function options({ configPath, section, extra }: AlembicSettings, config: string | null): string[] {
  const file = config ?? (basename(configPath) === "alembic.ini" ? null : basename(configPath));
  return [
    ...(file === null ? [] : ["-c", file]),
    ...(section === undefined ? [] : ["-n", section]),
    ...extra.flatMap((value) => ["-x", value]),
  ];
}

/** A long path says nothing that the first screen has not said. */
function shownProgram(find: () => AlembicCommand): string {
  const [file = "", ...rest] = argvOf(find);
  if (rest[0] === "-m" && rest[1] === "alembic") return ["alembic", ...rest.slice(2)].join(" ");
  return [basename(file), ...rest].join(" ");
}

/** A plan can be shown where alembic is not to be found; running it says so. */
function argvOf(find: () => AlembicCommand): readonly string[] {
  try {
    return find().argv;
  } catch (error) {
    if (error instanceof Problem) return ["alembic"];
    throw error;
  }
}

/** The URL goes through the environment: a command line is visible to every user of the machine. */
function environmentFor(database: DatabaseUrl, settings: AlembicSettings): Record<string, string> {
  const pgOptions = [process.env["PGOPTIONS"], `-c lock_timeout=${settings.lockTimeout}`];
  return {
    ...QUIET_PYTHON,
    [settings.variable]: database.text,
    PGOPTIONS: pgOptions.filter(Boolean).join(" "),
    PGAPPNAME: ALEMBIC_SESSIONS,
  };
}

/** The project may be somebody else's folder: leave nothing in it. */
const QUIET_PYTHON = { PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" };

function withShadowOptions(
  worker: Worker,
  settings: AlembicSettings,
  shown: string,
  log: CommandLog,
): AlembicWorker {
  return {
    version: worker.version,
    end: worker.end,
    probe: (database, question) => {
      const probe = (config: string | null) =>
        worker.probe(environmentFor(database, settings), options(settings, config), question);
      // Only a shadow is redirected to: a proof about the project's own database has to read the
      // very alembic.ini that the upgrade will read, and its password stays where it is.
      return database === settings.database
        ? probe(null)
        : withShadowConfig(settings.configPath, database.text, probe);
    },
    run: async (args, database, onLine) => {
      const result = await withShadowConfig(settings.configPath, database.text, (config) => {
        const argv = [...options(settings, config), ...args];
        const text = [shown, ...args].join(" ");
        return worker.run(environmentFor(database, settings), argv, text, onLine);
      });
      const { shown: text, lines, took, exitCode } = result;
      log({ kind: "command", text, output: lines, rows: null, took, failed: exitCode !== 0 });
      return result;
    },
  };
}

/** How the project's alembic is called: its options, its environment, and how that is shown. */
import { randomInt } from "node:crypto";
import { basename } from "node:path";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { searchPath, sessionOptions } from "../../core/sql-text.ts";
import { redactor } from "../process/redact.ts";
import { knownSecrets } from "../process/secrets.ts";
import { isDefaultConfig } from "../project/find-config.ts";
import type { AlembicCommand } from "./find-alembic.ts";
import { typedInProject } from "./from-anywhere.ts";
import { redirectedOption } from "./led-variables.ts";
import { redirection } from "./redirection.ts";

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
  /** The same database by another way, which alembic takes as well; null where there is none. */
  readonly detour?: DatabaseUrl | null;
  /** The schema to work in, when the role's search_path leads to another. */
  readonly schema?: string | undefined;
  /** The environment variable that env.py reads the URL from. */
  readonly variable: string;
  /** Variables of the project's .env files: read when alembic is first led elsewhere. */
  readonly readWritten?: () => Readonly<Record<string, string>>;
  readonly lockTimeout: string;
  /** Whether the project's own database is a sandbox, which nothing may leave. */
  readonly isKept?: boolean;
}

/** How alembic's sessions are called, so that they can be told from the application's. */
export const ALEMBIC_SESSIONS = `restamp alembic ${process.pid} ${randomInt(2 ** 31)}`;

/** The project may be somebody else's folder: leave nothing in it. */
export const QUIET_PYTHON = { PYTHONUNBUFFERED: "1", PYTHONDONTWRITEBYTECODE: "1" };

/**
 * @param config another file than the project's alembic.ini, or null
 * @param shadow the database that takes the place of the project's own; null when none does
 * @returns options of alembic itself, before its command. alembic.ini and pyproject.toml are found
 *   in the folder it runs in
 */
export function optionsFor(
  { configPath, section, extra }: Pick<AlembicSettings, "configPath" | "section" | "extra">,
  config: string | null,
  shadow: DatabaseUrl | null = null,
): string[] {
  const file = config ?? (isDefaultConfig(configPath) ? null : basename(configPath));
  return [
    ...(file === null ? [] : ["-c", file]),
    ...(section === undefined ? [] : ["-n", section]),
    ...extra.flatMap((value) => ["-x", shadow ? redirectedOption(value, shadow) : value]),
  ];
}

/**
 * The URL goes through the environment: a command line is visible to every user of the machine.
 * @param isClone whether it has the schemas of the project's own database
 * @param server settings of the session, for drivers that heed PGOPTIONS
 */
export function environmentFor(
  database: DatabaseUrl,
  {
    configPath,
    variable,
    readWritten,
    lockTimeout,
    schema,
    database: own,
    detour,
  }: AlembicSettings,
  server: Readonly<Record<string, string>> = {},
  isClone = false,
): Record<string, string> {
  const redirect = database === own ? {} : redirection(own, database, readWritten?.() ?? {});
  const isHome = database === own || database === detour;
  const place = schema !== undefined && (isHome || isClone) ? searchPath(schema) : {};
  const pgOptions = sessionOptions({ lock_timeout: lockTimeout, ...place, ...server });
  return {
    ...QUIET_PYTHON,
    ...redirect,
    ...configVariable(configPath),
    [variable]: database.text,
    PGOPTIONS: [process.env["PGOPTIONS"], pgOptions].filter(Boolean).join(" "),
    PGAPPNAME: ALEMBIC_SESSIONS,
  };
}

/** Alembic's own variable may hold a path that was meant from another folder. */
export function configVariable(configPath: string): Record<string, string> {
  return process.env["ALEMBIC_CONFIG"] ? { ALEMBIC_CONFIG: basename(configPath) } : {};
}

/** @returns the command as the operator would type it; a long path says nothing new */
export function shownCommand(settings: AlembicSettings): string {
  const { schema } = settings;
  const place =
    schema === undefined ? [] : [`PGOPTIONS=${shellQuoted(sessionOptions(searchPath(schema)))}`];
  const shown = [...place, shownProgram(settings.findCommand), ...optionsFor(settings, null)];
  // A project may take its URL from `-x url=…`.
  return redactor(knownSecrets(settings.database))(shown.join(" "));
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function shownProgram(find: () => AlembicCommand): string {
  const argv = argvOf(find);
  const typed = typedInProject(argv);
  if (typed !== null) return typed;
  const [file = "", ...rest] = argv;
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

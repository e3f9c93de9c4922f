/** Finds the database URL where env.py would: the environment, `.env`, alembic.ini. */
import { readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { type DatabaseUrl, isUrlFault, parseIncompleteUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import type { UrlSource } from "../ports/url-source.ts";
import { isReadable } from "../process/executables.ts";
import { readVariable, readVariables } from "./env-file.ts";
import type { ProjectPlaces } from "./find-project.ts";
import { withService } from "./service-file.ts";

export const URL_VARIABLE = "DATABASE_URL";

export interface UrlOptions {
  readonly url?: string | undefined;
  readonly envFile?: string | undefined;
  /** The file that options come from which nobody has given, and which they are. */
  readonly settings?: { readonly path: string; readonly keys: readonly string[] } | null;
}

export interface FoundUrl {
  readonly url: DatabaseUrl;
  readonly source: UrlSource;
}

/** @throws Problem url_missing, url_malformed, env_file_missing */
export function findUrl(
  project: ProjectPlaces,
  options: UrlOptions,
  from: string,
  environment: NodeJS.ProcessEnv,
): FoundUrl {
  const files = nearbyEnvFiles(project, options, from);
  const [text, source] = locate(project, options, environment, files);
  const url = completeUrl(parseIncompleteUrl(text), environment);
  if (isUrlFault(url)) {
    throw new Problem("url_malformed", { fault: url, source: source.from, path: pathOf(source) });
  }
  return { url, source };
}

/** What a URL leaves out, a service file or PGDATABASE may name. */
export function completeUrl(
  url: ReturnType<typeof parseIncompleteUrl>,
  environment: NodeJS.ProcessEnv,
): ReturnType<typeof parseIncompleteUrl> {
  if (isUrlFault(url)) return url;
  const served = withService(url, environment);
  const database = served.database ?? environment["PGDATABASE"] ?? null;
  return database === null ? "no_database" : { ...served, database };
}

/**
 * @returns the variables of the project's .env files; of the nearest, where several have one. What
 *   restamp may not read, env.py may not, either
 * @throws Problem env_file_missing
 */
export function writtenVariables(
  project: Pick<ProjectPlaces, "directory">,
  options: UrlOptions,
  from: string,
): Record<string, string> {
  const files = nearbyEnvFiles(project, options, from).toReversed();
  const texts = files.filter(isReadable).map(readEnvFile);
  return Object.assign({}, ...texts.map(readVariables));
}

/**
 * @returns the files that hold the project's variables, the nearest first
 * @throws Problem env_file_missing
 */
function nearbyEnvFiles(
  project: Pick<ProjectPlaces, "directory">,
  options: UrlOptions,
  from: string,
): string[] {
  if (options.envFile !== undefined) {
    const path = resolve(from, options.envFile);
    if (!isFile(path)) throw new Problem("env_file_missing", { path });
    return [path];
  }
  const folders = [project.directory, dirname(project.directory), from];
  // A virtual environment may be called .env as well.
  return [...new Set(folders.map((folder) => join(folder, ".env")))].filter(isFile);
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function readEnvFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? "";
    throw new Problem("config_unreadable", { path, reason }, error);
  }
}

/** What is typed comes first, then the environment, then what files say. */
function locate(
  project: ProjectPlaces,
  options: UrlOptions,
  environment: NodeJS.ProcessEnv,
  files: readonly string[],
): [text: string, source: UrlSource] {
  const { url, envFile, settings } = options;
  const isSetting = (key: string) => settings?.keys.includes(key) === true;
  if (url !== undefined && !isSetting("url")) return [url, { from: "option" }];
  const inFile = files
    .map((path) => ({ path, text: readVariable(readEnvFile(path), URL_VARIABLE) }))
    .find(({ text }) => text);
  const own = environment[URL_VARIABLE];
  // A file that was named beats the environment; one that merely lies there does not.
  const isNamed = envFile !== undefined && !isSetting("env-file") && inFile?.text !== undefined;
  const setting = settings && url !== undefined ? { path: settings.path, text: url } : undefined;
  if (own && !isNamed) {
    const other = setting ?? inFile;
    const overrides = other !== undefined && other.text !== own ? other.path : null;
    return [own, { from: "environment", name: URL_VARIABLE, overrides }];
  }
  if (setting && !isNamed) return [setting.text, { from: "settings", path: setting.path }];
  if (inFile?.text)
    return [inFile.text, { from: "env_file", name: URL_VARIABLE, path: inFile.path }];
  const configured = configuredUrl(project);
  if (configured) return [configured, { from: "config", path: project.configPath }];
  const looked = files.length > 0 ? files.join(", ") : join(project.directory, ".env");
  throw new Problem("url_missing", { looked, config: project.configPath });
}

function configuredUrl({ options, section, urlSection }: ProjectPlaces): string | undefined {
  const key = "sqlalchemy.url";
  return urlSection === section ? options.text(key) : options.textIn(urlSection, key);
}

function pathOf(source: UrlSource): string {
  if (source.from === "environment") return source.name;
  return source.from === "option" ? "--url" : source.path;
}

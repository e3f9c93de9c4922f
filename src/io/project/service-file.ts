/** Connection services, as libpq reads them: https://www.postgresql.org/docs/current/libpq-pgservice.html */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { placesIn } from "../../core/url-hosts.ts";

/** Where packages put the file of the whole machine; pg_config --sysconfdir says it to libpq. */
const SYSTEM_FOLDERS = ["/etc/postgresql-common", "/etc/postgresql", "/usr/local/etc/postgresql"];

const FILE = "pg_service.conf";

/**
 * @returns the URL with what its service says of the parts that it leaves out; the text that
 *   alembic is given stays as it is
 * @throws Problem service_missing
 */
export function withService(url: DatabaseUrl, environment: NodeJS.ProcessEnv): DatabaseUrl {
  const service = url.options["service"] ?? environment["PGSERVICE"];
  if (!service) return url;
  const looked = serviceFiles(environment);
  const found = looked
    .filter((path) => existsSync(path))
    .map((path) => readService(readFileSync(path, "utf8"), service))
    .find((values) => values !== null);
  if (!found) {
    const named = environment["PGSERVICEFILE"] ?? "";
    const absent = named !== "" && !existsSync(named) ? named : "";
    throw new Problem("service_missing", { service, looked: looked.join(", "), absent });
  }
  const { host = "", port = "", user, password, dbname, ...options } = found;
  const places = url.host === null ? placesIn([host], [port]) : [];
  const [first, second] = places === "bad_port" ? [] : places;
  return {
    ...url,
    user: url.user ?? user ?? null,
    password: url.password ?? password ?? null,
    host: url.host ?? first?.host ?? null,
    port: url.port ?? first?.port ?? (Number(port) || null),
    ...(second && places !== "bad_port" ? { places } : {}),
    database: url.database ?? dbname ?? null,
    options: { ...options, ...url.options },
  };
}

/** In the order in which libpq looks; a file that is named takes the place of one's own. */
function serviceFiles(environment: NodeJS.ProcessEnv): string[] {
  const own =
    environment["PGSERVICEFILE"] ?? join(environment["HOME"] ?? homedir(), ".pg_service.conf");
  const system = environment["PGSYSCONFDIR"];
  const folders = system === undefined ? SYSTEM_FOLDERS : [system];
  return [own, ...folders.map((folder) => join(folder, FILE))];
}

/** @returns the parameters of a section; null when there is none of that name */
function readService(text: string, service: string): Readonly<Record<string, string>> | null {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const start = lines.indexOf(`[${service}]`);
  if (start === -1) return null;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith("["));
  return Object.fromEntries(
    (end === -1 ? rest : rest.slice(0, end))
      .filter((line) => /^[^#=]+=/.test(line))
      .map((line) => [line.slice(0, line.indexOf("=")).trim(), line.slice(line.indexOf("=") + 1)]),
  );
}

/**
 * Reads a database URL the way SQLAlchemy does, so that restamp and env.py understand the
 * same text in the same way: sqlalchemy/engine/url.py, `_parse_url`, seen in 1.4.54 and 2.1.9.
 * A libpq "key=value" string is understood as well.
 */

import { readKeywords } from "./libpq-keywords.ts";
import { type Place, placesIn, readPort, withHostsInQuery } from "./url-hosts.ts";
import { spellUrl } from "./url-spelling.ts";

export interface DatabaseUrl {
  /** `postgresql`, or `postgres`, which SQLAlchemy 1.4 and newer refuse. */
  readonly dialect: string;
  readonly driver: string | null;
  readonly user: string | null;
  readonly password: string | null;
  /** Of several hosts, the first. */
  readonly host: string | null;
  readonly port: number | null;
  /** Where to try, in that order; only there where the URL names several hosts. */
  readonly places?: readonly Place[];
  /** What sentences and journals call its place, where the way there is a detour (--via, --compose). */
  readonly knownAs?: Place;
  /** The same place for settings that take a host's name and no socket's folder. */
  readonly loopback?: Place;
  /** Null where a service file or PGDATABASE has to name it. */
  readonly database: string | null;
  readonly options: Readonly<Record<string, string>>;
  /** The text as it was found: what alembic is given. Never to be shown. */
  readonly text: string;
}

export type UrlFault =
  | "empty"
  | "not_a_url"
  | "not_postgresql"
  | "raw_at_sign"
  | "bad_port"
  | "no_database"
  | "placeholder";

export function isUrlFault(url: DatabaseUrl | UrlFault): url is UrlFault {
  return typeof url === "string";
}

const SQLALCHEMY_URL =
  /^(?<name>[\w+]+):\/\/(?:(?<user>[^:/]*)(?::(?<password>[^@]*))?@)?(?:\[(?<ipv6>[^/?]+)\]|(?<host>[^/:?]+))?(?::(?<port>[^/?]*))?(?:\/(?<database>[^?]*))?(?:\?(?<query>.*))?$/s;

/** @returns the parts, or the fault that SQLAlchemy or the server would stumble over. */
export function parseDatabaseUrl(text: string): DatabaseUrl | UrlFault {
  const url = parseIncompleteUrl(text);
  return !isUrlFault(url) && url.database === null ? "no_database" : url;
}

/** As {@link parseDatabaseUrl}, of a URL that may leave the database to be named elsewhere. */
export function parseIncompleteUrl(text: string): DatabaseUrl | UrlFault {
  const trimmed = withHostsInQuery(text.trim());
  if (trimmed === "") return "empty";
  if (/^driver:\/\/user:pass@localhost\/dbname$/.test(trimmed)) return "placeholder";
  if (/^\s*\w+\s*=/.test(trimmed)) return urlOfKeywords(trimmed);
  const groups = SQLALCHEMY_URL.exec(trimmed)?.groups;
  if (!groups) return "not_a_url";
  const [dialect = "", driver = null] = (groups["name"] ?? "").split("+", 2);
  if (dialect !== "postgresql" && dialect !== "postgres") return "not_postgresql";
  // What is left empty is not there for SQLAlchemy (urllib.parse.parse_qsl).
  const written = [...new URLSearchParams(groups["query"] ?? "")];
  const query = new URLSearchParams(written.filter(([, value]) => value !== ""));
  const options = Object.fromEntries(query);
  const host = groups["ipv6"] ?? groups["host"] ?? null;
  if (host?.includes("@") || groups["port"]?.includes("@")) return "raw_at_sign";
  if (/@.*\//s.test(groups["database"] ?? "")) return "raw_at_sign";
  const places = placesIn(query.getAll("host"), query.getAll("port"));
  if (places === "bad_port") return places;
  const [first, second] = places;
  const port = first?.port ?? readPort(options["port"] || groups["port"]);
  if (port === "bad_port") return port;
  const database = options["dbname"] || decode(groups["database"]) || null;
  return {
    dialect,
    driver,
    user: options["user"] || decode(groups["user"]) || null,
    password: options["password"] ?? decode(groups["password"]),
    host: first?.host ?? host,
    port,
    ...(second ? { places } : {}),
    database,
    options,
    text: trimmed,
  };
}

/** SQLAlchemy does not read keywords: alembic is given the same as a URL. */
function urlOfKeywords(text: string): DatabaseUrl | UrlFault {
  const values = readKeywords(text);
  if (values === null) return "not_a_url";
  const { user = "", password, host = "", port: ports = "", dbname = "", ...options } = values;
  const places = placesIn([host], [ports]);
  const port = readPort(ports.split(",", 1)[0]);
  if (port === "bad_port" || places === "bad_port") return "bad_port";
  const written = { user, password, host, port, dbname, options };
  return {
    dialect: "postgresql",
    driver: null,
    user: values["user"] ?? null,
    password: values["password"] ?? null,
    host: places[0]?.host ?? null,
    port,
    ...(places.length > 1 ? { places } : {}),
    database: dbname || null,
    options,
    text: spellUrl(places.length > 1 ? { ...written, places } : written),
  };
}

/** Decodes as Python's `urllib.parse.unquote` does: a `%` that starts no escape stays as it is. */
function decode(text: string | undefined): string | null {
  if (text === undefined) return null;
  return text.replace(/(?:%[0-9a-fA-F]{2})+/g, (run) => {
    const bytes = run
      .slice(1)
      .split("%")
      .map((each) => Number.parseInt(each, 16));
    return new TextDecoder("utf-8", { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  });
}

/** Several hosts in one URL: as libpq and as SQLAlchemy write them. */

export interface Place {
  readonly host: string;
  /** Null for the usual one. */
  readonly port: number | null;
}

const AUTHORITY = /^([\w+]+:\/\/(?:[^@/?]*@)?)([^@/?]*,[^@/?]*)((?:[/?].*)?)$/s;

/** `one,two:6432`, which SQLAlchemy can read: the only port is each host's, as in libpq's `port=6432`. */
const ONE_PORT = /^([^:[\]]+):([^:,]+)$/;

/**
 * `//user@one:5432,two:5433/name` (PostgreSQL docs, "Specifying Multiple Hosts") is no URL for
 * SQLAlchemy, which has its own form (its docs, "Specifying multiple fallback hosts").
 * @returns the URL in SQLAlchemy's form, or the text itself where it names one host only
 */
export function withHostsInQuery(text: string): string {
  const parts = AUTHORITY.exec(text);
  if (!parts) return text;
  const [, start = "", authority = "", rest = ""] = parts;
  const [, names = authority, port] = ONE_PORT.exec(authority) ?? [];
  const suffix = port === undefined ? "" : `:${port}`;
  const hosts = names.split(",").map((name) => `host=${encodeURIComponent(name + suffix)}`);
  return `${start}${rest}${rest.includes("?") ? "&" : "?"}${hosts.join("&")}`;
}

/**
 * @param hosts values of `host`: each one or a list, with or without a port
 * @param ports values of `port`: one for all, or as many as hosts
 * @returns where to try, in that order; nothing when there is no host
 */
export function placesIn(hosts: readonly string[], ports: readonly string[]): Place[] | "bad_port" {
  const names = hosts.flatMap((each) => each.split(",")).filter((each) => each !== "");
  const numbers = ports.flatMap((each) => each.split(","));
  const places: Place[] = [];
  for (const [at, name] of names.entries()) {
    const [, host = name, own] = HOST_WITH_PORT.exec(name) ?? [];
    const port = readPort(own ?? numbers[at] ?? (numbers.length === 1 ? numbers[0] : undefined));
    if (port === "bad_port") return port;
    places.push({ host: host.replace(/^\[(.*)\]$/, "$1"), port });
  }
  return places;
}

/** @returns the place as psql and URLs write it: a socket's file, an IPv6 address in brackets */
export function placeName(host: string, port: string | number): string {
  if (host.startsWith("/")) return `${host}/.s.PGSQL.${port}`;
  return host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
}

/** A socket's folder and an address without brackets may hold colons themselves. */
const HOST_WITH_PORT = /^([^/:][^:]*|\[[^\]]*\]):([^:]*)$/;

export function readPort(text: string | undefined): number | null | "bad_port" {
  if (text === undefined || text === "") return null;
  const port = /^\d+$/.test(text) ? Number(text) : 0;
  return port > 0 && port < 65_536 ? port : "bad_port";
}

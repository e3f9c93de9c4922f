/** Writes the parts of a database URL down, as SQLAlchemy reads them. */
import type { Place } from "./url-hosts.ts";

/**
 * @returns a URL; a socket's folder goes into its query, which counts more than the host, and so do
 *   several hosts. Settings classes refuse a URL that has no host at all (pydantic, `PostgresDsn`)
 */
export function spellUrl(parts: {
  readonly user: string;
  readonly password: string | undefined;
  readonly host: string;
  readonly port: number | null;
  readonly places?: readonly Place[];
  readonly dbname: string;
  readonly options: Readonly<Record<string, string>>;
}): string {
  const { user, password, host, port, places = [], dbname, options } = parts;
  const secret = password === undefined ? "" : `:${encodeURIComponent(password)}`;
  const login = user === "" && secret === "" ? "" : `${encodeURIComponent(user)}${secret}@`;
  const isSocket = host.startsWith("/");
  const plain = isSocket ? "localhost" : bracketed(host);
  const place = places.length > 0 ? "" : plain;
  const query = new URLSearchParams({
    ...options,
    ...(isSocket && !places.length ? { host } : {}),
  });
  for (const each of places) query.append("host", `${bracketed(each.host)}${colon(each.port)}`);
  const suffix = query.size === 0 ? "" : `?${query}`;
  const own = places.length > 0 ? "" : colon(port);
  return `postgresql://${login}${place}${own}/${encodeURIComponent(dbname)}${suffix}`;
}

const bracketed = (host: string) => (host.includes(":") ? `[${host}]` : host);

const colon = (port: number | null) => (port === null ? "" : `:${port}`);

/** A URL that leads elsewhere: to another database of the server, or to the same one by another way. */
import type { DatabaseUrl } from "./database-url.ts";
import type { Place } from "./url-hosts.ts";
import { spellUrl } from "./url-spelling.ts";

/** @returns the same server, role and driver, and another database */
export function inDatabase(url: DatabaseUrl, database: string): DatabaseUrl {
  return spelledAnew({ ...url, database });
}

/** @returns the same database by another way; what it is called stays as it was */
export function byWayOf(
  url: DatabaseUrl,
  way: { readonly host: string; readonly port: number; readonly loopback?: Place },
  password: string | null,
): DatabaseUrl {
  const { places: _, ...rest } = url;
  // What says of the old way where it leads, and who is at its end.
  const { service: _s, hostaddr: _h, requirepeer: _r, ...options } = url.options;
  const knownAs = { host: url.host ?? "localhost", port: url.port };
  return spelledAnew({ ...rest, ...way, password, options, knownAs });
}

/** Its text follows from its parts, of which none stands among the options any more. */
function spelledAnew(url: DatabaseUrl): DatabaseUrl {
  const { dialect, driver, user, password, host, port, places = [], database } = url;
  const { dbname: _d, user: _u, password: _p, host: _h, port: _n, ...options } = url.options;
  const text = spellUrl({
    user: user ?? "",
    password: password ?? undefined,
    host: host ?? "",
    port,
    places,
    dbname: database ?? "",
    options,
  });
  const scheme = driver === null ? dialect : `${dialect}+${driver}`;
  return { ...url, options, text: text.replace(/^postgresql/, scheme) };
}

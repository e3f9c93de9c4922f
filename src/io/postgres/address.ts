/** Where a connection for a URL goes, with libpq's defaults and PG* variables. */
import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { placesIn } from "../../core/url-hosts.ts";

/** Sockets of a server on this machine: libpq's compiled-in default differs by packager. */
export const SOCKET_DIRECTORIES = ["/var/run/postgresql", "/tmp"];

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** Of several hosts, the one that took the connection: the rest of the session stays with it. */
const taken = new Map<string, ServerAddress>();

/** @returns where to try, in that order; the host that took a connection before, alone */
export function addressesOf(url: DatabaseUrl): readonly [ServerAddress, ...ServerAddress[]] {
  const before = taken.get(url.text);
  if (before) return [before];
  const usual = url.port ?? (Number(process.env["PGPORT"]) || 5432);
  const [first, ...others] = url.places ?? placesFromEnvironment(url);
  const address = (place: { host: string; port: number | null }) => ({
    host: place.host,
    port: place.port ?? usual,
  });
  if (first) return [address(first), ...others.map(address)];
  return [{ host: url.host || numericHost(url) || localHost(usual), port: usual }];
}

/**
 * @returns the address that stands for the host, whose name certificates and password files still
 *   go by; null where there is none. PGHOSTADDR alone counts where nothing names a host: restamp has
 *   servers of its own, for which it was not meant
 */
export function numericHost({ options, host, places }: DatabaseUrl): string | null {
  if (places) return null;
  const isNamed = host !== null || Boolean(process.env["PGHOST"]);
  return options["hostaddr"] || (isNamed ? null : process.env["PGHOSTADDR"] || null);
}

export function staysAt(url: DatabaseUrl, address: ServerAddress): void {
  if (url.places) taken.set(url.text, address);
}

function placesFromEnvironment({ host, port }: DatabaseUrl) {
  const named = process.env["PGHOST"];
  if (host || !named) return [];
  const places = placesIn([named], [String(port ?? process.env["PGPORT"] ?? "")]);
  return places === "bad_port" ? [{ host: named, port: null }] : places;
}

function localHost(port: number): string {
  const hasSocket = (folder: string) => existsSync(`${folder}/.s.PGSQL.${port}`);
  return SOCKET_DIRECTORIES.find(hasSocket) ?? "localhost";
}

/** @returns the first of them */
export function addressOf(url: DatabaseUrl): ServerAddress {
  return addressesOf(url)[0];
}

/** @returns how sentences and journals name the place: without a detour */
export function knownAddressOf(url: DatabaseUrl): ServerAddress {
  const { knownAs } = url;
  return knownAs ? { host: knownAs.host, port: knownAs.port ?? 5432 } : addressOf(url);
}

/** @returns what sentences say of the server: host, port, database and role. */
export function describe(url: DatabaseUrl): {
  readonly host: string;
  readonly port: string;
  readonly database: string;
  readonly role: string;
} {
  const { host, port } = knownAddressOf(url);
  return {
    host,
    port: String(port),
    database: url.database ?? "",
    role: url.user ?? process.env["PGUSER"] ?? userInfo().username,
  };
}

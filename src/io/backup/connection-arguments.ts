/** How pg_dump and pg_restore are told which database, without a password that `ps` would show. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { LIBPQ_VARIABLES, libpqVariables } from "../../core/libpq-options.ts";
import { addressOf, describe, numericHost } from "../postgres/address.ts";
import { tlsMode } from "../postgres/tls.ts";
import { environmentWithout, knownSecrets } from "../process/secrets.ts";

/**
 * @param isInContainer the programs run beside the server: its own socket is the way there
 * @returns the value of --dbname: a connection string of keywords (PostgreSQL docs, "Connection
 *   Strings")
 */
export function connectionString(url: DatabaseUrl, isInContainer = false): string {
  const { database, role } = describe(url);
  const { host, port } = addressOf(url);
  const place = isInContainer ? {} : { host, port: String(port) };
  const all = { ...place, user: role, dbname: database, application_name: "restamp backup" };
  return Object.entries(all)
    .map(([name, value]) => `${name}='${value.replace(/[\\']/g, "\\$&")}'`)
    .join(" ");
}

/**
 * Beside the server the programs are trusted by it, and `docker` or `ssh` need what the operator's
 * shell has, less the database's secrets. Anywhere else they get the password, and nothing more.
 */
export function connectionEnvironment(
  url: DatabaseUrl,
  isInContainer: boolean,
): Record<string, string> {
  if (isInContainer) return environmentWithout(knownSecrets(url));
  const password = url.password ?? process.env["PGPASSWORD"];
  // By variables, because an older libpq refuses a word that it does not know.
  const kept = ["HOME", "PGPASSFILE", ...Object.values(LIBPQ_VARIABLES)];
  const passed = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    ...libpqVariables(url.options),
    PGHOSTADDR: numericHost(url) ?? "",
    // asyncpg's name for it is none of libpq's.
    ...(url.options["ssl"] === undefined ? {} : { PGSSLMODE: tlsMode(url) }),
    ...(password === undefined ? {} : { PGPASSWORD: password }),
  };
}

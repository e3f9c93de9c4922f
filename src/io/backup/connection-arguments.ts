/** How pg_dump and pg_restore are told which database, without a password that `ps` would show. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { addressOf, describe } from "../postgres/address.ts";
import { environmentWithout, knownSecrets } from "../process/secrets.ts";

/** What libpq understands of a URL's query, and SQLAlchemy hands on to it. */
const LIBPQ_OPTIONS =
  /^(?:hostaddr|ssl(?!password)\w+|gssencmode|krbsrvname|channel_binding|target_session_attrs|connect_timeout)$/;

/**
 * @param isInContainer the programs run beside the server: its own socket is the way there
 * @returns the value of --dbname: a connection string of keywords (PostgreSQL docs, "Connection
 *   Strings")
 */
export function connectionString(url: DatabaseUrl, isInContainer = false): string {
  const { database, role } = describe(url);
  const { host, port } = addressOf(url);
  const place = isInContainer ? {} : { host, port: String(port) };
  const options = Object.entries(url.options).filter(([name]) => LIBPQ_OPTIONS.test(name));
  const all = {
    ...place,
    user: role,
    dbname: database,
    application_name: "restamp backup",
    ...(isInContainer ? {} : Object.fromEntries(options)),
  };
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
  const files = ["HOME", "PGPASSFILE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSSLMODE"];
  const passed = files.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    ...Object.fromEntries(passed),
    ...(password === undefined ? {} : { PGPASSWORD: password }),
  };
}

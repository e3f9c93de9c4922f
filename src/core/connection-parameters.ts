/** What a driver is given to connect with, as the URL that says the same. */
import { type DatabaseUrl, isUrlFault, parseIncompleteUrl, type UrlFault } from "./database-url.ts";
import { LIBPQ_OPTIONS } from "./libpq-options.ts";

/** What a URL's query may hold, too; the rest is the driver's own. */
const KNOWN: ReadonlySet<string> = new Set([
  ...["host", "port", "user", "password", "dbname", "options", "service", "ssl", "sslpassword"],
  ...LIBPQ_OPTIONS,
]);

/**
 * @param parameters by the names of libpq, or of asyncpg and pg8000, which say `database`; `driver`
 *   is SQLAlchemy's name for it
 */
export function incompleteUrlOfParameters({
  driver,
  database,
  ...parameters
}: Readonly<Record<string, string>>): DatabaseUrl | UrlFault {
  const all = { ...parameters, ...(database === undefined ? {} : { dbname: database }) };
  const pairs = Object.entries(all).filter(([name]) => KNOWN.has(name));
  const quoted = (value: string) => `'${value.replace(/[\\']/g, "\\$&")}'`;
  const words = pairs.map(([name, value]) => `${name}=${quoted(value)}`).join(" ");
  // libpq may take all of it from variables of its own, or from a service file.
  const url = parseIncompleteUrl(words || "postgresql://");
  if (isUrlFault(url) || driver === undefined) return url;
  return { ...url, driver, text: url.text.replace(/^postgresql/, `postgresql+${driver}`) };
}

/** What env.py finds in its environment when it is to go to another database than the project's own. */
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../core/database-url.ts";
import { libpqVariables } from "../../core/libpq-options.ts";
import { ledPart, ledVariable, type Part, partOf } from "./led-variables.ts";

/**
 * A project may read its URL from any variable (AIRFLOW__DATABASE__SQL_ALCHEMY_CONN, …), or put it
 * together from several (POSTGRES_SERVER, POSTGRES_DB, …), of the environment or of a .env file:
 * what names the project's own database leads to the other one, by the driver that it names.
 * Variables of the environment count more than those of a file, as for most who read both
 * (python-dotenv, pydantic-settings); who has it otherwise goes elsewhere, and the proof shows it.
 * @param written variables of the project's .env files
 */
export function redirection(
  own: DatabaseUrl,
  other: DatabaseUrl,
  written: Readonly<Record<string, string>>,
): Record<string, string> {
  const variables = { ...written, ...process.env };
  return {
    ...ledUrls(variables, own, other),
    ...ledParts(variables, own, other),
    // libpq takes from the environment what a URL leaves out (PostgreSQL docs, "Environment
    // Variables"), and PGHOSTADDR even where the URL names a host: none of it was meant for this one.
    ...(process.env["PGHOSTADDR"] === undefined ? {} : { PGHOSTADDR: "" }),
    ...libpqVariables(other.options),
  };
}

/**
 * By the database's name: in a container the same server has another address than out here. Of
 * a server with the same name elsewhere (a replica, a staging one) a shadow has no need, either.
 */
function ledUrls(variables: NodeJS.ProcessEnv, own: DatabaseUrl, other: DatabaseUrl) {
  const led: Record<string, string> = {};
  for (const [name, value = ""] of Object.entries(variables)) {
    const url = parseDatabaseUrl(value);
    if (isUrlFault(url) || url.database !== own.database) continue;
    led[name] = ledVariable(name, value, other) ?? value;
  }
  return led;
}

/** What a URL cannot do without; nobody need have said it where it is as usual. */
const NEEDED: readonly Part[] = ["host", "port", "user", "password"];

interface Held {
  readonly name: string;
  readonly part: Part;
}

/** Names may be mixed: DB_USER and POSTGRES_DB. What names another database is none of ours. */
function ledParts(variables: NodeJS.ProcessEnv, own: DatabaseUrl, other: DatabaseUrl) {
  const families = [...familiesIn(variables)].map(([of, held]) => {
    const databases = held.filter(({ part }) => part === "database");
    const isOwn = databases.some(({ name }) => variables[name] === own.database);
    return { of, held, isOwn, isOurs: isOwn || databases.length === 0 };
  });
  if (!families.some(({ isOwn }) => isOwn)) return {};
  const ours = families.filter(({ isOurs }) => isOurs);
  return Object.assign({}, ...ours.map(({ of, held }) => ledFamily(of, held, other)));
}

function ledFamily(of: string, held: readonly Held[], other: DatabaseUrl) {
  const missing = NEEDED.filter((part) => !held.some((each) => each.part === part));
  const named = (part: Part) => of + (of === of.toLowerCase() ? part : part.toUpperCase());
  const all = [...held, ...missing.map((part) => ({ name: named(part), part }))];
  return Object.fromEntries(all.map(({ name, part }) => [name, ledPart(part, other)]));
}

/** @returns what variables hold, by what their names have in common: POSTGRES_SERVER and POSTGRES_DB */
function familiesIn(variables: NodeJS.ProcessEnv): Map<string, Held[]> {
  const families = new Map<string, Held[]>();
  for (const name of Object.keys(variables)) {
    const found = partOf(name);
    if (!found) continue;
    const { of, part } = found;
    families.set(of, [...(families.get(of) ?? []), { name, part }]);
  }
  return families;
}

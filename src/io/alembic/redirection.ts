/** What env.py finds in its environment when it is to go to another database than the project's own. */
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../core/database-url.ts";
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
  const { sslmode } = other.options;
  return {
    ...ledUrls(variables, own, other),
    ...ledParts(variables, own, other),
    // libpq takes from the environment what a URL leaves out (PostgreSQL docs, "Environment
    // Variables"), and PGHOSTADDR even where the URL names a host: none of it was meant for this one.
    ...(process.env["PGHOSTADDR"] === undefined ? {} : { PGHOSTADDR: "" }),
    ...(sslmode === undefined ? {} : { PGSSLMODE: sslmode }),
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

/** Names may be mixed: DB_USER and POSTGRES_DB. What names another database is none of ours. */
function ledParts(variables: NodeJS.ProcessEnv, own: DatabaseUrl, other: DatabaseUrl) {
  const families = [...familiesIn(variables)].map(([of, names]) => ({
    of,
    names,
    database: names.flatMap((name) =>
      partOf(name)?.part === "database" ? [variables[name] === own.database] : [],
    ),
  }));
  if (!families.some(({ database }) => database.includes(true))) return {};
  const ours = families.filter(({ database }) => database.includes(true) || database.length === 0);
  return Object.assign({}, ...ours.map(({ of, names }) => ledFamily(of, names, other)));
}

function ledFamily(of: string, names: readonly string[], other: DatabaseUrl) {
  const led: Record<string, string> = {};
  const given = new Set<Part>();
  for (const name of names) {
    const part = partOf(name)?.part ?? "database";
    given.add(part);
    led[name] = ledPart(part, other);
  }
  for (const part of NEEDED.filter((each) => !given.has(each))) {
    led[of + (of === of.toLowerCase() ? part : part.toUpperCase())] = ledPart(part, other);
  }
  return led;
}

/** @returns names of variables by what they have in common: POSTGRES_SERVER and POSTGRES_DB */
function familiesIn(variables: NodeJS.ProcessEnv): Map<string, string[]> {
  const families = new Map<string, string[]>();
  for (const name of Object.keys(variables)) {
    const of = partOf(name)?.of;
    if (of === undefined) continue;
    families.set(of, [...(families.get(of) ?? []), name]);
  }
  return families;
}

/** Leads whatever variables say of a database to another one: URLs, and the parts of one. Pure. */
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../core/database-url.ts";

/** `POSTGRES_SERVER`, `DB_HOST`, `APP_DATABASE__USER`, `PGPORT`: whose part, and which. */
const PART =
  /^(?<of>(?:.*_)?(?:PG|PSQL|POSTGRES|POSTGRESQL|SQL|RDS|DB|DATABASE)_*)(?<part>HOST|HOSTNAME|HOSTADDR|SERVER|ADDRESS|PORT|USER|USERNAME|PASS|PASSWORD|PASSWD|PW|DB|DBNAME|DATABASE|NAME)$/i;

/** `host=… dbname=…`, as drivers take it (PostgreSQL docs, "Keyword/Value Connection Strings"). */
const KEYWORDS = /(?:^|\s)(?:host|hostaddr|dbname|service)\s*=/;

export type Part = "hostaddr" | "host" | "port" | "user" | "password" | "database";

const MEANT: Readonly<Record<string, Part>> = {
  HOSTADDR: "hostaddr",
  PORT: "port",
  HOST: "host",
  HOSTNAME: "host",
  SERVER: "host",
  ADDRESS: "host",
  USER: "user",
  USERNAME: "user",
  DB: "database",
  DBNAME: "database",
  DATABASE: "database",
  NAME: "database",
};

/** @returns which part of a URL a variable holds, and what its name has in common with the others'; null for any other */
export function partOf(name: string): { readonly of: string; readonly part: Part } | null {
  const { of = "", part = "" } = PART.exec(name)?.groups ?? {};
  return part === "" ? null : { of, part: MEANT[part.toUpperCase()] ?? "password" };
}

/** @returns the value of that part for the other database */
export function ledPart(part: Part, other: DatabaseUrl): string {
  const { user, password, database } = other;
  const { host, port } = other.loopback ?? other;
  const parts: Record<Part, string | number | null> = {
    // It would count more than the host (PostgreSQL docs, "PGHOSTADDR").
    hostaddr: null,
    host,
    port,
    user,
    password,
    database,
  };
  return String(parts[part] ?? "");
}

/** @returns the value that leads to the other database; null where this says nothing of one */
export function ledVariable(name: string, value: string, other: DatabaseUrl): string | null {
  const url = redirectedUrl(value, other);
  if (url !== null) return url;
  if (KEYWORDS.test(value)) {
    const { host, port, user, password, database } = other;
    return `host=${host} port=${port} user=${user} password=${password} dbname=${database}`;
  }
  const held = partOf(name);
  return held && ledPart(held.part, other);
}

/** What libpq takes for all that nobody names; else it would look on this machine, and in ~/.pgpass. */
export function libpqVariables(other: DatabaseUrl): Record<string, string> {
  const names = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"];
  return Object.fromEntries(names.map((name) => [name, ledVariable(name, "", other) ?? ""]));
}

/** A project may take its URL from `-x url=…`. */
export function redirectedOption(value: string, other: DatabaseUrl): string {
  const [name = "", ...rest] = value.split("=");
  return namesDatabase(rest.join("=")) ? `${name}=${other.text}` : value;
}

/** @returns the other database's URL by the driver that this one names; null when this is no database's */
function redirectedUrl(value: string, other: DatabaseUrl): string | null {
  if (!value.includes("://") || !namesDatabase(value)) return null;
  return other.text.replace(/^[^:]+(?=:\/\/)/, value.slice(0, value.indexOf(":")).trim());
}

/** Even where restamp finds a fault in it, a driver may follow it: with no database's name, with a `${…}`. */
function namesDatabase(value: string): boolean {
  return /^\s*postgres(?:ql)?(?:\+\w+)?:\/\//.test(value) || !isUrlFault(parseDatabaseUrl(value));
}

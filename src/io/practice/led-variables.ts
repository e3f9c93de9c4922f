/** Leads whatever variables say of a database to the sandbox: URLs, and the parts of one. Pure. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { redirectedUrl } from "../alembic/invocation.ts";

/** `POSTGRES_SERVER`, `DB_HOST`, `APP_DATABASE__USER`, `PGPORT`: whose part, and which. */
const PART =
  /(?:^|_)(?:PG|PSQL|POSTGRES|POSTGRESQL|SQL|RDS|DB|DATABASE)_*(HOST|HOSTNAME|HOSTADDR|SERVER|ADDRESS|PORT|USER|USERNAME|PASS|PASSWORD|PASSWD|PW|DB|DBNAME|DATABASE|NAME)$/i;

/** `host=… dbname=…`, as drivers take it (PostgreSQL docs, "Keyword/Value Connection Strings"). */
const KEYWORDS = /(?:^|\s)(?:host|hostaddr|dbname|service)\s*=/;

/** @returns the value that leads to the sandbox; null where this says nothing of a database */
export function ledVariable(name: string, value: string, sandbox: DatabaseUrl): string | null {
  const url = redirectedUrl(value, sandbox);
  if (url !== null) return url;
  const { host, port, user, password, database } = sandbox;
  if (KEYWORDS.test(value)) {
    return `host=${host} port=${port} user=${user} password=${password} dbname=${database}`;
  }
  const part = PART.exec(name)?.[1];
  switch (part?.toUpperCase()) {
    // It would count more than the host (PostgreSQL docs, "PGHOSTADDR").
    case "HOSTADDR":
      return "";
    case "PORT":
      return String(port);
    case "HOST":
    case "HOSTNAME":
    case "SERVER":
    case "ADDRESS":
      return host ?? "";
    case "USER":
    case "USERNAME":
      return user ?? "";
    case "DB":
    case "DBNAME":
    case "DATABASE":
    case "NAME":
      return database ?? "";
    default:
      return part === undefined ? null : (password ?? "");
  }
}

/** What libpq takes for all that nobody names; else it would look on this machine, and in ~/.pgpass. */
export function libpqVariables(sandbox: DatabaseUrl): Record<string, string> {
  const names = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE"];
  return Object.fromEntries(names.map((name) => [name, ledVariable(name, "", sandbox) ?? ""]));
}

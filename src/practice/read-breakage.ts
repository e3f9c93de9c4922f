/** The parts of a scenario's file that say how a database and its project are broken. */
import type { Breakage, HeldSession } from "../core/breakage.ts";
import {
  type Place,
  readOptionalText,
  readTable,
  readText,
  type Table,
  within,
  wrong,
} from "./fields.ts";

const DATABASE_FIELDS = ["server_sql", "owner", "upgrade_to", "sql", "alembic", "session"];

export function readBreakage(file: Table, root: Place): Breakage {
  const at = within(root, "database");
  const database = readTable(file["database"] ?? {}, at, DATABASE_FIELDS);
  const text = (name: string) => readOptionalText(database[name], within(at, name));
  return {
    serverSql: text("server_sql") ?? "",
    owner: text("owner"),
    upgradeTo: text("upgrade_to"),
    sql: text("sql") ?? "",
    files: readFiles(file["project"] ?? {}, within(root, "project")),
    alembic: [text("alembic")].filter((command) => command !== null),
    session: readSession(database["session"], within(at, "session")),
    databaseUrl: readDatabaseUrl(file["environment"] ?? {}, within(root, "environment")),
  };
}

function readFiles(value: unknown, place: Place): Readonly<Record<string, string>> {
  const files = readTable(value, place, Object.keys(Object(value)));
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const at = within(place, name);
      if (typeof text !== "string") throw wrong(at, "file");
      return [readFileName(name, at), text];
    }),
  );
}

/** The copied project is all that a scenario writes into: a slip of the pen must not lead out of it. */
export function readFileName(value: unknown, place: Place): string {
  const name = readText(value, place);
  const parts = name.split("/");
  if (name.includes("\\") || parts.some((part) => part === "" || part === "." || part === "..")) {
    throw wrong(place, "path_inside");
  }
  return name;
}

function readSession(value: unknown, place: Place): HeldSession | null {
  if (value === undefined) return null;
  const session = readTable(value, place, ["application", "sql", "running"]);
  const at = (name: string) => within(place, name);
  return {
    application: readText(session["application"], at("application")),
    sql: readText(session["sql"], at("sql")),
    running: readOptionalText(session["running"], at("running")),
  };
}

/** Empty is a word of its own here: the variable is not set. */
function readDatabaseUrl(value: unknown, place: Place): string | null {
  const { DATABASE_URL: url } = readTable(value, place, ["DATABASE_URL"]);
  if (url === undefined || url === "") return url ?? null;
  return readText(url, within(place, "DATABASE_URL"));
}

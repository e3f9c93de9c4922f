/** How one database is worked with: what was asked for, and what follows for every connection to it. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import type { Snapshot, VersionTable } from "../../core/snapshot.ts";
import { searchPath } from "../../core/sql-text.ts";
import type { CommandLog } from "../ports/command.ts";
import { describe } from "./address.ts";
import { takeSnapshot } from "./reading.ts";
import type { Questions } from "./snapshot.ts";
import { questioner } from "./statements.ts";

export interface DatabaseSettings {
  /** The schema to work in, when the role's search_path leads to another. */
  readonly schema?: string | undefined;
  /** What evidence/<revision>.sql asks, by revision. */
  readonly questions?: ReadonlyMap<string, string>;
  /** As PostgreSQL reads it: "10s". */
  readonly lockTimeout: string;
}

/** @returns server settings for a connection */
export function placeOf({ schema }: DatabaseSettings): Readonly<Record<string, string>> {
  return schema === undefined ? {} : searchPath(schema);
}

/** Of several version tables, the one in the schema that was asked for. */
export async function snapshotOf(
  questions: Questions,
  scope: ReadonlySet<string> | null,
  { schema }: DatabaseSettings,
): Promise<Snapshot> {
  const snapshot = await takeSnapshot(questions, scope);
  const isAsked = (table: VersionTable) => schema === undefined || table.schema === schema;
  return { ...snapshot, versionTables: snapshot.versionTables.filter(isAsked) };
}

export function questionsTo(
  client: pg.Client,
  url: DatabaseUrl,
  log: CommandLog,
  settings: DatabaseSettings,
): Questions {
  return { ...questioner(client, log, describe(url)), evidence: settings.questions ?? new Map() };
}

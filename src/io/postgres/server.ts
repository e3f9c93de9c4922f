/** Which server it is, who one is there, and what that role may do. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import type { Server } from "../../core/snapshot.ts";
import { describe, knownAddressOf } from "./address.ts";
import { SERVER_SQL } from "./catalog-sql.ts";
import type { DatabaseSettings } from "./database-settings.ts";
import type { Ask } from "./statements.ts";

interface ServerRow {
  readonly database: string;
  readonly role: string;
  /** Where unqualified names lead; null when the schemas of the search_path are not there. */
  readonly schema: string | null;
  readonly version: string;
  readonly can_create_tables: boolean;
  readonly is_standby: boolean;
  readonly pid: number;
}

/**
 * @param pid of the session's process, as it was told when the connection was made
 * @throws Problem schema_missing
 */
export async function readServer(
  ask: Ask,
  pid: number | undefined,
  url: DatabaseUrl,
  { schema }: DatabaseSettings,
): Promise<Server> {
  const [row] = await ask<ServerRow>(SERVER_SQL);
  if (!row) throw new Problem("bug", { what: "SERVER_SQL gave no row" });
  if (schema !== undefined && row.schema !== schema) {
    throw new Problem("schema_missing", { ...describe(url), schema });
  }
  return {
    ...knownAddressOf(url),
    database: row.database,
    role: row.role,
    version: row.version.split(" ", 1)[0] ?? row.version,
    canCreateTables: row.can_create_tables,
    isStandby: row.is_standby,
    // A pooler answers with a number of its own (PostgreSQL docs, "Message Formats", BackendKeyData).
    isPooled: pid !== undefined && pid !== row.pid,
  };
}

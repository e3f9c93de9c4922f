/** Which database a session is in, whatever address led there. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { withConnection } from "./connection.ts";

/**
 * Any role may ask. No two servers were started in the same microsecond; the second column is for
 * people. Without a double quote, a backslash or a brace: Python holds it.
 */
export const PLACE_SQL = `
SELECT (extract(epoch FROM pg_catalog.pg_postmaster_start_time()) * 1000000)::bigint::text
  || ' ' || (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())::text AS place,
  current_database() || coalesce(' at ' || host(inet_server_addr()) || ':' || inet_server_port()::text, '') AS name`;

/** @returns what {@link PLACE_SQL} gives there */
export async function placeOf(database: DatabaseUrl): Promise<string> {
  return withConnection(database, "restamp", async (client) => {
    const { rows } = await client.query<[string, string]>({ text: PLACE_SQL, rowMode: "array" });
    return rows[0]?.[0] ?? "";
  });
}

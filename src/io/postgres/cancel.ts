/** Ends what a session is waiting for, as its own Ctrl+C would. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { withConnection } from "./connection.ts";

/** @param applicationName of the sessions, in this database, whose statements are cancelled */
export async function cancelSessions(url: DatabaseUrl, applicationName: string): Promise<void> {
  return withConnection(url, "restamp cancel", async (client) => {
    await client.query(
      `SELECT pg_cancel_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = $1`,
      [applicationName],
    );
  });
}

/** Another session on the broken database, for as long as the scenario is played. */
import type { HeldSession } from "../../core/breakage.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { splitStatements } from "../../core/sql-statements.ts";
import { connect, withConnection } from "../postgres/connection.ts";
import { OWN_NAME } from "./break-database.ts";

/** @returns what ends it; somebody may have ended it before, or dropped the database */
export async function holdSession(
  database: DatabaseUrl,
  { application, sql, running }: HeldSession,
): Promise<() => Promise<void>> {
  const client = await connect(database, application);
  for (const { text } of splitStatements(sql)) await client.query(text);
  const { rows } = await client.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  // What it is still at comes to no end of its own.
  if (running !== null) client.query(running).catch(() => {});
  return async () => {
    const statement = "SELECT pg_terminate_backend($1, 5000)";
    await withConnection(database, OWN_NAME, (other) =>
      other.query(statement, [rows[0]?.pid]),
    ).catch(() => {});
    await client.end().catch(() => {});
  };
}

/** One chain in two schemas of one database. */
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { FIRST, WRONG } from "./broken-databases.ts";
import { alembic, freshDatabase, query } from "./database.ts";

export const TENANT = "Tenant 'A' \\1";

/** In public three tables under a stamp that is ahead; in the other schema more than its stamp says. */
export async function twoSchemas(): Promise<DatabaseUrl> {
  const database = await freshDatabase();
  await alembic(database, "upgrade", FIRST);
  await alembic(database, "stamp", WRONG);
  const tenant = quoteIdentifier(TENANT);
  const own = quoteIdentifier(database.database ?? "");
  await query(
    database,
    `CREATE SCHEMA ${tenant}; ALTER DATABASE ${own} SET search_path = ${tenant}`,
  );
  await alembic(database, "upgrade", WRONG);
  await alembic(database, "stamp", FIRST);
  await query(database, `ALTER DATABASE ${own} RESET search_path`);
  return database;
}

export async function stampIn(database: DatabaseUrl, schema: string): Promise<string[]> {
  const table = `${quoteIdentifier(schema)}.alembic_version`;
  const rows = await query<{ stamp: string }>(
    database,
    `SELECT version_num AS stamp FROM ${table}`,
  );
  return rows.map(({ stamp }) => stamp);
}

/** Databases in the states that the written procedure is about. */
import pg from "pg";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { alembic, databaseUrl, freshDatabase, query } from "./database.ts";

export const FIRST = "9044ba1e3377";
export const CALL_STATS = "fb958ba03c93";
/** The stamp of the written case. */
export const WRONG = "c7a3d9e12f8b";
export const HEAD = "g1h2i3j4k5l6";

/** What must survive: rows with every kind of value that the first tables can hold. */
const ROWS = `
  INSERT INTO users (username, email, password_hash, display_name, is_active, created_at, last_seen_at)
  SELECT 'user' || n, 'user' || n || '@example.org', md5(n::text),
         CASE n % 3 WHEN 0 THEN NULL WHEN 1 THEN 'Zoë "☎" \\ ' || n ELSE '' END, n % 2 = 0,
         timestamp '2024-03-31 01:30:00.123456' + n * interval '7 hours',
         CASE WHEN n % 4 > 0 THEN timestamp '2024-10-27 02:30:00' + n * interval '1 minute' END
  FROM generate_series(1, 40) AS n;
  INSERT INTO calls (room_code, host_id, status, created_at, started_at, ended_at)
  SELECT 'room-' || id, id, (enum_range(NULL::call_status))[1 + id % 5],
         '2024-10-27 02:30:00+02', '2024-10-27 02:31:00+02', '2024-10-27 03:31:00+01'
  FROM users WHERE id % 2 = 0;
  INSERT INTO participants (call_id, user_id, role, left_at)
  SELECT calls.id, users.id, CASE WHEN users.id = host_id THEN 'host' ELSE 'guest' END,
         CASE WHEN users.id % 3 = 0 THEN timestamptz '2024-10-27 04:00:00+01' END
  FROM calls JOIN users ON users.id IN (host_id, host_id - 1);`;

const STAMP_ROWS = "SELECT version_num FROM alembic_version ORDER BY version_num";

async function setStamp(database: DatabaseUrl, revision: string): Promise<void> {
  await query(database, "UPDATE alembic_version SET version_num = $1", [revision]);
}

export async function stampOf(database: DatabaseUrl): Promise<string[]> {
  const rows = await query<{ version_num: string }>(database, STAMP_ROWS);
  return rows.map((row) => row.version_num);
}

/** 3a: not one table, and the stamp of the written case. */
export async function emptyStamped(): Promise<DatabaseUrl> {
  const database = await freshDatabase();
  await query(
    database,
    `CREATE TABLE alembic_version (
       version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY);
     INSERT INTO alembic_version VALUES ('${WRONG}')`,
  );
  return database;
}

/**
 * 3b: migrated as far as it says, with rows, and then stamped.
 * @returns a function that gives each test its own copy
 */
export function populatedDatabases(migratedTo: string, stamp: string): () => Promise<DatabaseUrl> {
  return async () => {
    const original = await originalOf(migratedTo, stamp);
    const database = await freshDatabase();
    const copy = quoteIdentifier(database.database ?? "");
    const server = databaseUrl("postgres");
    await query(server, `DROP DATABASE ${copy}`);
    await query(server, `CREATE DATABASE ${copy} TEMPLATE ${quoteIdentifier(original)}`);
    return database;
  };
}

/** Made by the first test that needs it, for all of them; it goes with the server. */
async function originalOf(migratedTo: string, stamp: string): Promise<string> {
  const name = `original_${migratedTo}_${stamp}`;
  await alone(async (client) => {
    const found = await client.query("SELECT FROM pg_database WHERE datname = $1", [name]);
    if (found.rowCount !== 0) return;
    const unfinished = `${name}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${quoteIdentifier(unfinished)}`);
    await client.query(`CREATE DATABASE ${quoteIdentifier(unfinished)}`);
    const database = databaseUrl(unfinished);
    await alembic(database, "upgrade", migratedTo);
    await query(database, ROWS);
    if (stamp !== migratedTo) await setStamp(database, stamp);
    await client.query(
      `ALTER DATABASE ${quoteIdentifier(unfinished)} RENAME TO ${quoteIdentifier(name)}`,
    );
  });
  return name;
}

/** Test files run at the same time; this is done by one of them after the other. */
async function alone(work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl("postgres").text });
  await client.connect();
  try {
    await client.query("SELECT pg_advisory_lock(hashtext('originals of test databases'))");
    await work(client);
  } finally {
    await client.end();
  }
}

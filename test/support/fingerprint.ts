/** What the tables of a database hold, to compare it with what they hold later. */
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { query } from "./database.ts";

export type Columns = Readonly<Record<string, readonly string[]>>;

/** @returns for each table the names of its columns */
export async function columnsOf(
  database: DatabaseUrl,
  tables: readonly string[],
): Promise<Columns> {
  const rows = await query<{ table: string; columns: string[] }>(
    database,
    `SELECT table_name::text AS table, array_agg(column_name::text ORDER BY ordinal_position) AS columns
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name = ANY ($1)
     GROUP BY 1`,
    [tables],
  );
  return Object.fromEntries(rows.map(({ table, columns }) => [table, columns]));
}

/**
 * Every value as text, a moment as what it is in UTC: one that had no time zone was meant so.
 * @returns the rows of each table, with the columns that are asked for
 */
export async function contents(
  database: DatabaseUrl,
  columns: Columns,
): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const [table, names] of Object.entries(columns)) {
    const types = await query<{ name: string; type: string }>(
      database,
      `SELECT attname::text AS name, atttypid::regtype::text AS type FROM pg_attribute
       WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped`,
      [`public.${quoteIdentifier(table)}`],
    );
    const typeOf = new Map(types.map(({ name, type }) => [name, type]));
    const values = names.map((name) => {
      const column = quoteIdentifier(name);
      const isMoment = typeOf.get(name) === "timestamp with time zone";
      return `(${isMoment ? `${column} AT TIME ZONE 'UTC'` : column})::text AS ${column}`;
    });
    const from = quoteIdentifier(table);
    found[table] = await query(database, `SELECT ${values.join(", ")} FROM ${from} ORDER BY id`);
  }
  return found;
}

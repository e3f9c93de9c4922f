/** Rows for any table, made up from the types of its columns; and what has become of them. */
import type pg from "pg";

interface Column {
  readonly table: string;
  readonly name: string;
  readonly type: string;
  /** The first letter of the type's category: https://www.postgresql.org/docs/current/catalog-pg-type.html */
  readonly category: string;
  readonly length: number | null;
  readonly required: boolean;
  readonly label: string | null;
  /** What a foreign key says that it must hold. */
  readonly from: string | null;
}

const COLUMNS = `
  SELECT format('%I.%I', n.nspname, c.relname) AS table, a.attname AS name,
    a.atttypid::regtype::text AS type, t.typcategory AS category,
    CASE WHEN a.atttypmod > 4 AND t.typcategory = 'S' THEN a.atttypmod - 4 END AS length,
    a.attnotnull AS required,
    (SELECT enumlabel FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1) AS label,
    (SELECT format('SELECT %I FROM %s', f.attname, k.confrelid::regclass)
      FROM pg_constraint k JOIN pg_attribute f ON f.attrelid = k.confrelid
        AND f.attnum = k.confkey[array_position(k.conkey, a.attnum)]
      WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey) LIMIT 1) AS from
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
    AND a.attname <> 'version_num' AND NOT a.atthasdef AND a.attidentity = '' AND a.attgenerated = ''
  ORDER BY c.oid, a.attnum`;

/** Tables that foreign keys lead to may come later than those that hold them. */
const ROUNDS = 3;

const ROWS = 3;

/** @returns how many rows went in; what a constraint forbids stays out */
export async function fillTables(client: pg.Client): Promise<number> {
  const { rows: columns } = await client.query<Column>(COLUMNS);
  const tables = new Map<string, Column[]>();
  for (const column of columns) {
    tables.set(column.table, [...(tables.get(column.table) ?? []), column]);
  }
  let inserted = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [table, all] of tables) {
      for (let row = 1; row <= ROWS; row += 1) {
        const required = all.filter((column) => column.required);
        const done =
          (await insert(client, table, all, round * ROWS + row)) ||
          (await insert(client, table, required, round * ROWS + row));
        if (done) inserted += 1;
      }
    }
  }
  return inserted;
}

async function insert(
  client: pg.Client,
  table: string,
  columns: readonly Column[],
  row: number,
): Promise<boolean> {
  const names = columns.map((column) => `"${column.name.replaceAll('"', '""')}"`);
  const values = columns.map((column) => madeUp(column, row));
  const what = names.length > 0 ? `(${names}) VALUES (${values})` : "DEFAULT VALUES";
  return client.query(`INSERT INTO ${table} ${what}`).then(
    () => true,
    () => false,
  );
}

const BY_TYPE: Readonly<Record<string, (row: number) => string>> = {
  uuid: (row) => `'00000000-0000-4000-8000-${String(row).padStart(12, "0")}'`,
  json: (row) => `'{"row": ${row}}'`,
  jsonb: (row) => `'{"row": ${row}}'`,
  bytea: (row) => `'\\x0${row % 10}'`,
  boolean: (row) => String(row % 2 === 0),
  interval: (row) => `'${row} hours'`,
  date: (row) => `date '2024-02-28' + ${row}`,
};

const BY_CATEGORY: Readonly<Record<string, (row: number) => string>> = {
  N: (row) => String(row),
  S: (row) => `'row ${row} of the sweep'`,
  A: () => `'{}'`,
  D: (row) => `timestamp '2024-03-10 01:30:00.123456' + ${row} * interval '7 hours'`,
  I: (row) => `'10.0.0.${row}'`,
  B: (row) => String(row % 2 === 0),
};

function madeUp({ type, category, length, label, from, name }: Column, row: number): string {
  if (from !== null) return `(${from} ORDER BY 1 OFFSET ${row - 1} LIMIT 1)`;
  if (label !== null) return `'${label.replaceAll("'", "''")}'`;
  const value = (BY_TYPE[type] ?? BY_CATEGORY[category] ?? (() => "NULL"))(row);
  if (category !== "S") return value;
  const text = `${name} ${row}`.replaceAll("'", "");
  return `'${length === null || text.length <= length ? text : String(row)}'`;
}

type Rows = readonly Readonly<Record<string, unknown>>[];

/** By table. */
export type Contents = ReadonlyMap<string, Rows>;

export async function readContents(client: pg.Client): Promise<Contents> {
  const { rows: tables } = await client.query<{ table: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS table FROM pg_class c
     JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
       AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = c.oid AND attname = 'version_num')`,
  );
  const contents = new Map<string, Rows>();
  for (const { table } of tables) {
    const { rows } = await client.query<{ row: Record<string, unknown> }>(
      `SELECT to_jsonb(t) AS row FROM ${table} t`,
    );
    contents.set(
      table,
      rows.map(({ row }) => row),
    );
  }
  return contents;
}

/**
 * @param control what the chain makes of the same rows in a database that was never broken:
 *   what changes there may change in the repaired one as well
 * @returns the tables whose rows are not what they should be
 */
export function lostRows(before: Contents, after: Contents, control: Contents): string[] {
  const lost: string[] = [];
  for (const [table, rows] of before) {
    const [now, healthy] = [after.get(table), control.get(table)];
    if (healthy === undefined || rows.length === 0) continue;
    if (now === undefined || now.length !== healthy.length) {
      lost.push(`${table}: ${now?.length ?? "no"} rows, ${healthy.length} in a healthy database`);
      continue;
    }
    if (rows.length !== healthy.length) continue;
    const columns = Object.keys(rows[0] ?? {}).filter(
      (column) => column in (healthy[0] ?? {}) && sameRows(rows, healthy, [column]),
    );
    if (!sameRows(rows, now, columns)) lost.push(`${table}: other values`);
  }
  return lost;
}

function sameRows(one: Rows, other: Rows, columns: readonly string[]): boolean {
  const texts = (rows: Rows) =>
    rows.map((row) => JSON.stringify(columns.map((column) => row[column]))).sort();
  return JSON.stringify(texts(one)) === JSON.stringify(texts(other));
}

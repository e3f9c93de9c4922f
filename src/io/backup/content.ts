/** What the tables of a database hold, in figures that two databases can be compared by. */
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import type { Ask } from "../postgres/statements.ts";

/** Of one table. The sum is over a hash of each row, whatever their order. */
export interface Content {
  readonly rows: string;
  readonly sum: string;
  /** Quoted. */
  readonly columns: readonly string[];
}

const TABLES_SQL = `
SELECT ${NAMED} AS identity, (SELECT coalesce(array_agg(quote_ident(a.attname) ORDER BY a.attnum), '{}')
  FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
${userTables("r")} ORDER BY 1`;

/**
 * Sixty bits of each row's MD5, as a number: their sum does not overflow a numeric. `t.*`, because a
 * column may be called t; in one encoding, because two databases may have two.
 */
const contentSql = (identity: string, row = "t.*") => `
SELECT count(*)::text AS rows,
  coalesce(sum(('x' || substr(md5(convert_to((${row})::text, 'UTF8')), 1, 15))::bit(60)::bigint), 0)::text AS sum
FROM ONLY ${identity} t`;

/** @returns by table, for a session whose printing is set as for facts */
export async function readContent(ask: Ask): Promise<Map<string, Content>> {
  const content = new Map<string, Content>();
  const tables = await ask<{ identity: string; columns: string[] }>(TABLES_SQL);
  for (const { identity, columns } of tables) {
    const [row] = await ask<{ rows: string; sum: string }>(contentSql(identity));
    if (row) content.set(identity, { ...row, columns });
  }
  return content;
}

/**
 * @param then what the table held before it got its newest columns
 * @returns whether it holds the same rows still, and in each new column one value at most: what a
 *   revision puts there, and nobody has written to since
 */
export async function holdsStill(
  ask: Ask,
  identity: string,
  then: Content,
  { columns }: Content,
): Promise<boolean> {
  const added = columns.filter((column) => !then.columns.includes(column));
  if (added.length === 0 || columns.length !== then.columns.length + added.length) return false;
  const row = `ROW(${then.columns.map((column) => `t.${column}`).join(", ")})`;
  const [kept] = await ask<{ rows: string; sum: string }>(contentSql(identity, row));
  if (kept?.rows !== then.rows || kept.sum !== then.sum) return false;
  const values = added.map(
    (column) => `count(DISTINCT t.${column}::text) + coalesce(max((t.${column} IS NULL)::int), 0)`,
  );
  const [found] = await ask<{ most: string }>(
    `SELECT greatest(${values.join(", ")})::text AS most FROM ONLY ${identity} t`,
  );
  return Number(found?.most) <= 1;
}

/** @returns the tables that are not in both, or hold other rows, sorted */
export function differingTables(
  one: ReadonlyMap<string, Content>,
  other: ReadonlyMap<string, Content>,
): string[] {
  const isSame = (table: string) => {
    const [here, there] = [one.get(table), other.get(table)];
    return here?.rows === there?.rows && here?.sum === there?.sum;
  };
  return [...new Set([...one.keys(), ...other.keys()])].filter((table) => !isSame(table)).sort();
}

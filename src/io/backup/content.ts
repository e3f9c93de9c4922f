/** What the tables of a database hold, in figures that two databases can be compared by. */
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import type { Ask } from "../postgres/statements.ts";

/** Of one table. The sum is over a hash of each row, whatever their order. */
export interface Content {
  readonly rows: string;
  readonly sum: string;
}

const TABLES_SQL = `
SELECT ${NAMED} AS identity ${userTables("r")} ORDER BY 1`;

/**
 * Sixty bits of each row's MD5, as a number: their sum does not overflow a numeric. `t.*`, because a
 * column may be called t; in one encoding, because two databases may have two.
 */
const contentSql = (identity: string) => `
SELECT count(*)::text AS rows,
  coalesce(sum(('x' || substr(md5(convert_to((t.*)::text, 'UTF8')), 1, 15))::bit(60)::bigint), 0)::text AS sum
FROM ONLY ${identity} t`;

/** @returns by table, for a session whose printing is set as for facts */
export async function readContent(ask: Ask): Promise<Map<string, Content>> {
  const content = new Map<string, Content>();
  for (const { identity } of await ask<{ identity: string }>(TABLES_SQL)) {
    const [row] = await ask<{ rows: string; sum: string }>(contentSql(identity));
    if (row) content.set(identity, row);
  }
  return content;
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

/** What the tables of a database hold, in figures that two databases can be compared by. */
import { quoteLiteral } from "../../core/sql-text.ts";
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import type { Ask } from "../postgres/statements.ts";

/** Of one table. The sum is over a hash of each row, whatever their order. */
export interface Content {
  readonly rows: string;
  readonly sum: string;
  /** Quoted, by name: a restored table that inherits may have them in another order. */
  readonly columns: readonly string[];
  /** What is read of it: the table alone, or with its partitions. */
  readonly source: string;
}

/**
 * The hash of an enum's value is made of a number that each server gives anew, so that restored rows
 * lie in other partitions: pg_dump loads such tables by their root, and so they are compared.
 */
const ROOT_BY_ENUM = `
SELECT quote_ident(rn.nspname) || '.' || quote_ident(r.relname)
FROM pg_partition_ancestors(c.oid) WITH ORDINALITY AS above (id, place)
JOIN pg_class r ON r.oid = above.id JOIN pg_namespace rn ON rn.oid = r.relnamespace
JOIN pg_partitioned_table h ON h.partrelid = r.oid AND h.partstrat = 'h'
WHERE EXISTS (SELECT FROM pg_opclass k WHERE k.oid = ANY(h.partclass) AND k.opcname = 'enum_ops')
ORDER BY above.place DESC LIMIT 1`;

/** A virtual column is computed when it is read, and there may be rows for which it cannot be. */
const TABLES_SQL = `
SELECT ${NAMED} AS identity, (${ROOT_BY_ENUM}) AS root,
  (SELECT coalesce(array_agg(quote_ident(a.attname) ORDER BY a.attname), '{}')
    FROM pg_attribute a
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated <> 'v') AS columns
${userTables("r")} ORDER BY 1`;

interface TableRow extends Record<string, unknown> {
  readonly identity: string;
  readonly root: string | null;
  readonly columns: string[];
}

/** What has no encoding may hold any bytes, and some encodings have no way to UTF8: these stay as they are. */
const ENCODING = `CASE WHEN getdatabaseencoding() IN ('SQL_ASCII', 'MULE_INTERNAL')
    THEN getdatabaseencoding() ELSE 'UTF8' END`;

/**
 * Sixty bits of each row's MD5, as a number: their sum does not overflow a numeric. In one encoding,
 * because two databases may have two.
 */
const contentSql = (source: string, columns: readonly string[]) => `
SELECT count(*)::text AS rows,
  coalesce(sum(('x' || substr(md5(convert_to((${rowOf(columns)})::text, ${ENCODING})), 1, 15))::bit(60)::bigint), 0)::text AS sum
FROM ${source} t`;

const rowOf = (columns: readonly string[]) =>
  `ROW(${columns.map((column) => `t.${column}`).join(", ")})`;

/** @returns by table, for a session whose printing is set as for facts */
export async function readContent(ask: Ask): Promise<Map<string, Content>> {
  const content = new Map<string, Content>();
  for (const { identity, root, columns } of await ask<TableRow>(TABLES_SQL)) {
    const name = root ?? identity;
    if (content.has(name)) continue;
    const source = root ?? `ONLY ${identity}`;
    const [row] = await ask<{ rows: string; sum: string }>(contentSql(source, columns));
    if (row) content.set(name, { ...row, columns, source });
  }
  return content;
}

/**
 * For a session whose printing is set as for facts.
 * @returns a statement that fails where the table holds other rows
 */
export function requireContent(table: string, { rows, sum, columns, source }: Content): string {
  const found = `SELECT rows || ' ' || sum FROM (${contentSql(source, columns)}) found`;
  const message = quoteLiteral(`${table} does not hold the rows of the backup`);
  const body = `BEGIN IF (${found}) <> '${rows} ${sum}' THEN RAISE EXCEPTION USING MESSAGE = ${message}; END IF; END`;
  return `DO ${quoteLiteral(body)}`;
}

/**
 * @param then what the table held before it got its newest columns
 * @returns whether it holds the same rows still, and in each new column one value at most: what a
 *   revision puts there, and nobody has written to since
 */
export async function holdsStill(
  ask: Ask,
  then: Content,
  { columns, source }: Content,
): Promise<boolean> {
  const added = columns.filter((column) => !then.columns.includes(column));
  if (added.length === 0 || columns.length !== then.columns.length + added.length) return false;
  const [kept] = await ask<{ rows: string; sum: string }>(contentSql(source, then.columns));
  if (kept?.rows !== then.rows || kept.sum !== then.sum) return false;
  const values = added.map(
    (column) => `count(DISTINCT t.${column}::text) + coalesce(max((t.${column} IS NULL)::int), 0)`,
  );
  const [found] = await ask<{ most: string }>(
    `SELECT greatest(${values.join(", ")})::text AS most FROM ${source} t`,
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

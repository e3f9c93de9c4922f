/** Runs what a trainee types in the sandbox, and shows it as psql would. */
import type pg from "pg";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { visible, visibleLines } from "../../core/display.ts";
import { NAMED, userTables } from "../postgres/catalog-conditions.ts";
import { withConnection } from "../postgres/connection.ts";

/** A lock that the scenario holds must not hold the trainee. */
const SETTINGS = { lock_timeout: "3s", statement_timeout: "20s" };

const OWN_NAME = "restamp practice";

/** Rows that are shown of an answer. */
const MOST_ROWS = 20;

export interface TypedResult {
  readonly kind: "sql";
  readonly text: string;
  readonly output: readonly string[];
  readonly failed: boolean;
}

/**
 * @param sql statements, as typed
 * @param countRows writes how many rows an answer has
 * @returns what came of it; what the server refuses is a result
 */
export async function runTyped(
  url: DatabaseUrl,
  sql: string,
  countRows: (rows: number) => string,
): Promise<TypedResult> {
  const ran = (output: readonly string[], failed: boolean): TypedResult => ({
    kind: "sql",
    text: sql,
    output,
    failed,
  });
  try {
    return await withConnection(
      url,
      OWN_NAME,
      async (client) => {
        const answer = await client.query({ text: sql, rowMode: "array" });
        const answers = (Array.isArray(answer) ? answer : [answer]) as pg.QueryArrayResult[];
        return ran(
          answers.flatMap((each) => table(each, countRows)),
          false,
        );
      },
      SETTINGS,
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return ran(visibleLines(`ERROR:  ${message}`), true);
  }
}

/** A header, a rule, rows, and how many: or what the command did. */
function table(
  { fields, rows, command, rowCount }: pg.QueryArrayResult,
  countRows: (rows: number) => string,
): string[] {
  if (fields.length === 0) return [`${command ?? ""}${rowCount === null ? "" : ` ${rowCount}`}`];
  const cells = rows.slice(0, MOST_ROWS).map((row) => row.map(asText));
  const names = fields.map(({ name }) => visible(name));
  const widths = names.map((name, at) =>
    Math.max(name.length, ...cells.map((row) => row[at]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(" | ")
      .trimEnd();
  const more = rows.length > MOST_ROWS ? ["…"] : [];
  const rule = widths.map((width) => "-".repeat(width)).join("-+-");
  return [line(names), rule, ...cells.map(line), ...more, countRows(rows.length)];
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return visible(value instanceof Date ? value.toISOString() : String(value));
}

/** @returns rows by table, counted; null where somebody holds one of them */
export async function countedRows(url: DatabaseUrl): Promise<ReadonlyMap<string, number> | null> {
  try {
    return await withConnection(
      url,
      OWN_NAME,
      async (client) => {
        const { rows } = await client.query<{ name: string }>(
          // A stamp is no row that anybody would miss.
          `SELECT ${NAMED} AS name ${userTables("r")} AND NOT EXISTS (SELECT FROM pg_attribute a
             WHERE a.attrelid = c.oid AND a.attname = 'version_num') ORDER BY 1`,
        );
        const counts = new Map<string, number>();
        for (const { name } of rows) {
          const answer = await client.query<{ n: string }>(`SELECT count(*) AS n FROM ${name}`);
          counts.set(name, Number(answer.rows[0]?.n));
        }
        return counts;
      },
      SETTINGS,
    );
  } catch {
    return null;
  }
}

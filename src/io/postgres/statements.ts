/** Runs statements one by one, each of them noted in the log as it was sent. */
import type pg from "pg";
import { visible, visibleLines } from "../../core/display.ts";
import type { CommandLog } from "../ports.ts";
import { asDatabaseProblem } from "./problems.ts";

interface AskOptions {
  /**
   * For a text that somebody else wrote: the extended protocol takes one statement and no more, so
   * that nothing can end the transaction and go on outside it (PostgreSQL docs, "Extended Query").
   */
  readonly single?: boolean;
}

export type Ask = <Row extends pg.QueryResultRow>(
  statement: string,
  options?: AskOptions,
) => Promise<Row[]>;

/** So many rows of a single column are noted themselves; of more, their number. */
const MOST_NOTED = 5;

/**
 * @param where names of the server, for the sentences
 * @returns a function that sends one statement and gives its rows; it throws a Problem
 */
export function asker(
  client: pg.Client,
  log: CommandLog,
  where: Readonly<Record<string, string>>,
): Ask {
  return async <Row extends pg.QueryResultRow>(
    statement: string,
    { single = false }: AskOptions = {},
  ) => {
    const started = performance.now();
    const noted = { kind: "sql" as const, text: statement.trim() };
    try {
      const { rows, fields = [] } = await client.query<Row>(single ? alone(statement) : statement);
      const short = fields.length === 1 && rows.length <= MOST_NOTED;
      const output = short ? rows.map((row) => visible(String(Object.values(row)[0]))) : [];
      const count = fields.length > 0 ? rows.length : null;
      log({ ...noted, output, rows: count, took: performance.now() - started, failed: false });
      return rows;
    } catch (error) {
      const problem = asDatabaseProblem(error, where);
      const output = visibleLines(problem.details["message"] ?? problem.code);
      log({ ...noted, output, rows: null, took: performance.now() - started, failed: true });
      throw problem;
    }
  };
}

/** pg 8.20 knows queryMode (lib/query.js); its types do not yet. */
function alone(text: string): pg.QueryConfig {
  return { text, queryMode: "extended" } as pg.QueryConfig;
}

/** Runs statements one by one, each of them noted in the log as it was sent. */
import pg from "pg";
import { visible, visibleLines } from "../../core/display.ts";
import type { CommandLog } from "../ports/command.ts";
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

/** Hands each row on as it comes, so that a long answer is never held as a whole. */
export type Read = (
  statement: string,
  onRow: (row: readonly (string | null)[]) => void,
) => Promise<void>;

/** So many rows of a single column are noted themselves; of more, their number. */
const MOST_NOTED = 5;

/** @param where names of the server, for the sentences. Both functions throw a Problem */
export function questioner(
  client: pg.Client,
  log: CommandLog,
  where: Readonly<Record<string, string>>,
): { readonly ask: Ask; readonly read: Read } {
  type Noted = { readonly output: readonly string[]; readonly rows: number | null };
  async function noted<T>(statement: string, run: () => Promise<[result: T, note: Noted]>) {
    const started = performance.now();
    const entry = { kind: "sql" as const, text: statement.trim() };
    try {
      const [result, note] = await run();
      log({ ...entry, ...note, took: performance.now() - started, failed: false });
      return result;
    } catch (error) {
      const problem = asDatabaseProblem(error, where);
      const output = visibleLines(problem.details["message"] ?? problem.code);
      log({ ...entry, output, rows: null, took: performance.now() - started, failed: true });
      throw problem;
    }
  }
  return {
    ask: <Row extends pg.QueryResultRow>(statement: string, { single = false }: AskOptions = {}) =>
      noted(statement, async () => {
        const { rows, fields = [] } = await client.query<Row>(
          single ? alone(statement) : statement,
        );
        const short = fields.length === 1 && rows.length <= MOST_NOTED;
        const output = short ? rows.map((row) => visible(String(Object.values(row)[0]))) : [];
        return [rows, { output, rows: fields.length > 0 ? rows.length : null }];
      }),
    read: (statement, onRow) =>
      noted(statement, async () => {
        let count = 0;
        // Without a callback, pg keeps no row that it has handed to a listener (pg/lib/query.js).
        const asArrays: pg.QueryArrayConfig = { text: statement, rowMode: "array" };
        const query = new pg.Query<(string | null)[]>(asArrays);
        query.on("row", (row) => {
          count += 1;
          onRow(row as (string | null)[]);
        });
        const ended = new Promise<void>((resolve, reject) => {
          query.on("end", () => resolve());
          query.on("error", reject);
        });
        client.query(query);
        await ended;
        return [undefined, { output: [], rows: count }];
      }),
  };
}

/** pg 8.20 knows queryMode (lib/query.js); its types do not yet. */
function alone(text: string): pg.QueryConfig {
  return { text, queryMode: "extended" } as pg.QueryConfig;
}

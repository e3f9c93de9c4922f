/**
 * What alembic runs in a shadow database, read from the log of a server of restamp's own. The
 * recorder's trigger writes into the same log when it closes an account, so the order of the log
 * says which statements are whose.
 *
 * A message begins with log_line_prefix, further lines of it with a tab (src/backend/utils/error/
 * elog.c, append_with_tabs).
 */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { quoteIdentifier } from "../../core/sql-text.ts";
import { redactor } from "../process/redact.ts";
import { CLOSED_MARK, STARTED_MARK } from "./recorder/log-marks.ts";

/** What the revisions ran in one database, in order. */
type RanStatements = ReadonlyMap<string, readonly string[]>;

export interface StatementLog {
  /** From now on, the statements of new sessions in this database are logged. */
  begin(client: pg.Client): Promise<void>;
  /** @returns what was run there between the closing of one account and the next, by revision */
  end(client: pg.Client): Promise<RanStatements>;
}

/** Parameters are not logged: they are rows of the project. */
const LOGGING = {
  log_statement: "all",
  log_parameter_max_length: "0",
  log_error_verbosity: "terse",
  "restamp.tell": "on",
};

const PREFIX = `restamp ${randomBytes(8).toString("hex")} `;

/** Server setting: each message names its database. */
export const LOG_LINE_PREFIX = `${PREFIX}%d: `;

/** `CREATE ROLE … PASSWORD '…'` */
const PASSWORD_LITERAL = /(\bPASSWORD\s+)E?'(?:[^']|'')*'/gi;

/** MigrationContext.get_current_heads in alembic/runtime/migration.py, seen in 1.8.1 and 1.20.1. */
const READS_STAMP = /^SELECT .+\.version_num\s+FROM /;

export function openStatementLog(): StatementLog & { write(chunk: string): void } {
  const clean = redactor([]);
  let rest = "";
  let messages: string[] = [];
  let heard = () => {};
  return {
    write: (chunk) => {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const last = messages.length - 1;
        if (line.startsWith(PREFIX)) messages.push(line.slice(PREFIX.length));
        else if (line.startsWith("\t") && last >= 0) messages[last] += `\n${line.slice(1)}`;
      }
      heard();
    },
    begin: async (client) => {
      const name = quoteIdentifier(await databaseOf(client));
      for (const [setting, value] of Object.entries(LOGGING)) {
        await client.query(`ALTER DATABASE ${name} SET ${setting} = '${value}'`);
      }
    },
    end: async (client) => {
      const database = await databaseOf(client);
      const end = `restamp end ${randomBytes(8).toString("hex")}`;
      const isThere = () => messages.some((message) => message.endsWith(end));
      const arrived = new Promise<void>((resolve) => {
        heard = () => isThere() && resolve();
      });
      await client.query(`DO $$ BEGIN RAISE LOG '${end}'; END $$`);
      heard();
      await arrived;
      const read = byRevision(messages, `${database}: LOG:  `, (text) =>
        clean(text).replace(PASSWORD_LITERAL, "$1'***'"),
      );
      messages = [];
      heard = () => {};
      return read;
    },
  };
}

async function databaseOf(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ name: string }>("SELECT current_database() AS name");
  return rows[0]?.name ?? "";
}

function byRevision(
  messages: readonly string[],
  from: string,
  clean: (text: string) => string,
): RanStatements {
  const ran = new Map<string, readonly string[]>();
  let waiting: string[] = [];
  for (const message of messages) {
    if (!message.startsWith(from)) continue;
    const said = message.slice(from.length);
    const statement = /^(?:statement|execute [^\n]*?): ([\s\S]*)$/.exec(said)?.[1];
    if (statement !== undefined) waiting.push(clean(statement));
    // What env.py ran before its version table was made, or read, is no revision's.
    if (said === STARTED_MARK || (ran.size === 0 && READS_STAMP.test(statement ?? "")))
      waiting = [];
    else if (said.startsWith(CLOSED_MARK)) {
      ran.set(said.slice(CLOSED_MARK.length), waiting);
      waiting = [];
    }
  }
  return ran;
}

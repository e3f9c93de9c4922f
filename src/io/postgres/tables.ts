/** Lists the tables, and looks into those that may be looked into. */
import { normaliseIdentity } from "../../core/normalise-fact/index.ts";
import type { LiveTable } from "../../core/snapshot.ts";
import { LOCKED_SQL, rewrittenSql, tablesSql } from "./catalog-sql.ts";
import { SchemaMoved } from "./schema-moved.ts";
import type { Ask } from "./statements.ts";

/** So many tables are asked in one statement whether they have rows. */
const TABLES_AT_ONCE = 500;

interface TableRow {
  readonly oid: number;
  readonly schema: string;
  readonly name: string;
  readonly identity: string;
  readonly owner: string;
  readonly rows_estimate: number | null;
  readonly may_have_rows: boolean;
  readonly readable: boolean;
  readonly is_ours: boolean;
}

/**
 * Inside the caller's transaction.
 * @param scope identities of the tables that are looked into; for others the server's estimate
 *   will do where it has one. Null for all
 * @throws SchemaMoved where one was rewritten meanwhile, unless it may take no notice
 */
export async function readTables(
  ask: Ask,
  scope: ReadonlySet<string> | null,
  mayMove: boolean,
): Promise<LiveTable[]> {
  const locked = (await ask<{ oid: number }>(LOCKED_SQL)).map((row) => row.oid);
  const isLocked = new Set(locked);
  const rows = await ask<TableRow>(tablesSql(locked));
  const tables = rows.map((row) => ({ ...row, identity: normaliseIdentity(row.identity) }));
  const unseen = (row: TableRow) => row.may_have_rows && (!row.readable || isLocked.has(row.oid));
  const isEstimated = (row: TableRow) =>
    scope !== null && !scope.has(row.identity) && (row.rows_estimate ?? 0) > 0;
  const asked = tables.filter((row) => row.may_have_rows && !unseen(row) && !isEstimated(row));
  const filled = await tablesWithRows(ask, asked, mayMove);
  return tables.map((row) => ({
    schema: row.schema,
    name: row.name,
    identity: row.identity,
    owner: row.owner,
    isOurs: row.is_ours,
    rowsEstimate: row.rows_estimate,
    hasRows: unseen(row) ? null : filled.has(row.identity) || isEstimated(row),
    ...(isLocked.has(row.oid) ? { isLocked: true as const } : {}),
  }));
}

/** In the answer to a question for several tables: that one of them was rewritten. */
const REWRITTEN = -1;

async function tablesWithRows(
  ask: Ask,
  tables: readonly TableRow[],
  mayMove: boolean,
): Promise<Set<string>> {
  const filled = new Set<string>();
  for (let at = 0; at < tables.length; at += TABLES_AT_ONCE) {
    const some = tables.slice(at, at + TABLES_AT_ONCE);
    const questions = some.map(
      (row, index) => `SELECT ${index} AS at WHERE EXISTS (SELECT FROM ${row.identity})`,
    );
    // Asked along with them: by then they are open, and nobody can rewrite them any more.
    const rewritten = rewrittenSql(some.map(({ oid }) => oid));
    questions.push(`SELECT ${REWRITTEN} AS at WHERE EXISTS (${rewritten})`);
    // Every table and index that is opened stays locked until then, and the server has room for
    // so many locks only (max_locks_per_transaction).
    await ask("SAVEPOINT looking");
    const found = await ask<{ at: number }>(questions.join(" UNION ALL "));
    await ask("ROLLBACK TO looking");
    if (found.some((row) => row.at === REWRITTEN) && !mayMove) throw new SchemaMoved();
    for (const { at: index } of found) filled.add(some[index]?.identity ?? "");
  }
  return filled;
}

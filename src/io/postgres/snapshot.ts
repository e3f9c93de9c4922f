/** Reads a snapshot: all facts, tables and stamps, as of one moment. */
import { normaliseFact, normaliseKey } from "../../core/normalise-fact/index.ts";
import { versionRowsText } from "../../core/plan/steps.ts";
import { Problem } from "../../core/problem.ts";
import type { ForeignKey, LiveTable, Snapshot, VersionTable } from "../../core/snapshot.ts";
import { FOREIGN_KEYS_SQL, TABLES_SQL, VERSION_TABLES_SQL } from "./catalog-sql.ts";
import { askEvidence } from "./evidence.ts";
import { factsSql } from "./facts-sql.ts";
import { SET_PRINTING_SQL } from "./printing.ts";
import type { Ask } from "./statements.ts";

/** So many tables are asked in one statement whether they have rows. */
const TABLES_AT_ONCE = 500;

/**
 * Inside the caller's transaction.
 * @param questions what evidence/<revision>.sql asks, by revision
 * @throws Problem version_table_unreadable
 */
export async function readSnapshot(
  ask: Ask,
  questions: ReadonlyMap<string, string>,
): Promise<Snapshot> {
  const [server] = await ask<{ version: number }>(SET_PRINTING_SQL);
  const major = Math.trunc((server?.version ?? 0) / 10_000);
  const facts = await ask<{ key: string; value: string | null }>(factsSql(major));
  return {
    facts: new Map(
      facts.map(({ key, value }) => [normaliseKey(key), normaliseFact(key, value ?? "")]),
    ),
    versionTables: await readVersionTables(ask),
    tables: await readTables(ask),
    foreignKeys: await ask<ForeignKey>(FOREIGN_KEYS_SQL),
    answers: await askEvidence(ask, questions),
  };
}

interface VersionTableRow {
  readonly schema: string;
  readonly name: string;
  readonly readable: boolean;
  readonly max_length: number | null;
}

async function readVersionTables(ask: Ask): Promise<VersionTable[]> {
  const found = await ask<VersionTableRow>(VERSION_TABLES_SQL);
  const tables: VersionTable[] = [];
  for (const { schema, name, readable, max_length } of found) {
    if (!readable) throw new Problem("version_table_unreadable", { table: `${schema}.${name}` });
    const rows = await ask<{ version_num: string }>(versionRowsText({ schema, name }));
    tables.push({
      schema,
      name,
      rows: rows.map((row) => row.version_num),
      maxLength: max_length,
    });
  }
  return tables;
}

interface TableRow {
  readonly schema: string;
  readonly name: string;
  readonly identity: string;
  readonly owner: string;
  readonly rows_estimate: number | null;
  readonly may_have_rows: boolean;
  readonly readable: boolean;
  readonly is_ours: boolean;
}

async function readTables(ask: Ask): Promise<LiveTable[]> {
  const rows = await ask<TableRow>(TABLES_SQL);
  const asked = rows.filter((row) => row.may_have_rows && row.readable);
  const filled = new Set<string>();
  for (let at = 0; at < asked.length; at += TABLES_AT_ONCE) {
    const statement = asked
      .slice(at, at + TABLES_AT_ONCE)
      .map((row, index) => `SELECT ${at + index} AS at WHERE EXISTS (SELECT FROM ${row.identity})`)
      .join(" UNION ALL ");
    const found = await ask<{ at: number }>(statement);
    for (const { at: index } of found) filled.add(asked[index]?.identity ?? "");
  }
  return rows.map((row) => ({
    schema: row.schema,
    name: row.name,
    identity: row.identity,
    owner: row.owner,
    isOurs: row.is_ours,
    rowsEstimate: row.rows_estimate,
    hasRows: row.may_have_rows && !row.readable ? null : filled.has(row.identity),
  }));
}

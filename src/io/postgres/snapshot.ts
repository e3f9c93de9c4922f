/** Reads a snapshot: all facts, tables and stamps, as of one moment. */
import type { Facts } from "../../core/facts.ts";
import { normaliseFact, normaliseIdentity, normaliseKey } from "../../core/normalise-fact/index.ts";
import { versionRowsText } from "../../core/plan/steps.ts";
import type { Snapshot, TableLink, VersionTable } from "../../core/snapshot.ts";
import { TABLE_LINKS_SQL, VERSION_TABLES_SQL } from "./catalog-sql.ts";
import { askEvidence } from "./evidence.ts";
import { factsSql } from "./facts-sql.ts";
import { SET_PRINTING_SQL } from "./printing.ts";
import { SchemaMoved } from "./schema-moved.ts";
import { scopeSql } from "./scope.ts";
import type { Ask, Read } from "./statements.ts";
import { readTables } from "./tables.ts";

/** How a database is asked, and what is asked beside its schema. */
export interface Questions {
  readonly ask: Ask;
  readonly read: Read;
  /** What evidence/<revision>.sql asks, by revision. */
  readonly evidence: ReadonlyMap<string, string>;
}

/**
 * Inside the caller's transaction.
 * @param scope the relations whose facts are read; of others only that they are there. Null for all
 * @throws SchemaMoved, unless it may take no notice
 */
export async function readSnapshot(
  { ask, read, evidence }: Questions,
  scope: ReadonlySet<string> | null,
  mayMove: boolean,
): Promise<Snapshot> {
  const [server] = await ask<{ version: number }>(SET_PRINTING_SQL);
  const major = Math.trunc((server?.version ?? 0) / 10_000);
  const ids = scope === null ? null : await ask<{ oid: number }>(scopeSql(scope));
  const statement = factsSql(major, ids?.map((row) => row.oid) ?? null);
  return {
    facts: await readFacts(read, statement, mayMove),
    versionTables: await readVersionTables(ask),
    tables: await readTables(ask, scope, mayMove),
    tableLinks: (await ask<TableLink>(TABLE_LINKS_SQL)).map((row) => ({
      ...row,
      table: normaliseIdentity(row.table),
      references: normaliseIdentity(row.references),
    })),
    answers: await askEvidence(ask, evidence),
  };
}

async function readFacts(read: Read, statement: string, mayMove: boolean): Promise<Facts> {
  const facts = new Map<string, string>();
  // Most values are like many others, "text not null": each is kept once.
  const values = new Map<string, string>();
  let moved = false;
  await read(statement, ([key, value]) => {
    if (key === null || key === undefined) return;
    if (value === null || value === undefined) {
      moved = true;
      return;
    }
    const normalKey = normaliseKey(key);
    const normal = normaliseFact(normalKey, value);
    const kept = values.get(normal);
    if (kept === undefined) values.set(normal, normal);
    facts.set(normalKey, kept ?? normal);
  });
  if (moved && !mayMove) throw new SchemaMoved();
  return facts;
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
    if (!readable) {
      tables.push({ schema, name, rows: [], hidden: true, maxLength: max_length });
      continue;
    }
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

/** Reads what the recorder has noted in a shadow database. */
import type pg from "pg";
import { normaliseFact, normaliseKey } from "../../../core/normalise-fact/index.ts";
import type { RecordedRevision, Reference } from "../../../core/reference.ts";
import type { RevisionGraph } from "../../../core/revision-graph.ts";
import { CLOSED } from "./tables-sql.ts";

const READ_ACCOUNTS_SQL = `
SELECT revision, key, before, after FROM restamp_recorder.account ORDER BY place`;

interface AccountRow {
  readonly revision: string;
  /** Null in the row that opens an account. */
  readonly key: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

/** @returns the accounts of the revisions that were run, in that order */
export async function readAccounts(
  client: pg.Client,
  graph: RevisionGraph,
): Promise<RecordedRevision[]> {
  const { rows } = await client.query<AccountRow>(READ_ACCOUNTS_SQL);
  const revisions: RecordedRevision[] = [];
  let added: Record<string, string> = {};
  let changed: Record<string, readonly [string, string]> = {};
  let removed: Record<string, string> = {};
  for (const row of rows) {
    const { revision } = row;
    if (row.key === null) {
      [added, changed, removed] = [{}, {}, {}];
      const sha256 = graph.byId.get(revision)?.sha256 ?? "";
      revisions.push({ id: revision, sha256, statements: null, added, changed, removed });
      continue;
    }
    const key = normaliseKey(row.key);
    const before = row.before === null ? null : normaliseFact(key, row.before);
    const after = row.after === null ? null : normaliseFact(key, row.after);
    if (before === null && after !== null) added[key] = after;
    else if (after === null && before !== null) removed[key] = before;
    else if (before !== null && after !== null && before !== after) changed[key] = [before, after];
  }
  return revisions;
}

/** Before further revisions are run: the accounts of those that were are known. */
export async function forgetAccounts(client: pg.Client): Promise<void> {
  await client.query("TRUNCATE restamp_recorder.account");
}

/** @returns how many revisions were run, also where a failure has taken them back */
export async function countClosed(client: pg.Client): Promise<number> {
  const { rows } = await client.query<{ closed: number }>(`SELECT ${CLOSED}::int AS closed`);
  return rows[0]?.closed ?? 0;
}

/** The table that the recorder's trigger sits on. */
const VERSION_TABLE_SQL = `
SELECT n.nspname AS schema, c.relname AS name FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE t.tgname = 'restamp_recorder'`;

/** @returns the version table that env.py configures; null when none was made */
export async function readVersionTable(
  client: pg.Client,
): Promise<Reference["versionTable"] | null> {
  const { rows } = await client.query<Reference["versionTable"]>(VERSION_TABLE_SQL);
  return rows[0] ?? null;
}

export async function readServerVersion(client: pg.Client): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
  return rows[0]?.server_version.split(" ", 1)[0] ?? "";
}

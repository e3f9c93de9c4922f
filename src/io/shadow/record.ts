/** Records the reference of a chain: one `alembic upgrade heads` in a shadow database. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { explainFailure } from "../../core/alembic-failure.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import { REFERENCE_FORMAT, type RecordedRevision, type Reference } from "../../core/reference.ts";
import type { RevisionGraph } from "../../core/revision-graph.ts";
import type { AlembicPort } from "../ports.ts";
import { connect } from "../postgres/connection.ts";
import { INSTALL_RECORDER_SQL, READ_ACCOUNTS_SQL } from "./recorder-sql.ts";

/**
 * @param shadow an empty database that nobody else uses
 * @throws Problem shadow_not_followed, before anything was written, when env.py goes elsewhere;
 *   recording_failed when the chain cannot be replayed from the beginning
 */
export async function recordReference(
  alembic: AlembicPort,
  graph: RevisionGraph,
  shadow: DatabaseUrl,
  onLine: (line: string) => void,
): Promise<Reference> {
  const client = await connect(shadow, "restamp shadow");
  try {
    await proveRedirection(client, alembic, shadow);
    await client.query(INSTALL_RECORDER_SQL);
    const upgrade = await alembic.run(["upgrade", "heads"], { database: shadow, onLine });
    if (upgrade.exitCode !== 0) {
      const { line } = explainFailure(upgrade.lines);
      throw new Problem("recording_failed", { command: upgrade.shown, line });
    }
    const { rows } = await client.query<AccountRow>(READ_ACCOUNTS_SQL);
    const server = await client.query<{ server_version: string }>("SHOW server_version");
    const version = await alembic.run(["--version"]);
    return {
      format: REFERENCE_FORMAT,
      recordedWith: {
        alembic: version.output.join(" ").replace(/^alembic /, ""),
        postgresql: server.rows[0]?.server_version.split(" ", 1)[0] ?? "",
      },
      revisions: asRevisions(rows, graph),
    };
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * Stamps the shadow with a revision that exists nowhere else and asks alembic for the current
 * one: an env.py that follows the redirection stumbles over that very id, by name.
 */
async function proveRedirection(
  client: pg.Client,
  alembic: AlembicPort,
  shadow: DatabaseUrl,
): Promise<void> {
  const sentinel = `restamp_${randomBytes(8).toString("hex")}`;
  await client.query("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)");
  await client.query("INSERT INTO alembic_version VALUES ($1)", [sentinel]);
  const current = await alembic.run(["current"], { database: shadow });
  await client.query("DROP TABLE alembic_version");
  if (current.lines.some((line) => line.includes(sentinel))) return;
  const { line } = explainFailure(current.lines);
  throw new Problem("shadow_not_followed", { command: current.shown, line });
}

interface AccountRow {
  readonly revision: string;
  /** Null in the row that opens an account. */
  readonly key: string | null;
  readonly before: string | null;
  readonly after: string | null;
}

function asRevisions(rows: readonly AccountRow[], graph: RevisionGraph): RecordedRevision[] {
  const revisions: RecordedRevision[] = [];
  let added: Record<string, string> = {};
  let changed: Record<string, readonly [string, string]> = {};
  let removed: Record<string, string> = {};
  for (const { revision, key, before, after } of rows) {
    if (key === null) {
      [added, changed, removed] = [{}, {}, {}];
      const sha256 = graph.byId.get(revision)?.sha256 ?? "";
      revisions.push({ id: revision, sha256, added, changed, removed });
    } else if (before === null && after !== null) added[key] = after;
    else if (after === null && before !== null) removed[key] = before;
    else if (before !== null && after !== null) changed[key] = [before, after];
  }
  return revisions;
}

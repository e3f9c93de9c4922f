/** Records the reference of a chain: one `alembic upgrade heads` in a shadow database. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { explainFailure } from "../../core/alembic-failure.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { normaliseFact, normaliseKey } from "../../core/normalise-fact/index.ts";
import { Problem } from "../../core/problem.ts";
import { REFERENCE_FORMAT, type RecordedRevision, type Reference } from "../../core/reference.ts";
import type { RevisionGraph } from "../../core/revision-graph.ts";
import type { Alembic } from "../alembic/alembic.ts";
import type { AlembicWorker } from "../alembic/database-worker.ts";
import type { CommandResult } from "../ports.ts";
import { connect } from "../postgres/connection.ts";
import {
  CLOSED_SQL,
  INSTALL_RECORDER_SQL,
  READ_ACCOUNTS_SQL,
  SENTINEL_SQL,
  VERSION_TABLE_SQL,
} from "./recorder-sql.ts";

export interface Recording {
  readonly alembic: Alembic;
  readonly graph: RevisionGraph;
  /** Opens an empty database that nobody else uses, while alembic is already importing. */
  readonly openShadow: () => Promise<DatabaseUrl>;
  readonly onLine: (line: string) => void;
}

/**
 * @throws Problem shadow_not_followed, before anything was written, when env.py goes elsewhere;
 *   recording_failed when the chain cannot be replayed from the beginning
 */
export async function recordReference({
  alembic,
  graph,
  openShadow,
  onLine,
}: Recording): Promise<Reference> {
  const worker = alembic.openWorker();
  try {
    const shadow = await openShadow();
    const client = await connect(shadow, "restamp shadow");
    try {
      if (worker) await proveByQuestion(client, worker, alembic.shown, shadow);
      else await proveByStamp(client, alembic, shadow);
      await client.query(INSTALL_RECORDER_SQL);
      const args = ["upgrade", "heads"];
      const upgrade = worker
        ? await worker.run(args, shadow, onLine)
        : await alembic.run(args, { database: shadow, onLine });
      if (upgrade.exitCode !== 0) throw await failureOf(upgrade, client, graph);
      const version = worker ? await worker.version() : await askVersion(alembic);
      return await readReference(client, graph, version);
    } finally {
      await client.end().catch(() => {});
    }
  } finally {
    await worker?.end();
  }
}

/** Asks, on env.py's own connection, for a token that only the shadow holds. */
async function proveByQuestion(
  client: pg.Client,
  worker: AlembicWorker,
  shown: string,
  shadow: DatabaseUrl,
): Promise<void> {
  const token = randomBytes(16).toString("hex");
  await client.query(SENTINEL_SQL);
  await client.query("INSERT INTO restamp_recorder.sentinel VALUES ($1)", [token]);
  const question = "SELECT token FROM restamp_recorder.sentinel";
  const { probe, lines } = await worker.probe(shadow, question);
  if (probe?.answer === token) return;
  const { failure, line } = explainFailure(lines);
  // The table of the token is missing, or the connection failed: it was not the shadow.
  if (probe || failure === "object_missing" || failure === "cannot_connect") {
    throw new Problem("shadow_not_followed", { command: shown, line });
  }
  throw new Problem("alembic_failed", { command: shown, line, output: lines.join("\n") });
}

/**
 * Where only the alembic command can be run: stamps the shadow with a revision that exists
 * nowhere else and asks for the current one. An env.py that follows the redirection stumbles
 * over that very id.
 */
async function proveByStamp(
  client: pg.Client,
  alembic: Alembic,
  shadow: DatabaseUrl,
): Promise<void> {
  const sentinel = `restamp_${randomBytes(8).toString("hex")}`;
  await client.query("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)");
  await client.query("INSERT INTO alembic_version VALUES ($1)", [sentinel]);
  const current = await alembic.run(["current"], { database: shadow });
  await client.query("DROP TABLE alembic_version");
  if (current.lines.some((line) => line.includes(sentinel))) return;
  // A version table of another name: then alembic has to say itself where it is.
  const place = await alembic.run(["current", "--verbose"], { database: shadow });
  const address = `127.0.0.1:${shadow.port}/${shadow.database}`;
  if (place.exitCode === 0 && place.lines.some((line) => line.includes(address))) return;
  const { line } = explainFailure(current.lines);
  throw new Problem("shadow_not_followed", { command: current.shown, line });
}

async function askVersion(alembic: Alembic): Promise<string> {
  const { output } = await alembic.run(["--version"]);
  return output.join(" ").replace(/^alembic /, "");
}

/** Names the revision: the one after those whose accounts were closed. */
async function failureOf(
  upgrade: CommandResult,
  client: pg.Client,
  graph: RevisionGraph,
): Promise<Problem> {
  const { line } = explainFailure(upgrade.lines);
  // Alembic names a revision when it begins it, if env.py lets it log.
  const begun = upgrade.lines.findLast((each) => each.includes("Running upgrade "));
  const named = /-> ([^\s,]+)/.exec(begun ?? "")?.[1];
  const { rows } = await client.query<{ closed: number }>(CLOSED_SQL);
  const next = graph.order[rows[0]?.closed ?? 0]?.id;
  const revision = named ?? next ?? "";
  return new Problem("recording_failed", { command: upgrade.shown, line, revision });
}

async function readReference(
  client: pg.Client,
  graph: RevisionGraph,
  alembicVersion: string,
): Promise<Reference> {
  const { rows } = await client.query<AccountRow>(READ_ACCOUNTS_SQL);
  const server = await client.query<{ server_version: string }>("SHOW server_version");
  const found = await client.query<Reference["versionTable"]>(VERSION_TABLE_SQL);
  const versionTable = found.rows[0] ?? { schema: "public", name: "alembic_version" };
  const postgresql = server.rows[0]?.server_version.split(" ", 1)[0] ?? "";
  return {
    format: REFERENCE_FORMAT,
    recordedWith: { alembic: alembicVersion, postgresql },
    versionTable,
    stopped: null,
    revisions: asRevisions(rows, graph),
  };
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

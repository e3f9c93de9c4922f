/** Proves, before anything is written, that env.py follows to the shadow database. */
import { randomBytes } from "node:crypto";
import type pg from "pg";
import { explainFailure } from "../../core/alembic-failure.ts";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { Problem } from "../../core/problem.ts";
import type { Alembic } from "../alembic/alembic.ts";
import type { AlembicWorker } from "../alembic/database-worker.ts";
import { addressOf } from "../postgres/address.ts";

/**
 * @param client connected to the shadow database
 * @param worker null where only the alembic command can be run
 * @throws Problem shadow_not_followed when env.py goes elsewhere; alembic_failed when it does not
 *   get as far as any database
 */
export async function proveShadow(
  client: pg.Client,
  alembic: Alembic,
  worker: AlembicWorker | null,
  shadow: DatabaseUrl,
): Promise<void> {
  if (worker) await proveByQuestion(client, worker, alembic.shown, shadow);
  else await proveByStamp(client, alembic, shadow);
}

/** As {@link proveShadow}, and leaves nothing of it in the database. */
export async function proveFollowed(...asked: Parameters<typeof proveShadow>): Promise<void> {
  await proveShadow(...asked);
  await asked[0].query("DROP SCHEMA IF EXISTS restamp_recorder CASCADE");
}

/** Any role that env.py takes on may read the token. */
const SENTINEL_SQL = `
CREATE SCHEMA IF NOT EXISTS restamp_recorder;
DROP TABLE IF EXISTS restamp_recorder.sentinel;
CREATE TABLE restamp_recorder.sentinel (token text NOT NULL);
GRANT USAGE ON SCHEMA restamp_recorder TO PUBLIC;
GRANT SELECT ON restamp_recorder.sentinel TO PUBLIC;
`;

/** @param strayed where connections led instead @throws Problem shadow_not_followed */
export function expectKept([place]: readonly string[], command: string): void {
  if (place !== undefined) throw new Problem("shadow_not_followed", { command, place });
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
  const { probe, lines, strayed } = await worker.probe(shadow, question);
  expectKept(strayed, shown);
  if (probe?.answer === token) return;
  const { failure, line } = explainFailure(lines);
  // The table of the token is missing, or the connection failed: it was not the shadow.
  if (probe || failure === "object_missing") {
    throw new Problem("shadow_not_followed", { command: shown, line: "" });
  }
  if (failure === "cannot_connect") {
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
  const { host, port } = addressOf(shadow);
  const address = `${host}:${port}/${shadow.database}`;
  if (place.exitCode === 0 && place.lines.some((line) => line.includes(address))) return;
  const { line } = explainFailure(current.lines);
  throw new Problem("shadow_not_followed", { command: current.shown, line });
}

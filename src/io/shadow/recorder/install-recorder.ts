/** Puts the recorder into a shadow database: the fast one, or the one that any role may have. */
import type pg from "pg";
import type { Reference } from "../../../core/reference.ts";
import type { AlembicWorker } from "../../alembic/database-worker.ts";
import { asDatabaseProblem } from "../../postgres/problems.ts";
import type { Shadow } from "../replay.ts";
import { readingRecorderSql } from "./reading-recorder-sql.ts";
import { BEGIN_AGAIN_SQL, INSTALL_RECORDER_SQL } from "./recorder-sql.ts";

/** SQLSTATE insufficient_privilege */
const NOT_ALLOWED = "42501";

/** @returns whether the role may have the fast recorder; nothing has changed if not */
export async function installRecorder(client: pg.Client): Promise<boolean> {
  try {
    // All of it is one transaction.
    await client.query(INSTALL_RECORDER_SQL);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === NOT_ALLOWED) return false;
    throw asDatabaseProblem(error, {});
  }
}

export async function installReadingRecorder(
  client: pg.Client,
  worker: AlembicWorker | null,
  { url }: Shadow,
): Promise<void> {
  const versionTable = await configuredVersionTable(worker, url);
  await client.query(readingRecorderSql(versionTable)).catch((refused) => {
    throw asDatabaseProblem(refused, { role: url.user ?? "" });
  });
}

/** What env.py has made while it was asked where it goes is no revision's doing. */
export async function beginRecording(client: pg.Client): Promise<void> {
  await client.query(BEGIN_AGAIN_SQL);
}

/** Where env.py will have its version table: what it configures, in the schema that is current then. */
async function configuredVersionTable(
  worker: AlembicWorker | null,
  url: Shadow["url"],
): Promise<Reference["versionTable"]> {
  const asked = await worker?.probe(url, "SELECT current_schema()");
  const probe = asked?.probe;
  return {
    schema: probe?.schema ?? (typeof probe?.answer === "string" ? probe.answer : "public"),
    name: probe?.table ?? "alembic_version",
  };
}

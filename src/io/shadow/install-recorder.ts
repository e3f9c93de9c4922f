/** Puts the recorder into a shadow database: the fast one, or the one that any role may have. */
import type pg from "pg";
import type { Reference } from "../../core/reference.ts";
import type { AlembicWorker } from "../alembic/database-worker.ts";
import { asDatabaseProblem } from "../postgres/problems.ts";
import { readingRecorderSql } from "./reading-recorder-sql.ts";
import { INSTALL_RECORDER_SQL } from "./recorder-sql.ts";
import type { Shadow } from "./replay.ts";

/** SQLSTATE insufficient_privilege */
const NOT_ALLOWED = "42501";

export async function installRecorder(
  client: pg.Client,
  worker: AlembicWorker | null,
  { url }: Shadow,
): Promise<void> {
  try {
    await client.query(INSTALL_RECORDER_SQL);
  } catch (error) {
    // All of it was one transaction.
    if ((error as { code?: string }).code !== NOT_ALLOWED) throw asDatabaseProblem(error, {});
    const versionTable = await configuredVersionTable(worker, url);
    await client.query(readingRecorderSql(versionTable)).catch((refused) => {
      throw asDatabaseProblem(refused, { role: url.user ?? "" });
    });
  }
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

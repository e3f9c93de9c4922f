/** All of a sandbox in one text, by which it is seen whether anything was changed. */
import type { DatabaseUrl } from "../../core/database-url.ts";
import { readContent } from "../backup/content.ts";
import { withConnection } from "../postgres/connection.ts";
import { readSnapshot } from "../postgres/snapshot.ts";
import { questioner } from "../postgres/statements.ts";

/** A lock that the scenario holds must not hold the trainee. */
const SETTINGS = { lock_timeout: "3s", statement_timeout: "20s" };

/** @returns schema, stamp and rows; null where not all of them can be read, because somebody holds a lock */
export async function wholeDatabase(url: DatabaseUrl): Promise<string | null> {
  try {
    return await withConnection(
      url,
      "restamp practice",
      async (client) => {
        const questions = { ...questioner(client, () => {}, {}), evidence: new Map() };
        await questions.ask("BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        const { facts } = await readSnapshot(questions, null, true);
        // The version tables are among the tables.
        const content = await readContent(questions.ask);
        return JSON.stringify([[...facts].sort(), [...content]]);
      },
      SETTINGS,
    );
  } catch {
    return null;
  }
}

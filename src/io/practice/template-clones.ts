/** Clones of a sandbox where no pg_dump fits: the server keeps a copy of how the database was broken. */
import { Problem } from "../../core/problem.ts";
import type { Alembic } from "../alembic/alembic.ts";
import type { Clone, ClonePort } from "../ports/clones.ts";
import type { Sandbox } from "../ports/sandbox.ts";
import { withConnection } from "../postgres/connection.ts";
import { openDatabase } from "../postgres/database.ts";
import type { DatabaseSettings } from "../postgres/database-settings.ts";
import { putStamps } from "../rehearsal/clones.ts";
import { forgetRowChanges, readRowChanges } from "../rehearsal/row-changes.ts";
import { proveFollowed } from "../shadow/prove-shadow.ts";
import { OWN_NAME } from "./break-database.ts";

/**
 * What a trainee has changed of the schema since is not in the copy: then the rehearsal says that
 * the clone differs.
 * @param usual tried first
 */
export function openTemplateClones(
  usual: ClonePort,
  sandbox: Pick<Sandbox, "copyAsBroken">,
  alembic: Alembic,
  settings: DatabaseSettings,
): ClonePort {
  return {
    expect: usual.expect,
    open: async (original, stop) => {
      try {
        return await usual.open(original, stop);
      } catch (error) {
        if (!(error instanceof Problem) || error.code !== "no_pg_dump") throw error;
        return cloneFromTemplate(original, sandbox, alembic, settings);
      }
    },
  };
}

async function cloneFromTemplate(
  { snapshot }: Parameters<ClonePort["open"]>[0],
  sandbox: Pick<Sandbox, "copyAsBroken">,
  alembic: Alembic,
  settings: DatabaseSettings,
): Promise<Clone> {
  const worker = await alembic.openWorker();
  if (!worker) throw new Problem("rehearsal_impossible", { reason: "alembic_alone" });
  const copy = await sandbox.copyAsBroken();
  const { url } = copy;
  try {
    await withConnection(url, OWN_NAME, async (client) => {
      await proveFollowed(client, alembic, worker, url);
      await putStamps(client, snapshot);
      await forgetRowChanges(client);
    });
  } catch (error) {
    await copy.drop();
    throw error;
  } finally {
    await worker.end();
  }
  return {
    source: "rows",
    url,
    database: openDatabase(url, () => {}, settings),
    rowChanges: () => readRowChanges(url, snapshot),
    close: copy.drop,
  };
}

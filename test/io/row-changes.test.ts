/** Which rows a rehearsal has written, as the clone's server has counted them: any that machines have. */
import { expect, onTestFinished, test } from "vitest";
import { withConnection } from "../../src/io/postgres/connection.ts";
import { forgetRowChanges, readRowChanges } from "../../src/io/rehearsal/row-changes.ts";
import { startCluster } from "../../src/io/shadow/cluster.ts";
import { query } from "../support/database.ts";

/** The packages of older servers are installed for this platform only: see test/servers. */
const HAS_OLDER = process.platform === "linux" && process.arch === "x64";

const SERVERS = ["postgres-13", "postgres-14", "postgres-15", undefined].filter(
  (programs) => HAS_OLDER || programs === undefined,
);

const NO_STAMP = { versionTables: [] };

test.for(SERVERS)("on the server of %s, what filled the clone is no change", async (programs) => {
  const cluster = await startCluster(programs === undefined ? {} : { programs });
  onTestFinished(() => cluster.stop());
  const url = cluster.url("postgres");
  await query(url, "CREATE TABLE a (x int); INSERT INTO a SELECT generate_series(1, 5)");
  await withConnection(url, "test", forgetRowChanges);
  expect(await readRowChanges(url, NO_STAMP)).toEqual([]);
  await query(url, "UPDATE a SET x = 0 WHERE x < 3; DELETE FROM a WHERE x = 5");
  await expect
    .poll(() => readRowChanges(url, NO_STAMP), { timeout: 5_000 })
    .toEqual([{ table: "public.a", inserted: 0, updated: 2, deleted: 1 }]);
});

/** Undo on servers that are older than the pg_dump at hand. */
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";
import { stampOf } from "../support/broken-databases.ts";
import { alembicIn, freshDatabase, query, useServer } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { sqlScript } from "../support/files.ts";
import { objectsOf } from "../support/objects.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";

/** The packages of older servers are installed for this platform only: see test/servers. */
const HAS_OLDER = process.platform === "linux" && process.arch === "x64" && PG_DUMP !== null;

describe.runIf(HAS_OLDER).each([13, 16])("on PostgreSQL %i", (major) => {
  let cluster: Cluster | undefined;

  beforeAll(async () => {
    cluster = await startCluster({ programs: `postgres-${major}` });
    useServer(cluster.url("postgres").text);
  });

  afterAll(() => cluster?.stop());

  test("a newer pg_restore brings its backup back", async () => {
    const [database, home] = [await freshDatabase(), temporaryFolder()];
    const project = smallProject({
      scripts: {
        "a.py": sqlScript("a1", null, "CREATE TABLE users (id serial PRIMARY KEY, name text)"),
        "b.py": sqlScript("b2", "a1", "ALTER TABLE users ADD nick text"),
      },
    });
    await alembicIn(project, database, "upgrade", "a1");
    await query(database, "INSERT INTO users (name) VALUES ('a'), ('b')");
    await alembicIn(project, database, "stamp", "b2");
    const before = await objectsOf(database);
    const pgDump = ["--pg-dump", PG_DUMP ?? ""];
    const repair = ["repair", "--yes", "--backup", join(home, "backups"), ...pgDump];
    expect((await restampOn(database, repair, { home, project })).code).toBe(0);
    const undone = await restampOn(database, ["undo", "--yes", ...pgDump], { home, project });
    expect(undone.code, undone.stderr).toBe(0);
    expect(await objectsOf(database)).toEqual(before);
    expect(await stampOf(database)).toEqual(["b2"]);
  });
});

/** One chain in two schemas of one database: each has its own version table and its own truth. */
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { FIRST, HEAD, WRONG } from "../support/broken-databases.ts";
import { alembic, freshDatabase, query } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { restampOn } from "../support/repairs.ts";

const TENANT = "Tenant 'A' \\1";

/** In public three tables under a stamp that is ahead; in the other schema more than its stamp says. */
async function twoSchemas(): Promise<DatabaseUrl> {
  const database = await freshDatabase();
  await alembic(database, "upgrade", FIRST);
  await alembic(database, "stamp", WRONG);
  const tenant = quoteIdentifier(TENANT);
  const own = quoteIdentifier(database.database ?? "");
  await query(
    database,
    `CREATE SCHEMA ${tenant}; ALTER DATABASE ${own} SET search_path = ${tenant}`,
  );
  await alembic(database, "upgrade", WRONG);
  await alembic(database, "stamp", FIRST);
  await query(database, `ALTER DATABASE ${own} RESET search_path`);
  return database;
}

async function factsOf(database: DatabaseUrl, schema: string) {
  return query(
    database,
    `SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = $1 ORDER BY 1, 2`,
    [schema],
  );
}

const stampIn = (database: DatabaseUrl, schema: string) =>
  query(database, `SELECT version_num FROM ${quoteIdentifier(schema)}.alembic_version`);

test("several version tables are diagnosed one by one, and each is repaired on its own", async () => {
  const database = await twoSchemas();
  const both = await restampOn(database, ["diagnose", "--json"]);
  expect(both.code).toBe(1);
  expect(JSON.parse(both.stdout)).toMatchObject({
    verdict: "several_version_tables",
    schemas: [
      { schema: TENANT, stamp: [FIRST], verdict: "stamp_behind", heads: [WRONG] },
      { schema: "public", stamp: [WRONG], verdict: "stamp_ahead", heads: [FIRST] },
    ],
    recommended: { path: "ask" },
  });

  const before = await factsOf(database, "public");
  const plan = await restampOn(database, ["plan", "--schema", TENANT]);
  expect(plan.stdout).toContain("PGOPTIONS='-c search_path=");
  // Where there is a pg_dump, on a clone first: alembic has to be led to the tenant there, too.
  const rehearse = PG_DUMP === null ? [] : ["--rehearse", "schema", "--pg-dump", PG_DUMP];
  const tenant = ["repair", "--yes", "--json", "--schema", TENANT, ...rehearse];
  const ran = await restampOn(database, tenant);
  expect(ran.stderr).toContain("Repaired and verified.");
  expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "healthy", stamp: [HEAD], drift: [] });
  expect(await stampIn(database, TENANT)).toEqual([{ version_num: HEAD }]);
  expect(await stampIn(database, "public")).toEqual([{ version_num: WRONG }]);
  expect(await factsOf(database, "public")).toEqual(before);

  const other = await restampOn(database, ["repair", "--yes", "--json", "--schema", "public"]);
  expect(JSON.parse(other.stdout)).toMatchObject({ verdict: "healthy", stamp: [HEAD] });
  expect(await factsOf(database, "public")).toEqual(await factsOf(database, TENANT));
});

test("a schema without a version table and tables is empty, and nothing else is looked at", async () => {
  const database = await twoSchemas();
  await query(database, "CREATE SCHEMA newcomer");
  const { stdout } = await restampOn(database, ["diagnose", "--json", "--schema", "newcomer"]);
  expect(JSON.parse(stdout)).toMatchObject({ verdict: "empty", stamp: null, schemas: [] });
});

test("a schema that is not there is a problem, not an empty database", async () => {
  const database = await twoSchemas();
  for (const command of [["diagnose"], ["repair", "--yes"]]) {
    const ran = await restampOn(database, [...command, "--schema", "misspelt"]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain("There is no schema misspelt");
  }
});

/** One chain in two schemas of one database: each has its own version table and its own truth. */
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { FIRST, HEAD, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { query } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { restampOn } from "../support/repairs.ts";
import { stampIn, TENANT, twoSchemas } from "../support/two-schemas.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);

async function factsOf(database: DatabaseUrl, schema: string) {
  return query(
    database,
    `SELECT table_name, column_name, data_type FROM information_schema.columns
     WHERE table_schema = $1 ORDER BY 1, 2`,
    [schema],
  );
}

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
  expect(await stampIn(database, TENANT)).toEqual([HEAD]);
  expect(await stampIn(database, "public")).toEqual([WRONG]);
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

test.each([
  ["the URL's options", (url: string) => `${url}?options=-csearch_path%3Dnewcomer`],
  ["the database", (url: string) => url],
])(
  "alembic is not let loose where %s leads it past the stamp that was diagnosed",
  async (by, of) => {
    const database = await wrong();
    await query(database, "CREATE SCHEMA newcomer");
    if (by === "the database") {
      const set = `ALTER DATABASE ${database.database} SET search_path = newcomer`;
      await query(database, set);
    }
    const unchanged = await untouched(database);
    const url = { ...database, text: of(database.text) };
    const refused = await restampOn(url, ["repair", "--yes"]);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("alembic keeps its stamp in the schema newcomer");
    expect(refused.stderr).toContain("start again with --schema newcomer");
    await unchanged();
  },
);

test("a search_path that names a schema which is not there leads to the right one", async () => {
  const database = await wrong();
  const set = `ALTER DATABASE ${database.database} SET search_path = "$user", nowhere, public`;
  await query(database, set);
  expect((await restampOn(database, ["repair", "--yes"])).code).toBe(0);
});

test("a schema that is not there is a problem, not an empty database", async () => {
  const database = await twoSchemas();
  for (const command of [["diagnose"], ["repair", "--yes"]]) {
    const ran = await restampOn(database, [...command, "--schema", "misspelt"]);
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain("There is no schema misspelt");
  }
});

import { expect, test } from "vitest";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { freshDatabase, query } from "../support/database.ts";

const open = (url: Parameters<typeof openDatabase>[0]) =>
  openDatabase(url, () => {}, { lockTimeout: "1s" });

test("an empty database has no facts, no tables and no stamp", async () => {
  const snapshot = await open(await freshDatabase()).snapshot();
  expect(snapshot.facts).toEqual(new Map());
  expect(snapshot.tables).toEqual([]);
  expect(snapshot.versionTables).toEqual([]);
});

test("names with quotes, spaces, capitals, newlines and escape sequences come through whole", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE "Od""d. \n\u001b[31mname" ("Co l" int); INSERT INTO "Od""d. \n\u001b[31mname" VALUES (1)`,
  );
  const { facts, tables } = await open(url).snapshot();
  expect(facts.get('column public."Od""d. \n\u001b[31mname"."Co l"')).toBe("integer");
  expect(tables).toMatchObject([{ name: 'Od"d. \n\u001b[31mname', hasRows: true }]);
});

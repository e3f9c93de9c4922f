import { expect, test } from "vitest";
import { expectedTime } from "../../src/io/rehearsal/expected-time.ts";
import { freshDatabase, query } from "../support/database.ts";
import { untouched } from "../support/untouched.ts";

test("of small tables only the size is told", async () => {
  const url = await freshDatabase();
  expect(await expectedTime(url)).toEqual({ bytes: 0, seconds: null });
  await query(url, "CREATE TABLE t AS SELECT 1 AS a");
  const { bytes, seconds } = await expectedTime(url);
  expect(bytes).toBeGreaterThan(0);
  expect(seconds).toBeNull();
});

test("of large ones a sample of the largest tells how long it would take", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE "Large ""one""" AS
       SELECT g AS id, repeat(md5(g::text), 10) AS text FROM generate_series(1, 60000) AS g;
     CREATE TABLE small AS SELECT 1 AS a`,
  );
  const unchanged = await untouched(url);
  const { bytes, seconds } = await expectedTime(url);
  expect(bytes).toBeGreaterThan(20_000_000);
  expect(seconds).toBeGreaterThan(0.05);
  expect(seconds).toBeLessThan(120);
  await unchanged();
});

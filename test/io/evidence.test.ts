/** What a team's own questions may do to a database: give one boolean, and nothing else. */
import { expect, test } from "vitest";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { readEvidence } from "../../src/io/project/evidence-files.ts";
import { freshDatabase, query } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

async function answerTo(question: string) {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (n int); INSERT INTO t VALUES (1)");
  const questions = new Map([
    ["asked", question],
    ["after", "SELECT n = 1 FROM t"],
  ]);
  const { answers } = await openDatabase(url, () => {}, {
    lockTimeout: "1s",
    questions,
  }).snapshot();
  // Nothing was changed, and whatever happened to one question the next one is answered.
  expect(await query(url, "SELECT n FROM t")).toEqual([{ n: 1 }]);
  expect(answers.get("after")).toBe(true);
  return answers.get("asked");
}

test.each([
  ["true", "SELECT true", true],
  [
    "false, with a comment and a semicolon",
    "-- is it?\nSELECT EXISTS (SELECT FROM t WHERE n > 1);",
    false,
  ],
  ["null", "SELECT NULL::boolean", null],
  ["a number", "SELECT 1", null],
  ["no row", "SELECT true WHERE false", null],
  ["two rows", "SELECT true FROM generate_series(1, 2)", null],
  ["two columns", "SELECT true, true AS other", null],
  ["nothing, being empty", "", null],
  ["an error: no such table", "SELECT true FROM nowhere", null],
  ["an error: it writes", "DELETE FROM t RETURNING true", null],
  ["several statements", "SELECT true; SELECT true", null],
  ["an end of the transaction", "COMMIT; DELETE FROM t", null],
  ["an end of the transaction alone", "COMMIT", null],
  ["a way back to writing", "SET TRANSACTION READ WRITE", null],
])("a question that gives %s", async (_, question, answer) => {
  expect(await answerTo(question)).toBe(answer);
});

test("a question that takes too long is not waited for", async () => {
  const started = performance.now();
  expect(await answerTo("SELECT pg_sleep(60) IS NOT NULL")).toBeNull();
  expect(performance.now() - started).toBeLessThan(20_000);
});

test("questions are the .sql files in the folder evidence, by revision", () => {
  const folder = temporaryFolder();
  expect(readEvidence(folder)).toEqual(new Map());
  writeFiles(folder, {
    "evidence/b.sql": "SELECT 2",
    "evidence/a.sql": "SELECT 1",
    "evidence/x.md": "",
  });
  expect([...readEvidence(folder)]).toEqual([
    ["a", "SELECT 1"],
    ["b", "SELECT 2"],
  ]);
});

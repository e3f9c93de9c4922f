/** Chains that begin on tables which something else makes, such as the first release of a product. */
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { alembicIn, freshDatabase, query } from "../support/database.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { restampOn } from "../support/repairs.ts";
import { smallProject } from "../support/small-project.ts";

const SCRIPTS = {
  "a.py": sqlScript("a", null, "ALTER TABLE metrics ADD step bigint"),
  "b.py": sqlScript("b", "a", "CREATE TABLE tags (run int)"),
  "c.py": sqlScript("c", "b", "ALTER TABLE metrics DROP CONSTRAINT metrics_pkey"),
};

/** As psql's own pg_dump writes it: for psql, and with a search_path of its own. */
const BASELINE = `\\restrict abc
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.metrics (key text NOT NULL CONSTRAINT metrics_pkey PRIMARY KEY, value float8);
\\unrestrict abc
`;

async function made(project: string, upTo: string | null): Promise<DatabaseUrl> {
  const database = await freshDatabase();
  await query(database, BASELINE.replace(/^\\.*$/gm, ""));
  if (upTo !== null) await alembicIn(project, database, "upgrade", upTo);
  return database;
}

async function seen(project: string, database: DatabaseUrl) {
  const { stdout } = await restampOn(database, ["diagnose", "--json"], { project });
  const { verdict, evidence, recommended } = JSON.parse(stdout);
  return { verdict, heads: evidence.heads, path: recommended.path };
}

test("without the baseline the chain cannot be recorded, and it is said what may be missing", async () => {
  const project = smallProject({ scripts: SCRIPTS });
  const ran = await restampOn(await made(project, null), ["record"], { project });
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain("restamp.baseline.sql");
});

test("with it every state is found, and repairs begin where the baseline ends", async () => {
  const project = smallProject({ scripts: SCRIPTS });
  writeFiles(project, { "restamp.baseline.sql": BASELINE });
  const states = [await made(project, "a"), await made(project, "b"), await made(project, "c")];
  for (const database of states) await alembicIn(project, database, "stamp", "b");
  const [a, b, c] = states as [DatabaseUrl, DatabaseUrl, DatabaseUrl];
  expect(await seen(project, a)).toEqual({ verdict: "stamp_ahead", heads: ["a"], path: "adopt" });
  expect(await seen(project, b)).toEqual({ verdict: "pending", heads: ["b"], path: "upgrade" });
  expect(await seen(project, c)).toEqual({ verdict: "stamp_behind", heads: ["c"], path: "adopt" });
  expect((await restampOn(a, ["repair", "--yes"], { project })).code).toBe(0);

  const bare = await made(project, null);
  expect(await seen(project, bare)).toEqual({ verdict: "empty", heads: [], path: "fresh" });
  const nothing = await freshDatabase();
  expect(await seen(project, nothing)).toEqual({ verdict: "empty", heads: [], path: "ask" });
  const ran = await restampOn(nothing, ["repair", "--yes", "--path", "fresh"], { project });
  expect(ran.code).toBe(4);
  expect(ran.stderr).toContain("restamp.baseline.sql");
});

test("a revision that moved the baseline's rows, and nothing else, is not run again unasked", async () => {
  const scripts = {
    "a.py": sqlScript("a", null, "UPDATE metrics SET value = value * 2"),
    "b.py": sqlScript("b", "a", "CREATE TABLE tags (run int)"),
  };
  const project = smallProject({ scripts });
  writeFiles(project, { "restamp.baseline.sql": BASELINE });
  const database = await made(project, null);
  await query(database, "INSERT INTO metrics VALUES ('x', 1)");
  await alembicIn(project, database, "upgrade", "a");
  await alembicIn(project, database, "stamp", "b");
  expect(await seen(project, database)).toEqual({ verdict: "ambiguous", heads: [], path: "ask" });

  writeFiles(project, { "evidence/a.sql": "SELECT value = 2 FROM metrics" });
  expect(await seen(project, database)).toEqual({
    verdict: "stamp_ahead",
    heads: ["a"],
    path: "adopt",
  });
  const fresh = await restampOn(database, ["repair", "--yes", "--path", "fresh"], { project });
  expect(fresh).toMatchObject({ code: 4, stderr: expect.stringContaining("have run: a.") });
  expect((await restampOn(database, ["repair", "--yes"], { project })).code).toBe(0);
  expect(await query(database, "SELECT value FROM metrics")).toEqual([{ value: 2 }]);
});

test("a baseline that does not run is a problem of its own", async () => {
  const project = smallProject({ scripts: SCRIPTS });
  writeFiles(project, { "restamp.baseline.sql": "CREATE TABLE (" });
  const ran = await restampOn(await freshDatabase(), ["record", "--json"], { project });
  expect(ran.code).toBe(3);
  expect(JSON.parse(ran.stdout)).toMatchObject({ error: { code: "baseline_failed" } });
});

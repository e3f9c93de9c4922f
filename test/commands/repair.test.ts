import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { alembicIn, freshDatabase, query } from "../support/database.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { expectAgreement, expectHealthy, restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);
const migrated = populatedDatabases(HEAD, HEAD);

test("a repair tells its steps on stderr, keeps stdout for results, leaves a report, and is done once", async () => {
  const database = await wrong();
  const home = temporaryFolder();
  const { code, stdout, stderr } = await restampOn(database, ["repair", "--yes"], { home });
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const titles = [
    "Stamp what the schema proves",
    "Run the missing revisions",
    "Verify on a new connection",
  ];
  const places = titles.map((title) => stderr.indexOf(title));
  expect(places).toEqual([...places].sort((a, b) => a - b));
  expect(places[0]).toBeGreaterThanOrEqual(0);
  expect(stderr).toContain("Running upgrade 9044ba1e3377 -> fb958ba03c93");

  const path = /(\/\S+\.md)/.exec(stderr)?.[1] ?? "";
  expect(dirname(path)).toBe(join(home, "state", "restamp", "reports"));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const report = readFileSync(path, "utf8");
  expect(report).toContain(`Version table before: ${WRONG}.`);
  expect(report).toContain(`Version table now: ${HEAD}.`);
  expect(report).toContain("alembic stamp 9044ba1e3377");
  expect(report).toContain("alembic stamp --purge c7a3d9e12f8b");
  expect(report).toContain("First the revisions that ran: alembic downgrade 9044ba1e3377");
  expect(report).not.toContain(database.password);

  const unchanged = await untouched(database);
  expectAgreement(await restampOn(database, ["repair", "--yes"]));
  await unchanged();
});

test("tables beside the chain's are left alone, with their rows and what hangs on them", async () => {
  const database = await wrong();
  await query(
    database,
    `CREATE SCHEMA other; CREATE TABLE other.users (a int); INSERT INTO other.users VALUES (1);
     CREATE TABLE "Notes" (id int PRIMARY KEY, owner bigint REFERENCES users);
     INSERT INTO "Notes" VALUES (1, 1)`,
  );
  const { code } = await restampOn(database, ["repair", "--yes"]);
  expect(code).toBe(0);
  await expectHealthy(database);
  expect(await query(database, "SELECT a FROM other.users")).toEqual([{ a: 1 }]);
  expect(await query(database, 'SELECT id, owner FROM "Notes"')).toEqual([{ id: 1, owner: "1" }]);
});

test("a dropped table comes back by what is missing alone, and what hung on it is named as missing still", async () => {
  const [database, home] = [await migrated(), temporaryFolder()];
  await query(database, "DROP TABLE call_stats");
  const asked = ["repair", "--yes", "--path", "replay"];
  const { code, stderr } = await restampOn(database, asked, { home });
  expect(code).toBe(0);
  // Neither the later revision nor the data migrations after it ran again.
  expect(stderr.match(/Running upgrade .*/g)).toEqual([
    "Running upgrade 9044ba1e3377 -> fb958ba03c93, Add call_stats table",
  ]);
  const left = "index public.call_stats.ix_call_stats_collected_at";
  expect(stderr).toContain(`the plan did not change it:\n  missing  ${left}\n`);
  const path = /(\/\S+\.md)/.exec(stderr)?.[1] ?? "";
  expect(readFileSync(path, "utf8")).toContain(`Differs from the scripts:\n\n- missing  ${left}\n`);
  expect(await stampOf(database)).toEqual([HEAD]);
  await query(database, "CREATE INDEX ix_call_stats_collected_at ON call_stats (collected_at)");
  await expectHealthy(database);
});

test("what a later revision took away, and is there again, is named as left as well", async () => {
  const [database, home] = [await freshDatabase(), temporaryFolder()];
  const project = smallProject({
    scripts: {
      "a.py": sqlScript("a1", null, "CREATE TABLE users (id int, name text, nick text)"),
      "b.py": sqlScript("b2", "a1", "CREATE TABLE teams (id int)"),
      "c.py": sqlScript("c3", "b2", "ALTER TABLE users DROP name, DROP nick"),
      "d.py": sqlScript("d4", "c3", "CREATE TABLE later (id int)"),
    },
  });
  await alembicIn(project, database, "upgrade", "head");
  await query(database, "DROP TABLE teams; ALTER TABLE users ADD name text");
  const asked = ["repair", "--yes", "--path", "replay"];
  const { code, stderr } = await restampOn(database, asked, { home, project });
  expect(code, stderr).toBe(0);
  expect(stderr).toContain("the plan did not change it:\n  extra    column public.users.name\n");
});

test("a repaired database stays repaired when the report cannot be saved, and that is said", async () => {
  const [database, home] = [await wrong(), temporaryFolder()];
  writeFiles(home, { "state/restamp/reports": "in the way" });
  const { code, stderr } = await restampOn(database, ["repair", "--yes"], { home });
  await expectHealthy(database);
  expect(stderr).toContain("Repaired and verified.");
  expect(stderr).toContain("The report could not be saved.");
  expect(code).toBe(0);
});

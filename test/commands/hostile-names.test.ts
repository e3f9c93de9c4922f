import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { quoteIdentifier } from "../../src/core/sql-text.ts";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { freshDatabase, query } from "../support/database.ts";
import { revisionScript } from "../support/files.ts";
import { expectHealthy, restampOn } from "../support/repairs.ts";
import { type Ran, runRestamp, temporaryFolder } from "../support/restamp.ts";
import { freshRole } from "../support/roles.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);

/** A cleared screen, a window title, a C1 sequence, a reversed line, an invisible mark. */
const EVIL = "O\"d. d'\n\r\t\u001b[2J\u001b]0;title\u0007\u009b31m\u202eesrever\u200b";

/** Whatever moves a cursor, hides text or turns it round; line breaks are restamp's own. */
function expectSafe({ stdout, stderr }: Pick<Ran, "stdout" | "stderr">): void {
  for (const text of [stdout, stderr]) {
    const unsafe = [...text].filter(
      (character) => /\p{Cc}|\p{Cf}/u.test(character) && character !== "\n",
    );
    expect(unsafe).toEqual([]);
  }
}

async function expectSafeOn(database: DatabaseUrl, ...commands: string[][]): Promise<Ran[]> {
  const runs = await Promise.all(commands.map((command) => restampOn(database, command)));
  for (const ran of runs) expectSafe(ran);
  return runs;
}

const EVIL_TABLES = [
  `CREATE SCHEMA ${quoteIdentifier(EVIL)}`,
  `CREATE TABLE ${quoteIdentifier(EVIL)} (${quoteIdentifier(`${EVIL}column`)} int)`,
  `INSERT INTO ${quoteIdentifier(EVIL)} VALUES (1)`,
  `CREATE TABLE ${quoteIdentifier(EVIL)}.users (a int)`,
  `ALTER TABLE users ADD ${quoteIdentifier(EVIL)} text DEFAULT '${EVIL.replaceAll("'", "''")}'`,
];

test.for<readonly [string, string[]]>([
  ["in words", []],
  ["as JSON", ["--json"]],
])("names and values with control characters are never printed raw %s", async ([, json]) => {
  const database = await wrong();
  for (const statement of EVIL_TABLES) await query(database, statement);
  const unchanged = await untouched(database);
  const [diagnosis] = await expectSafeOn(
    database,
    ["diagnose", ...json],
    ["plan", "--path", "reset", ...json],
    // Verbose, and refused for want of the database's name.
    ...(json.length > 0 ? [] : [["repair", "--yes", "--path", "reset", "-v"]]),
  );
  await unchanged();
  if (json.length === 0) {
    expect(diagnosis?.stdout).toContain("\\x1b[2J");
  } else {
    // Safe to print, and whole all the same.
    const { tables } = JSON.parse(diagnosis?.stdout ?? "");
    expect(tables.map((table: { name: string }) => table.name)).toContain(EVIL);
  }
});

test("a database with such names beside the chain's is repaired, and they are kept", async () => {
  const database = await wrong();
  for (const statement of EVIL_TABLES.slice(0, 4)) await query(database, statement);
  const home = temporaryFolder();
  const ran = await restampOn(database, ["repair", "--yes"], { home });
  expectSafe(ran);
  expect(ran.code).toBe(0);
  await expectHealthy(database);
  expect(await query(database, `SELECT * FROM ${quoteIdentifier(EVIL)}`)).toHaveLength(1);
  const report = /(\/\S+\.md)/.exec(ran.stderr)?.[1] ?? "";
  expectSafe({ stdout: readFileSync(report, "utf8"), stderr: "" });
});

test("a stamp with control characters is shown safely, and mended", async () => {
  const database = await wrong();
  const stamp = "\u001b[2Jdead\u009b\u202e\nbeef";
  await query(database, "UPDATE alembic_version SET version_num = $1", [stamp]);
  const [diagnosis] = await expectSafeOn(database, ["diagnose"], ["plan"]);
  expect(diagnosis?.stdout).toContain("Unknown stamp");
  const ran = await restampOn(database, ["repair", "--yes"]);
  expectSafe(ran);
  expect(ran.code).toBe(0);
  const report = /(\/\S+\.md)/.exec(ran.stderr)?.[1] ?? "";
  expectSafe({ stdout: readFileSync(report, "utf8"), stderr: "" });
});

test("a database and a role with such names are worked on like any other", async () => {
  const name = `Od"d d'b \u001b[2J${Date.now()}`;
  const database = await freshDatabase(name);
  const role = await freshRole(database, { name: `${name} role` });
  await query(
    database,
    `GRANT CREATE, USAGE ON SCHEMA public TO ${quoteIdentifier(`${name} role`)}`,
  );
  const home = temporaryFolder();
  const ran = await restampOn(role, ["repair", "--yes", "--json", "-v"], { home });
  expectSafe(ran);
  expect(ran.stderr).toContain("Repaired and verified.");
  expect(ran.code).toBe(0);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    database: { name, role: `${name} role` },
    verdict: "healthy",
  });
  const report = /(\/\S+\.md)/.exec(ran.stderr)?.[1] ?? "";
  expectSafe({ stdout: readFileSync(report, "utf8"), stderr: "" });
});

test("a chain that makes such names, and has such messages, is dropped and built again", async () => {
  const name = String.raw`Od\"d d'b \x1b[2J`;
  const upgrade = `import sqlalchemy as sa; op.create_table("${name}", sa.Column("C \\"c", sa.Integer))`;
  const script = revisionScript("a1", null, upgrade).replace(
    "Revision a1",
    "Ev\u001b[2J\u009b\u202eil",
  );
  const project = smallProject({ scripts: { "a.py": script } });
  const database = await freshDatabase();
  await query(database, 'CREATE TABLE "Od""d d\'b \u001b[2J" (x int)');
  expectSafe(await restampOn(database, ["diagnose"], { project }));
  const ran = await restampOn(database, ["repair", "--yes", "--path", "reset"], { project });
  expectSafe(ran);
  expect(ran.stderr).toContain("Repaired and verified.");
  const columns = await query(
    database,
    "SELECT attname FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0",
    ['"Od""d d\'b \u001b[2J"'],
  );
  expect(columns).toEqual([{ attname: 'C "c' }]);
});

test("what an environment or an option holds is shown safely in messages", async () => {
  expectSafe(await runRestamp(["-c", "\u001b[2J\n.ini", "diagnose"]));
  expectSafe(await restampOn(await freshDatabase(), ["diagnose", "--env-file", "\u009b\u202e"]));
  expectSafe(await runRestamp(["practice", "\u001b[2J\u202e"]));
});

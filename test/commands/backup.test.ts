import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { runPlain } from "../../src/io/process/plain.ts";
import {
  emptyStamped,
  FIRST,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { freshDatabase, query } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { standIn } from "../support/files.ts";
import { expectValid } from "../support/json-schema.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);

const REPAIR = ["repair", "--yes", "--json"];

const withDump = test.skipIf(PG_DUMP === null);

/** @returns what was run, and the folder for backups */
async function repair(database: Awaited<ReturnType<typeof wrong>>, dump = PG_DUMP ?? "") {
  const folder = join(temporaryFolder(), "backups");
  const args = [...REPAIR, "--backup", folder, "--pg-dump", dump];
  const ran = await restampOn(database, args);
  return { ...ran, folder, files: existsSync(folder) ? readdirSync(folder) : [] };
}

withDump(
  "a repair begins with a backup that is restored and compared, for its owner alone",
  async () => {
    const database = await wrong();
    const before = await query(database, "SELECT * FROM users ORDER BY id");
    const { code, stdout, stderr, folder, files } = await repair(database);
    expect(code).toBe(0);
    const { backup } = expectValid(stdout, "repair");
    expect(backup.proof).toEqual({ level: "restored", tables: 4, rows: 101 });
    expect(stderr).toContain(
      "Proven: restored into a shadow database, 4 tables and 101 rows are equal.",
    );
    expect(files).toHaveLength(1);
    const path = join(folder, files[0] ?? "");
    expect(backup.path).toBe(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(createHash("sha256").update(readFileSync(path)).digest("hex")).toBe(backup.sha256);
    expect(statSync(path).size).toBe(backup.bytes);
    expect(stderr).not.toContain(database.password);
    // What it holds is what was there, and not what became of it.
    const other = await freshDatabase();
    const restore = join(dirname(PG_DUMP ?? ""), "pg_restore");
    const { host, port, user, password } = other;
    const dbname = `host=${host} port=${port} user=${user} dbname=${other.database}`;
    await runPlain([restore, "--no-owner", `--dbname=${dbname}`, path], {
      PGPASSWORD: password ?? "",
    });
    expect(await stampOf(other)).toEqual([WRONG]);
    expect(await query(other, "SELECT * FROM users ORDER BY id")).toEqual(before);
  },
);

test("without a pg_dump that fits nothing is run, and it says what would", async () => {
  const database = await wrong();
  const unchanged = await untouched(database);
  const old = standIn(temporaryFolder(), "pg_dump", 'echo "pg_dump (PostgreSQL) 9.6.24"');
  const { code, stderr, stdout, files } = await repair(database, old);
  expect(code).toBe(4);
  const said = stderr + stdout;
  expect(said).toContain("No pg_dump was found that can back up PostgreSQL");
  expect(said).toContain("9.6.24");
  expect(said).toContain("--backup none");
  expect(files).toEqual([]);
  await unchanged();
});

test("a database without rows needs no backup", async () => {
  const database = await emptyStamped();
  const old = standIn(temporaryFolder(), "pg_dump", "exit 1");
  const { code, stdout, files } = await repair(database, old);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).backup).toBeNull();
  expect(files).toEqual([]);
});

/** Stands before the real pg_dump. */
const before = (script: string) => {
  const folder = temporaryFolder();
  standIn(folder, "pg_restore", `exec "${join(dirname(PG_DUMP ?? ""), "pg_restore")}" "$@"`);
  return standIn(folder, "pg_dump", `[ "$1" = --version ] && exec "${PG_DUMP}" "$@"\n${script}`);
};

const FAULTS = [
  ["fails", 'echo "pg_dump: error: boom" >&2; exit 1', "backup_failed", "boom"],
  ["fails after half of it", `"${PG_DUMP}" "$@" | head -c 3000; exit 1`, "backup_failed", ""],
  [
    "is cut short and says nothing",
    `"${PG_DUMP}" "$@" | head -c 3000; exit 0`,
    "backup_unproven",
    "",
  ],
  [
    "leaves out a table's rows",
    `exec "${PG_DUMP}" "$@" --exclude-table-data=users`,
    "backup_unproven",
    "have",
  ],
  [
    "has no pg_restore beside it",
    `rm "$(dirname "$0")/pg_restore"; exec "${PG_DUMP}" "$@"`,
    "backup_unproven",
    "",
  ],
  [
    "leaves out tables",
    `exec "${PG_DUMP}" "$@" --exclude-table=calls --exclude-table=participants`,
    "backup_unproven",
    "",
  ],
] as const;

test.skipIf(PG_DUMP === null).for(FAULTS)(
  "a pg_dump that %s stops the repair before its first step",
  async ([, script, code]) => {
    const database = await wrong();
    const unchanged = await untouched(database);
    const ran = await repair(database, before(script));
    expect(ran.code).toBeGreaterThan(0);
    const said = JSON.parse(ran.stdout);
    expect(said.error.code).toBe(code);
    // What does not hold is kept only where somebody has to look at it.
    expect(ran.files).toHaveLength(code === "backup_unproven" ? 1 : 0);
    await unchanged();
  },
);

withDump("rows that come while the backup is made are not taken for a fault of it", async () => {
  const database = await wrong();
  // The snapshot is taken; then somebody writes; then it is dumped.
  const { host, port, user, password } = database;
  const insert = `UPDATE users SET display_name = 'while it was made'`;
  const folder = temporaryFolder();
  writeFileSync(
    join(folder, "write.mjs"),
    `import pg from ${JSON.stringify(import.meta.resolve("pg"))};
     const client = new pg.Client(${JSON.stringify({ host, port, user, password, database: database.database })});
     await client.connect(); await client.query(${JSON.stringify(insert)}); await client.end();`,
  );
  const dump = before(`"${process.execPath}" "${folder}/write.mjs"; exec "${PG_DUMP}" "$@"`);
  const { code, stdout } = await repair(database, dump);
  expect(code).toBe(0);
  expect(expectValid(stdout, "repair").backup.proof.level).toBe("restored");
  expect(await query(database, "SELECT DISTINCT display_name FROM users")).toEqual([
    { display_name: "while it was made" },
  ]);
});

withDump("a folder that cannot be had is told, and nothing is run", async () => {
  const database = await wrong();
  const unchanged = await untouched(database);
  const home = temporaryFolder();
  writeFileSync(join(home, "file"), "");
  const args = [...REPAIR, "--backup", join(home, "file", "x"), "--pg-dump", PG_DUMP ?? ""];
  const { code } = await restampOn(database, args);
  expect(code).toBeGreaterThan(0);
  await unchanged();
});

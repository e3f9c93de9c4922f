import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runPlain } from "../../src/io/process/plain.ts";
import {
  emptyStamped,
  FIRST,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { alembic, freshDatabase, query } from "../support/database.ts";
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
async function repair(
  database: Awaited<ReturnType<typeof wrong>>,
  dump = PG_DUMP ?? "",
  onStart: (pid: number) => void = () => {},
  rehearse = "none",
) {
  const folder = join(temporaryFolder(), "backups");
  const args = [...REPAIR, "--backup", folder, "--pg-dump", dump, "--rehearse", rehearse];
  const ran = await restampOn(database, args, { onStart });
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

withDump(
  "limits that the application's sessions have do not end a repair that takes longer",
  async () => {
    const database = await wrong();
    const limits = await query<{ name: string }>(
      database,
      `SELECT name FROM pg_settings WHERE name IN ('statement_timeout', 'transaction_timeout',
         'idle_in_transaction_session_timeout', 'idle_session_timeout')`,
    );
    for (const { name } of limits) {
      await query(database, `ALTER DATABASE ${database.database} SET ${name} = '2s'`);
    }
    const bin = temporaryFolder();
    const programs = dirname(PG_DUMP ?? "");
    standIn(bin, "pg_restore", `exec '${programs}/pg_restore' "$@"`);
    const slow = standIn(
      bin,
      "pg_dump",
      `[ "$1" = --version ] || sleep 3; exec '${programs}/pg_dump' "$@"`,
    );
    const { code, stdout } = await repair(database, slow);
    expect(code).toBe(0);
    expect(expectValid(stdout, "repair").backup.proof.level).toBe("restored");
  },
);

withDump("Ctrl+C while a backup is proven ends it there, and leaves no file", async () => {
  const database = await wrong();
  const unchanged = await untouched(database);
  const [bin, programs] = [temporaryFolder(), dirname(PG_DUMP ?? "")];
  const dump = standIn(bin, "pg_dump", `exec '${programs}/pg_dump' "$@"`);
  const begun = join(bin, "begun");
  standIn(
    bin,
    "pg_restore",
    `[ "$1" = --list ] && exec '${programs}/pg_restore' "$@"; : > ${begun}; exec sleep 20`,
  );
  let restamp = 0;
  const onStart = (pid: number) => {
    restamp = pid;
  };
  const running = repair(database, dump, onStart);
  await expect.poll(() => existsSync(begun), { timeout: 60_000 }).toBe(true);
  process.kill(restamp, "SIGINT");
  const { code, stdout, files } = await running;
  expect({ code, said: JSON.parse(stdout).error.code, files }).toEqual({
    code: 130,
    said: "interrupted",
    files: [],
  });
  await unchanged();
});

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

test.each([
  ["of which the last word is another", "pg_dump -h /tmp", "names is none: pg_dump -h /tmp.\n"],
  ["that is not there", "/nowhere/pg_dump", "It said: /nowhere/pg_dump: ENOENT"],
  ["that is another program", "echo pg_dump", "It said: pg_dump --version"],
])("a command %s is told with what it said", async (_, command, words) => {
  const { code, stderr } = await repair(await wrong(), command);
  expect(code).toBe(4);
  expect(stderr).toContain("--pg-dump or RESTAMP_PG_DUMP names is none");
  expect(stderr).toContain(words);
  expect(stderr).toContain("whose last word is pg_dump");
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

const UNUSUAL = [
  [
    // By their bytes, the bounds of this partition are the wrong way round.
    "order of text",
    "ENCODING 'UTF8' LOCALE_PROVIDER icu ICU_LOCALE 'en-US'",
    `CREATE TABLE words (word text) PARTITION BY RANGE (word);
     CREATE TABLE few PARTITION OF words FOR VALUES FROM ('a') TO ('B'); INSERT INTO words VALUES ('A')`,
    "schema",
  ],
  [
    "encoding",
    "ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'",
    String.raw`CREATE TABLE notes (a text); INSERT INTO notes VALUES (E'\xE9\xFF')`,
    // A clone is reached without the option of the URL below.
    "none",
  ],
] as const;

test.skipIf(PG_DUMP === null).for(UNUSUAL)(
  "a backup is proven in the %s of its database",
  async ([, clauses, rows, rehearse]) => {
    const made = await freshDatabase(undefined, `TEMPLATE template0 ${clauses}`);
    await query(made, rows);
    // Else psycopg gives bytes for the text of a database without an encoding, and SQLAlchemy fails on them.
    const database = { ...made, text: `${made.text}?client_encoding=utf8` };
    await alembic(database, "upgrade", FIRST);
    await alembic(database, "stamp", WRONG);
    const { code, stdout, stderr } = await repair(database, PG_DUMP ?? "", undefined, rehearse);
    expect(code, stderr).toBe(0);
    expect(expectValid(stdout, "repair").backup.proof).toMatchObject({ level: "restored" });
  },
);

withDump("a backup is proven where tables lie in a tablespace of their server's", async () => {
  const database = await wrong();
  const space = `space_${process.pid}`;
  const server = { ...database, database: "postgres" };
  await query(
    server,
    `ALTER ROLE CURRENT_USER IN DATABASE postgres SET allow_in_place_tablespaces = on`,
  );
  await query(server, `CREATE TABLESPACE ${space} LOCATION ''`);
  await query(
    server,
    "ALTER ROLE CURRENT_USER IN DATABASE postgres RESET allow_in_place_tablespaces",
  );
  onTestFinished(async () => {
    await query(database, "ALTER TABLE users SET TABLESPACE pg_default");
    await query(database, `DROP TABLESPACE ${space}`);
  });
  await query(database, `ALTER TABLE users SET TABLESPACE ${space}`);
  const { code, stdout, stderr } = await repair(database, PG_DUMP ?? "", undefined, "schema");
  expect(code, stderr).toBe(0);
  expect(expectValid(stdout, "repair").backup.proof).toMatchObject({ level: "restored" });
});

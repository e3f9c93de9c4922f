/** What others do while a backup is brought back: nothing of it is lost without a word. */
import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { runPlain } from "../../src/io/process/plain.ts";
import { stampOf } from "../support/broken-databases.ts";
import { alembicIn, freshDatabase, query } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { sqlScript, standIn } from "../support/files.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

const withDump = test.skipIf(PG_DUMP === null);
const PROGRAMS = dirname(PG_DUMP ?? "");

/** Twenty users, and a session that has added a column to them. */
async function repaired() {
  const [database, home] = [await freshDatabase(), temporaryFolder()];
  const project = smallProject({
    scripts: {
      "a.py": sqlScript("a1", null, "CREATE TABLE users (id serial PRIMARY KEY, name text)"),
      "b.py": sqlScript("b2", "a1", "ALTER TABLE users ADD more int"),
    },
  });
  await alembicIn(project, database, "upgrade", "a1");
  await query(database, "INSERT INTO users (name) SELECT 'u' || n FROM generate_series(1, 20) n");
  await alembicIn(project, database, "stamp", "b2");
  const backup = ["--backup", join(home, "backups"), "--pg-dump", PG_DUMP ?? ""];
  const ran = await restampOn(database, ["repair", "--yes", ...backup], { home, project });
  expect(ran.code, ran.stderr).toBe(0);
  const undo = (args: readonly string[], dump = PG_DUMP ?? "") =>
    restampOn(database, ["undo", ...args, "--pg-dump", dump], { home, project });
  return { database, home, undo };
}

/**
 * PostgreSQL's programs, of which one does something first.
 * @returns the pg_dump among them
 */
function programs(which: string, first: string): string {
  const bin = temporaryFolder();
  for (const name of ["pg_dump", "pg_restore", "psql"]) {
    const before = name === which ? `case "$*" in *--version*) ;; *) ${first} ;; esac` : "";
    standIn(bin, name, `${before}\nexec '${PROGRAMS}/${name}' "$@"`);
  }
  return join(bin, "pg_dump");
}

/** A command for a shell. */
const sql = ({ text }: DatabaseUrl, statement: string) =>
  `'${PROGRAMS}/psql' -Xq '${text}' -c "${statement}" >&2`;

/** The names of users in a dump. */
async function namesIn(path: string): Promise<string[]> {
  const database = await freshDatabase();
  const restored = await runPlain([
    ...[join(PROGRAMS, "pg_restore"), "--no-owner", `--dbname=${database.text}`, path],
  ]);
  expect(restored.code, restored.errors).toBe(0);
  return namesOf(database);
}

async function namesOf(database: DatabaseUrl): Promise<string[]> {
  const rows = await query<{ name: string }>(database, "SELECT name FROM users ORDER BY id");
  return rows.map(({ name }) => name);
}

withDump("of what an application writes all the while, no row is lost", async () => {
  const { database, home, undo } = await repaired();
  const application = new pg.Client({ connectionString: database.text });
  await application.connect();
  const written: string[] = [];
  let isOver = false;
  const writing = (async () => {
    for (let n = 0; !isOver; n++) {
      await application.query("INSERT INTO users (name) VALUES ($1)", [`new ${n}`]);
      written.push(`new ${n}`);
      await sleep(20);
    }
  })();
  try {
    // A dump that takes its time.
    const slow = programs("pg_dump", "sleep 1");
    const confirmed = ["--yes", "--confirm", database.database ?? ""];
    const undone = await undo(confirmed, slow);
    expect(undone.code, undone.stderr).toBe(0);
  } finally {
    isOver = true;
    await writing;
    await application.end();
  }
  const folder = join(home, "state", "restamp", "backups");
  const kept = (
    await Promise.all(readdirSync(folder).map((file) => namesIn(join(folder, file))))
  ).flat();
  const there = new Set([...(await namesOf(database)), ...kept]);
  expect(written.length).toBeGreaterThan(20);
  expect(written.filter((name) => !there.has(name))).toEqual([]);
});

withDump("rows that nobody was shown stop it, when nobody else can write any more", async () => {
  const { database, undo } = await repaired();
  // When it was consented to, and before anything is locked.
  const first = sql(database, "INSERT INTO users (name) VALUES ('late')");
  const ran = await undo(["--yes"], programs("psql", first));
  expect(ran.code).toBe(1);
  expect(ran.stderr).toContain("changed");
  expect(await namesOf(database)).toHaveLength(21);
  expect(await stampOf(database)).toEqual(["b2"]);
  // Shown now, they ask for the name.
  const asked = await undo(["--yes"]);
  expect(asked.code).toBe(4);
  expect(asked.stderr).toContain("public.users: 20 rows in the backup, 21 now");
});

withDump("nobody can change a table between its copy and its return", async () => {
  const { database, undo } = await repaired();
  const late = sql(database, "SET lock_timeout = '1s'; ALTER TABLE users ADD by_other text");
  const ran = await undo(["--yes"], programs("pg_dump", `${late} || echo kept out >&2`));
  expect(ran.code, ran.stderr).toBe(0);
  const columns =
    "SELECT attname AS name FROM pg_attribute WHERE attrelid = 'users'::regclass AND attnum > 0 AND NOT attisdropped";
  expect(await query(database, columns)).toEqual([{ name: "id" }, { name: "name" }]);
});

withDump("a connection that is ended while the copy is made is made anew", async () => {
  const { database, undo, home } = await repaired();
  const end = sql(
    database,
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'restamp repair'",
  );
  const ran = await undo(["--yes"], programs("pg_dump", end));
  expect(ran.code, ran.stderr).toBe(0);
  expect(await stampOf(database)).toEqual(["b2"]);
  const sessions = await restampOn(database, ["sessions", "--json"], { home });
  expect(JSON.parse(sessions.stdout).map(({ status }: { status: string }) => status)).toEqual([
    "verified",
    "undone",
  ]);
});

withDump("a table of others that has come since is left alone, and asks for nothing", async () => {
  const { database, undo } = await repaired();
  await query(database, "CREATE TABLE hand (a int); INSERT INTO hand VALUES (1)");
  const ran = await undo(["--yes"]);
  expect(ran.code, ran.stderr).toBe(0);
  expect(ran.stderr).not.toContain("hand");
  expect(await query(database, "SELECT a FROM hand")).toEqual([{ a: 1 }]);
});

withDump(
  "what others have made on its tables since is named, and goes by the name only",
  async () => {
    const { database, undo } = await repaired();
    await query(
      database,
      "CREATE INDEX by_name ON users (name); ALTER TABLE users ADD by_hand text",
    );
    const unchanged = await untouched(database);
    const asked = await undo(["--yes"]);
    expect(asked.code).toBe(4);
    expect(asked.stderr).toContain("  index public.users.by_name: made or changed since");
    expect(asked.stderr).toContain("  column public.users.by_hand: made or changed since");
    expect(asked.stderr).not.toContain("column public.users.more");
    await unchanged();
    const ran = await undo(["--yes", "--confirm", database.database ?? ""]);
    expect(ran.code, ran.stderr).toBe(0);
    expect(await query(database, "SELECT to_regclass('by_name') AS found")).toEqual([
      { found: null },
    ]);
  },
);

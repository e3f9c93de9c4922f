import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import {
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { alembic, alembicIn, freshDatabase, query } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { revisionScript, sqlScript, standIn } from "../support/files.ts";
import { columnsOf } from "../support/fingerprint.ts";
import { expectValid } from "../support/json-schema.ts";
import { processesNaming } from "../support/processes.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);
const wronglyStamped = populatedDatabases(HEAD, FIRST);

/** A data-only revision leaves no trace: which one it is has to be said. */
const CLEANUP = "a1b2c3d4e5f6";
const ADOPT_HEAD = ["repair", "--yes", "--path", "adopt", "--stamp", HEAD];

const TABLES = ["calls", "participants", "users"];

const CONTENT = `SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) AS md5 FROM users t`;

/** Every row of every table, and the stamp with them. */
async function contentOf(database: DatabaseUrl) {
  const tables = await query<{ name: string }>(
    database,
    "SELECT oid::regclass::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1",
  );
  const content: Record<string, unknown> = {};
  for (const { name } of tables) {
    content[name] = await query(database, `SELECT t::text AS row FROM ${name} t ORDER BY 1`);
  }
  const counters = "SELECT sequencename AS name, last_value::text FROM pg_sequences ORDER BY 1";
  return { ...content, sequences: await query(database, counters) };
}

const sessionsIn = async (database: DatabaseUrl, home: string) =>
  expectValid((await restampOn(database, ["sessions", "--json"], { home })).stdout, "sessions");

test("a moved stamp is put back to the letter, and the undo is a session of its own", async () => {
  const [database, home] = [await wronglyStamped(), temporaryFolder()];
  const before = await query(database, CONTENT);
  const repaired = await restampOn(database, ADOPT_HEAD, { home });
  expect(repaired.code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);

  const asked = await restampOn(database, ["undo"], { home });
  expect(asked.code).toBe(4);
  expect(asked.stderr).toContain(`INSERT INTO "public"."alembic_version"`);
  expect(await stampOf(database)).toEqual([HEAD]);

  const undone = await restampOn(database, ["undo", "--yes", "--json"], { home });
  expect(undone.code).toBe(0);
  expect(expectValid(undone.stdout, "undo")).toMatchObject({ undo: "stamp", undone: true });
  expect(await stampOf(database)).toEqual([FIRST]);
  expect(await query(database, CONTENT)).toEqual(before);

  const [undo, repair] = await sessionsIn(database, home);
  expect(repair).toMatchObject({ status: "undone", path: "adopt" });
  expect(undo).toMatchObject({ status: "verified", path: "undo", undoes: repair.id });
  // Taking back the undo is doing it again.
  const again = await restampOn(database, ["undo", undo.id, "--yes"], { home });
  expect(again.code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});

test("what was made where nothing had been goes again, with rows only by the database's name", async () => {
  const [database, home] = [await emptyStamped(), temporaryFolder()];
  await query(database, "CREATE TABLE notes (a int); INSERT INTO notes VALUES (1)");
  expect((await restampOn(database, ["repair", "--yes"], { home })).code).toBe(0);
  await query(
    database,
    `INSERT INTO users (username, email, password_hash, is_active, created_at) VALUES ('new', 'a@b', '', true, now())`,
  );
  const unchanged = await untouched(database);
  const refused = await restampOn(database, ["undo", "--yes"], { home });
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("public.users");
  await unchanged();
  const name = database.database ?? "";
  const undone = await restampOn(database, ["undo", "--yes", "--confirm", name], { home });
  expect(undone).toMatchObject({ code: 0 });
  expect(await stampOf(database)).toEqual([WRONG]);
  const tables =
    "SELECT relname FROM pg_class WHERE relkind IN ('r', 'S') AND oid > 16383 AND relnamespace = 'public'::regnamespace ORDER BY 1";
  expect(await query(database, tables)).toEqual([
    { relname: "alembic_version" },
    { relname: "notes" },
  ]);
  expect(await query(database, "SELECT a FROM notes")).toEqual([{ a: 1 }]);
});

test("a stamp that somebody has moved on since is not put back behind their back", async () => {
  const [database, home] = [await wronglyStamped(), temporaryFolder()];
  const args = ["repair", "--yes", "--path", "adopt", "--stamp", CLEANUP, "--backup", "none"];
  expect((await restampOn(database, [...args], { home })).code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]); // the plan has run the last one, too
  const unchanged = await untouched(database);
  const refused = await restampOn(database, ["undo", "--yes"], { home });
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("cannot be taken back without a backup");
  await unchanged();
});

test("an undo that dropped what had been made is not taken back by a stamp alone", async () => {
  const [database, home] = [await emptyStamped(), temporaryFolder()];
  expect((await restampOn(database, ["repair", "--yes"], { home })).code).toBe(0);
  expect((await restampOn(database, ["undo", "--yes"], { home })).code).toBe(0);
  const [undo] = await sessionsIn(database, home);
  expect(undo.path).toBe("undo");
  const unchanged = await untouched(database);
  const refused = await restampOn(database, ["undo", undo.id, "--yes"], { home });
  expect(refused.code).toBe(4);
  await unchanged();
});

test("after a later upgrade by somebody else a moved stamp is not put back", async () => {
  const home = temporaryFolder();
  const database = await wrong();
  await query(database, "CREATE VIEW friend_links AS SELECT 1 AS a"); // stands in the way
  await restampOn(database, ["repair", "--yes", "--path", "adopt"], { home });
  expect(await stampOf(database)).toEqual([FIRST]);
  await query(database, "DROP VIEW friend_links");
  await alembic(database, "upgrade", "head");
  const unchanged = await untouched(database);
  const refused = await restampOn(database, ["undo", "--yes"], { home });
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("public.friend_links has a different structure now");
  await unchanged();
});

test("revisions that ran on tables with rows are not taken back without a backup", async () => {
  const [database, home] = [await wrong(), temporaryFolder()];
  expect((await restampOn(database, ["repair", "--yes"], { home })).code).toBe(0);
  const unchanged = await untouched(database);
  const refused = await restampOn(database, ["undo", "--yes"], { home });
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("cannot be taken back without a backup");
  expect(refused.stderr).toContain("public.friend_links has a different structure now");
  await unchanged();
});

test.skipIf(PG_DUMP === null)(
  "tables without rows are backed up as well, for the undo",
  async () => {
    const [database, home] = [await freshDatabase(), temporaryFolder()];
    await alembic(database, "upgrade", FIRST);
    await alembic(database, "stamp", WRONG);
    const columns = await columnsOf(database, TABLES);
    const pgDump = ["--yes", "--pg-dump", PG_DUMP ?? ""];
    expect(
      (await restampOn(database, ["repair", ...pgDump, "--backup", home], { home })).code,
    ).toBe(0);
    expect(await stampOf(database)).toEqual([HEAD]);
    const undone = await restampOn(database, ["undo", ...pgDump], { home });
    expect(undone).toMatchObject({ code: 0 });
    expect(await stampOf(database)).toEqual([WRONG]);
    expect(await columnsOf(database, TABLES)).toEqual(columns);
  },
);

test.skipIf(PG_DUMP === null)(
  "what an undo takes away is kept in any case, and nothing leads to doing without",
  async () => {
    const [database, home, bin] = [await wrong(), temporaryFolder(), temporaryFolder()];
    const real = join(PG_DUMP ?? "", "..");
    for (const name of ["pg_restore", "psql"]) standIn(bin, name, `exec '${real}/${name}' "$@"`);
    const dump = `[ "$1" = --version ] && exec '${real}/pg_dump' "$@"`;
    const failing = standIn(bin, "pg_dump", `${dump}; echo 'pg_dump: error: boom' >&2; exit 1`);
    const backup = ["--backup", join(home, "backups"), "--pg-dump", PG_DUMP ?? ""];
    expect((await restampOn(database, ["repair", "--yes", ...backup], { home })).code).toBe(0);
    const unchanged = await untouched(database);
    const undo = ["undo", "--yes", "--confirm", database.database ?? "", "--backup", "none"];
    const refused = await restampOn(database, [...undo, "--pg-dump", failing], { home });
    expect(refused.code, refused.stderr).toBe(4);
    expect(refused.stderr).toContain("keeps what is there now");
    expect(refused.stderr).not.toContain("--backup none");
    await unchanged();
    const undone = await restampOn(database, [...undo, "--pg-dump", PG_DUMP ?? ""], { home });
    expect(undone.code, undone.stderr).toBe(0);
    const kept = readdirSync(join(home, "state", "restamp", "backups"));
    expect(kept).toEqual([expect.stringMatching(/\.dump$/)]);
    expect(readdirSync(home)).not.toContain("none");
  },
);

test.skipIf(PG_DUMP === null)(
  "with its backup a session is taken back to the last row, and what was written since is shown first",
  async () => {
    const [database, home] = [await wrong(), temporaryFolder()];
    await query(
      database,
      `CREATE TABLE notes (a int); INSERT INTO notes VALUES (1);
       CREATE TABLE ts (t int, v text); INSERT INTO ts VALUES (1, 'as it was');
       CREATE VIEW names AS SELECT username FROM users;
       CREATE SEQUENCE counter; SELECT nextval('counter')`,
    );
    const before = await contentOf(database);
    const pgDump = ["--pg-dump", PG_DUMP ?? ""];
    const backup = ["--backup", join(home, "backups")];
    const repaired = await restampOn(database, ["repair", "--yes", ...backup, ...pgDump], { home });
    expect(repaired.code).toBe(0);
    await query(
      database,
      "INSERT INTO notes VALUES (2); UPDATE users SET display_name = 'since'; UPDATE ts SET v = 'since'",
    );

    const unchanged = await untouched(database);
    const asked = await restampOn(database, ["undo", "--yes", ...pgDump], { home });
    expect(asked.code).toBe(4);
    expect(asked.stderr).toContain("public.notes: 1 row in the backup, 2 now");
    expect(asked.stderr).toContain("public.friend_links: not in the backup");
    expect(asked.stderr).toContain("public.ts: 1 row in the backup, 1 now, and not the same ones");
    expect(asked.stderr).toContain(
      "public.users: 40 rows in the backup, 40 now, and not the same ones",
    );
    await unchanged();

    const yes = ["undo", "--yes", "--confirm", database.database ?? "", ...pgDump];
    const undone = await restampOn(database, yes, { home });
    expect(undone).toMatchObject({ code: 0 });
    expect(await contentOf(database)).toEqual(before);
    expect(await stampOf(database)).toEqual([WRONG]);
    const [undo, repair] = await sessionsIn(database, home);
    expect(repair.status).toBe("undone");
    expect(undo).toMatchObject({ status: "verified", undoes: repair.id });
    // What was written over is in a backup, too; and an undo is not taken back by the way.
    expect(undo.backup.proof.level).toBe("restored");
    expect((await restampOn(database, ["undo", "--yes"], { home })).code).toBe(2);
    expect((await restampOn(database, ["repair", "--yes"], { home })).code).toBe(0);
  },
);

test.skipIf(PG_DUMP === null)(
  "where nobody has written since, no name is asked for; one value in a new column is enough to ask",
  async () => {
    const project = smallProject({
      scripts: {
        "a.py": sqlScript("a1", null, "CREATE TABLE people (id int, name text)"),
        "b.py": sqlScript("b2", "a1", "ALTER TABLE people ADD nick text, ADD level int DEFAULT 3"),
        "c.py": sqlScript("c3", "b2", "CREATE TABLE made (id int)"),
      },
    });
    for (const since of ["", "UPDATE people SET nick = 'x' WHERE id = 1"]) {
      const [database, home] = [await freshDatabase(), temporaryFolder()];
      const pgDump = ["--pg-dump", PG_DUMP ?? ""];
      await query(
        database,
        "CREATE TABLE people (id int, name text); INSERT INTO people VALUES (1, 'a'), (2, 'b')",
      );
      const backup = ["--backup", join(home, "backups")];
      const repair = ["repair", "--yes", ...backup, ...pgDump];
      expect((await restampOn(database, repair, { home, project })).code).toBe(0);
      if (since) await query(database, since);
      const ran = await restampOn(database, ["undo", "--yes", ...pgDump], { home, project });
      expect(ran.code, ran.stderr).toBe(since ? 4 : 0);
      const columns = await columnsOf(database, ["people"]);
      expect(columns["people"], ran.stderr).toHaveLength(since ? 4 : 2);
      if (since) expect(ran.stderr).toContain("public.people: 2 rows in the backup, 2 now");
    }
  },
);

test.skipIf(PG_DUMP === null)(
  "a restamp that is killed over it has brought nothing back",
  async () => {
    const [database, home] = [await wrong(), temporaryFolder()];
    const pgDump = ["--pg-dump", PG_DUMP ?? ""];
    const backup = ["--backup", join(home, "backups")];
    await restampOn(database, ["repair", "--yes", ...backup, ...pgDump], { home });
    const unchanged = await untouched(database);
    // Somebody reads a table for a while: psql has to wait for it.
    const reader = query(database, "BEGIN; SELECT FROM users; SELECT pg_sleep(60)").catch(() => {});
    const yes = ["undo", "--yes", "--confirm", database.database ?? "", ...pgDump, ...backup];
    const undoing = restampOn(database, [...yes, "--lock-timeout", "30s"], { home });
    const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE 'LOCK TABLE%'`;
    await expect.poll(() => query(database, waiting), { timeout: 20_000 }).toEqual([{ n: 1 }]);
    const restamp = processesNaming(home).find(({ args }) => args.includes("undo"));
    process.kill(restamp?.pid ?? 0, "SIGKILL");
    await undoing;
    await query(
      database,
      "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)' AND datname = current_database()",
    );
    await reader;
    const others = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await expect.poll(() => query(database, others), { timeout: 20_000 }).toEqual([{ n: 0 }]);
    await unchanged();
  },
);

test.skipIf(PG_DUMP === null)("a backup that is not what it was brings nothing back", async () => {
  const [database, home] = [await wrong(), temporaryFolder()];
  const pgDump = ["--pg-dump", PG_DUMP ?? ""];
  const folder = join(home, "backups");
  await restampOn(database, ["repair", "--yes", "--backup", folder, ...pgDump], { home });
  const unchanged = await untouched(database);
  appendFileSync(join(folder, readdirSync(folder)[0] ?? ""), "x");
  const yes = ["undo", "--yes", "--confirm", database.database ?? "", ...pgDump];
  const refused = await restampOn(database, yes, { home });
  expect(refused.code).toBe(4);
  expect(refused.stderr).toContain("is not what it was");
  rmSync(folder, { recursive: true });
  expect((await restampOn(database, yes, { home })).code).toBe(4);
  await unchanged();
});

test.skipIf(PG_DUMP === null)(
  "what others have built on the tables since keeps a backup out, and nothing is lost",
  async () => {
    const [database, home] = [await wrong(), temporaryFolder()];
    const pgDump = ["--pg-dump", PG_DUMP ?? ""];
    const backup = ["--backup", join(home, "backups")];
    await restampOn(database, ["repair", "--yes", ...backup, ...pgDump], { home });
    await query(database, "CREATE VIEW since AS SELECT id FROM users");
    const unchanged = await untouched(database);
    const yes = ["undo", "--yes", "--confirm", database.database ?? "", ...pgDump];
    const refused = await restampOn(database, yes, { home });
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain("could not be brought back");
    expect(refused.stderr).toContain("view public.since depends on table public.users");
    await unchanged();
  },
);

test("a repair that failed in its upgrade leaves a stamp that can be put back", async () => {
  const [database, home] = [await wrong(), temporaryFolder()];
  await query(database, "CREATE VIEW friend_links AS SELECT 1 AS a"); // stands in the way
  const failed = await restampOn(database, ["repair", "--yes", "--path", "adopt"], { home });
  expect(failed.code).toBe(1);
  expect(await stampOf(database)).toEqual([FIRST]);
  const [session] = await sessionsIn(database, home);
  expect(session).toMatchObject({ status: "failed", problem: "step_failed" });
  expect((await restampOn(database, ["undo", "--yes"], { home })).code).toBe(0);
  expect(await stampOf(database)).toEqual([WRONG]);
});

test("a session whose restamp was killed is unfinished, and can be taken back", async () => {
  const [database, home] = [await freshDatabase(), temporaryFolder()];
  const project = smallProject({
    scripts: {
      "a.py": sqlScript("a1", null, "CREATE TABLE a (x int)"),
      "b.py": sqlScript("b2", "a1", "CREATE TABLE b (x int)"),
      "c.py": revisionScript("c3", "b2", 'op.execute("CREATE TABLE c (x int)")'),
    },
  });
  await query(
    database,
    "CREATE TABLE a (x int); INSERT INTO a VALUES (1); CREATE TABLE alembic_version (version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY); INSERT INTO alembic_version VALUES ('b2')",
  );
  await restampOn(database, ["record"], { project, home });
  // Slow here only, not where the revisions are recorded.
  await query(
    database,
    `CREATE FUNCTION wait() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN IF tg_tag = ''CREATE TABLE'' THEN PERFORM pg_sleep(30); END IF; END';
     CREATE EVENT TRIGGER wait ON ddl_command_end EXECUTE FUNCTION wait()`,
  );
  const killed = restampOn(database, ["repair", "--yes", "--path", "adopt"], { project, home });
  const waiting =
    "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'";
  await expect.poll(() => query(database, waiting), { timeout: 20_000 }).toEqual([{ n: 1 }]);
  const restamp = processesNaming(home).find(({ args }) => args.includes("repair"));
  process.kill(restamp?.pid ?? 0, "SIGKILL");
  expect(await killed).toMatchObject({ signal: "SIGKILL" });
  await query(
    database,
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'",
  );
  await query(database, "DROP EVENT TRIGGER wait; DROP FUNCTION wait()");
  const [session] = await sessionsIn(database, home);
  expect(session).toMatchObject({ status: "unfinished" });
  expect(session.steps.map((step: { state: string }) => step.state)).toEqual([
    "done",
    "begun",
    "waiting",
  ]);
  expect(await stampOf(database)).toEqual(["a1"]);
  // The next one says so, and what it would do is nothing yet.
  const next = await restampOn(database, ["repair", "--yes", "--path", "fresh"], { project, home });
  expect(next.stderr).toContain(`${session.id} was interrupted after 1 of 3 steps, while upgrade`);
  const undone = await restampOn(database, ["undo", "--yes"], { project, home });
  expect(undone).toMatchObject({ code: 0 });
  expect(await stampOf(database)).toEqual(["b2"]);
  expect(await query(database, "SELECT x FROM a")).toEqual([{ x: 1 }]);
});

test("another project's version table is neither dropped nor rewound", async () => {
  const [database, home] = [await emptyStamped(), temporaryFolder()];
  expect((await restampOn(database, ["repair", "--yes"], { home })).code).toBe(0);
  await query(
    database,
    `CREATE SCHEMA billing; CREATE TABLE billing.alembic_version (version_num varchar(32) PRIMARY KEY);
     INSERT INTO billing.alembic_version VALUES ('b1')`,
  );
  const undone = await restampOn(database, ["undo", "--yes", "--schema", "public"], { home });
  expect(undone).toMatchObject({ code: 0 });
  expect(await query(database, "SELECT version_num FROM billing.alembic_version")).toEqual([
    { version_num: "b1" },
  ]);
  expect(await stampOf(database)).toEqual([WRONG]);
});

test("a session of another chain in the same database is not taken back with this one's objects", async () => {
  const [database, home] = [await freshDatabase(), temporaryFolder()];
  const chain = (name: string) =>
    smallProject({
      scripts: { "1.py": sqlScript(`${name}1`, null, `CREATE TABLE ${name} (x int)`) },
      configure: `version_table="${name}_version"`,
    });
  const [ours, theirs] = [chain("ours"), chain("theirs")];
  const fresh = ["repair", "--yes", "--path", "fresh"];
  expect((await restampOn(database, fresh, { home, project: theirs })).code).toBe(0);
  await alembicIn(ours, database, "upgrade", "head");
  const unchanged = await untouched(database);
  const [{ id }] = await sessionsIn(database, home);
  const last = await restampOn(database, ["undo", "--yes"], { home, project: ours });
  expect(last).toMatchObject({ code: 2 });
  expect(last.stderr).toContain("There is nothing to take back");
  const named = await restampOn(database, ["undo", id, "--yes"], { home, project: ours });
  expect(named.code).toBe(3);
  expect(named.stderr).toContain("Its version table is public.theirs_version");
  expect(named.stderr).toContain(`-c ${theirs}/alembic.ini`);
  await unchanged();
  // In its own project nothing stands in its way.
  expect((await restampOn(database, ["undo", "--yes"], { home, project: theirs })).code).toBe(0);
});

test("a session of another database is not taken back in this one, be it of the same name", async () => {
  const [database, home] = [await wronglyStamped(), temporaryFolder()];
  await restampOn(database, ADOPT_HEAD, { home });
  const [{ id }] = await sessionsIn(database, home);
  const other = await wronglyStamped();
  const unchanged = await untouched(other);
  const refused = await restampOn(other, ["undo", id, "--yes"], { home });
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain("another database");
  const place = `${database.host}:${database.port}`;
  expect(refused.stderr).toContain(`It was ${database.database} at ${place}.`);
  const none = await restampOn(other, ["undo", "--yes"], { home });
  expect(none.code).toBe(2);
  // Made anew under the same name.
  const file = join(home, "state", "restamp", "sessions", `${id}.jsonl`);
  const { database: name, port } = other;
  writeFileSync(
    file,
    readFileSync(file, "utf8").replace(`"name":"${database.database}"`, `"name":"${name}"`),
  );
  expect(port).toBe(database.port);
  expect((await restampOn(other, ["undo", id, "--yes"], { home })).code).toBe(3);
  await unchanged();
});

test("a journal is its owner's alone, holds no password, and nothing runs without one", async () => {
  const [database, home] = [await wronglyStamped(), temporaryFolder()];
  const folder = join(home, "state", "restamp", "sessions");
  mkdirSync(join(home, "state", "restamp"), { recursive: true });
  writeFileSync(folder, "in the way");
  const unchanged = await untouched(database);
  const refused = await restampOn(database, ADOPT_HEAD, { home });
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain("journal could not be written");
  await unchanged();

  const other = temporaryFolder();
  await restampOn(database, ADOPT_HEAD, { home: other });
  const there = join(other, "state", "restamp", "sessions");
  expect(statSync(there).mode & 0o777).toBe(0o700);
  const [name = ""] = readdirSync(there);
  expect(statSync(join(there, name)).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(there, name), "utf8")).not.toContain(database.password);
});

test("without sessions there is nothing to list or to take back", async () => {
  const [database, home] = [await wrong(), temporaryFolder()];
  expect(await restampOn(database, ["sessions"], { home })).toMatchObject({
    code: 0,
    stdout: "No repair was run on this machine by this user.\n",
  });
  expect((await restampOn(database, ["undo"], { home })).code).toBe(2);
});

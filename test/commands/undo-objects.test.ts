/** Undo on whatever else PostgreSQL can hold: everything is as it was, to the last object and row. */
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { stampOf } from "../support/broken-databases.ts";
import { alembicIn, databaseUrl, freshDatabase, query } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { sqlScript } from "../support/files.ts";
import { objectsOf } from "../support/objects.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";

interface Case {
  /** What has run: the first revision. */
  readonly ran: string;
  /** What the stamp says as well, and the repair runs. */
  readonly missing: string;
  /** What somebody has done beside the chain. */
  readonly beside?: string;
}

const ROWS = "INSERT INTO users (name) SELECT 'user ' || n FROM generate_series(1, 20) n";

const PG_DUMP_OPTION = ["--pg-dump", PG_DUMP ?? ""];

/** A database with rows that is stamped with both revisions, and the project. */
async function wronglyStamped({ ran, missing, beside = "" }: Case) {
  const [database, home] = [await freshDatabase(), temporaryFolder()];
  const project = smallProject({
    scripts: {
      "a.py": sqlScript(
        "a1",
        null,
        `CREATE TABLE users (id serial PRIMARY KEY, name text); ${ran}`,
      ),
      "b.py": sqlScript("b2", "a1", missing),
    },
  });
  await alembicIn(project, database, "upgrade", "a1");
  await query(database, `${beside};${ROWS}`);
  await alembicIn(project, database, "stamp", "b2");
  return { database, home, project };
}

async function rowsOf(database: DatabaseUrl) {
  return query(database, "SELECT * FROM users ORDER BY id");
}

/** @param clear what has to be done before the database can be dropped */
async function repairAndUndo(given: Case, clear?: (database: DatabaseUrl) => Promise<void>) {
  const { database, home, project } = await wronglyStamped(given);
  if (clear) onTestFinished(() => clear(database));
  const before = [await objectsOf(database), await rowsOf(database)];
  const backup = ["--backup", join(home, "backups"), ...PG_DUMP_OPTION];
  const repaired = await restampOn(database, ["repair", "--yes", "--json", ...backup], {
    home,
    project,
  });
  expect(repaired.code, repaired.stderr).toBe(0);
  expect(JSON.parse(repaired.stdout).backup.proof).toMatchObject({ level: "restored" });
  expect(await objectsOf(database)).not.toEqual(before[0]);
  const undone = await restampOn(database, ["undo", "--yes", ...PG_DUMP_OPTION], { home, project });
  expect(undone.code, undone.stderr).toBe(0);
  expect([await objectsOf(database), await rowsOf(database)]).toEqual(before);
  expect(await stampOf(database)).toEqual(["b2"]);
}

const ROLE = `Some one's ${process.pid}`;

const CASES: readonly (readonly [name: string, given: Case])[] = [
  [
    "functions, domains and composite types of an old type and of an old table's rows",
    {
      ran: "CREATE TYPE mood AS ENUM ('glad', 'sad'); ALTER TABLE users ADD mood mood",
      missing: `CREATE FUNCTION is_glad(m mood) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE DOMAIN good AS mood CHECK (VALUE = 'glad');
        CREATE TYPE pair AS (one users, other users, at good);
        CREATE FUNCTION of_pair(p pair) RETURNS int LANGUAGE sql AS 'SELECT 1';
        ALTER TABLE users ADD more int`,
    },
  ],
  [
    "a new schema with default privileges of its own",
    {
      ran: "",
      missing: `CREATE SCHEMA reporting; ALTER TABLE users ADD more int;
        ALTER DEFAULT PRIVILEGES IN SCHEMA reporting GRANT SELECT ON TABLES TO PUBLIC;
        CREATE TABLE reporting.daily (id int)`,
    },
  ],
  [
    "a new table to which an old one has got a foreign key and a policy",
    {
      ran: "ALTER TABLE users ENABLE ROW LEVEL SECURITY",
      missing: `CREATE TABLE teams (id serial PRIMARY KEY, lead int REFERENCES users);
        ALTER TABLE users ADD team int REFERENCES teams;
        CREATE POLICY members ON users USING (team IN (SELECT id FROM teams))`,
    },
  ],
  [
    "old tables that were tied to each other",
    {
      ran: `CREATE TABLE all_teams (team int PRIMARY KEY) PARTITION BY RANGE (team);
        CREATE TABLE some_teams (team int PRIMARY KEY); CREATE TABLE labels (label text); CREATE TABLE named (name text)`,
      missing: `ALTER TABLE users ADD lead int REFERENCES users; ALTER TABLE users INHERIT named;
        CREATE TABLE labelled (label text); ALTER TABLE labels INHERIT labelled;
        ALTER TABLE all_teams ATTACH PARTITION some_teams FOR VALUES FROM (0) TO (9)`,
    },
  ],
  [
    "a view that has become another one, of a new table, and views of it",
    {
      ran: `CREATE VIEW names AS SELECT name FROM users; CREATE VIEW sorted AS SELECT name FROM names ORDER BY 1;
        CREATE VIEW counted AS SELECT count(*) FROM users`,
      missing: `CREATE TABLE nicks (nick text); CREATE OR REPLACE VIEW counted AS SELECT count(*) FROM sorted;
        CREATE OR REPLACE VIEW names AS SELECT name FROM users UNION SELECT nick FROM nicks;
        CREATE MATERIALIZED VIEW kept AS SELECT * FROM names;
        CREATE VIEW few AS SELECT * FROM kept LIMIT 5`,
    },
  ],
  [
    "functions of an old table's rows, in it and of it",
    {
      ran: "",
      missing: `CREATE FUNCTION everybody() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users';
        CREATE FUNCTION label(u users) RETURNS text LANGUAGE sql AS 'SELECT u.name';
        CREATE FUNCTION clean(t text) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT lower(t)';
        CREATE INDEX by_clean ON users (clean(name))`,
    },
  ],
  [
    "a type that has become one of another kind",
    {
      ran: "CREATE TYPE mood AS ENUM ('glad', 'sad'); ALTER TABLE users ADD mood mood",
      missing: `ALTER TABLE users ALTER mood TYPE text; DROP TYPE mood;
        CREATE DOMAIN mood AS text CHECK (VALUE IN ('glad', 'sad')); ALTER TABLE users ALTER mood TYPE mood`,
    },
  ],
  [
    "a partitioned table with indexes that are called otherwise than those of its partitions",
    {
      ran: `CREATE TABLE "all m" (id int, k int, PRIMARY KEY (id, k)) PARTITION BY RANGE (id);
        CREATE TABLE "all m 1" PARTITION OF "all m" FOR VALUES FROM (0) TO (9) PARTITION BY LIST (k);
        CREATE TABLE "all m 1 rest" PARTITION OF "all m 1" DEFAULT; CREATE INDEX a ON "all m" (k)`,
      missing: `ALTER TABLE "all m" ADD more int`,
    },
  ],
  [
    "default privileges, which gave nothing to what was there before them",
    {
      ran: "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
      missing: "ALTER TABLE users ADD more int",
      beside: `ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO PUBLIC;
        ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO PUBLIC;
        ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC`,
    },
  ],
  [
    "a policy for a role, which is no server's but this one's",
    {
      ran: "",
      missing: "ALTER TABLE users ADD more int",
      beside: `CREATE TABLE guarded (id int); CREATE POLICY own ON guarded TO "${ROLE}" USING (true)`,
    },
  ],
];

beforeAll(async () => {
  await query(databaseUrl("postgres"), `CREATE ROLE "${ROLE}"`);
});

// The databases are gone by then.
afterAll(async () => {
  await query(databaseUrl("postgres"), `DROP ROLE "${ROLE}"`);
});

test.skipIf(PG_DUMP === null).for(CASES)("%s: all is as it was before", ([, given]) =>
  repairAndUndo(given),
);

test.skipIf(PG_DUMP === null)(
  "a subscription stays as it is: none can be dropped within a transaction",
  async () => {
    const beside = `CREATE SUBSCRIPTION far CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p
      WITH (connect = false, slot_name = 'far_${process.pid}')`;
    await repairAndUndo(
      { ran: "", missing: "ALTER TABLE users ADD more int", beside },
      // A database that has one is not dropped.
      async (database) => {
        await query(database, "ALTER SUBSCRIPTION far SET (slot_name = NONE)");
        await query(database, "DROP SUBSCRIPTION far");
      },
    );
  },
);

test.skipIf(PG_DUMP === null)(
  "large objects do not end the transaction: what fails after them takes them back as well",
  async () => {
    const { database, home, project } = await wronglyStamped({
      ran: "",
      missing: "CREATE TYPE mood AS ENUM ('glad'); ALTER TABLE users ADD mood mood",
      beside: "SELECT lo_from_bytea(4711, 'as it was')",
    });
    const backup = ["--backup", join(home, "backups"), ...PG_DUMP_OPTION];
    expect(
      (await restampOn(database, ["repair", "--yes", ...backup], { home, project })).code,
    ).toBe(0);
    await query(database, "CREATE DOMAIN since AS mood; SELECT lo_put(4711, 0, 'since')");
    const before = [await objectsOf(database), await rowsOf(database), await stampOf(database)];
    const undo = ["undo", "--yes", "--confirm", database.database ?? "", ...PG_DUMP_OPTION];
    const refused = await restampOn(database, undo, { home, project });
    expect(refused.code, refused.stderr).toBe(1);
    expect(refused.stderr).toContain("mood");
    const after = [await objectsOf(database), await rowsOf(database), await stampOf(database)];
    expect(after).toEqual(before);
    const text = "SELECT convert_from(lo_get(4711), 'UTF8') AS text";
    expect(await query(database, text)).toEqual([{ text: "since was" }]);
    await query(database, "DROP DOMAIN since");
    const undone = await restampOn(database, undo, { home, project });
    expect(undone.code, undone.stderr).toBe(0);
    expect(await query(database, text)).toEqual([{ text: "as it was" }]);
  },
);

test("what the chain has made goes whatever uses what", async () => {
  const [database, home] = [await freshDatabase(), temporaryFolder()];
  const before = await objectsOf(database);
  const project = smallProject({
    scripts: {
      "a.py": sqlScript(
        "a1",
        null,
        `CREATE TABLE users (id int, name text);
        CREATE MATERIALIZED VIEW kept AS SELECT id FROM users; CREATE VIEW few AS SELECT id FROM kept;
        CREATE MATERIALIZED VIEW fewer AS SELECT id FROM few`,
      ),
      "b.py": sqlScript(
        "b2",
        "a1",
        `CREATE FUNCTION everybody() RETURNS SETOF users LANGUAGE sql AS 'SELECT * FROM users';
        CREATE FUNCTION known(t text) RETURNS boolean LANGUAGE sql AS 'SELECT true';
        CREATE DOMAIN label AS text CHECK (known(VALUE)); CREATE TABLE labels (label label);
        CREATE COLLATION fold (PROVIDER = icu, LOCALE = 'und-u-ks-level2', DETERMINISTIC = false);
        CREATE TYPE span AS RANGE (SUBTYPE = text, COLLATION = fold); CREATE TABLE spans (span span)`,
      ),
    },
  });
  expect((await restampOn(database, ["repair", "--yes"], { home, project })).code).toBe(0);
  const undone = await restampOn(database, ["undo", "--yes"], { home, project });
  expect(undone.code, undone.stderr).toBe(0);
  const left = (await objectsOf(database)).filter((object) => !/alembic_version/.test(object));
  expect(left).toEqual(before);
});

import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { withConnection } from "../../src/io/postgres/connection.ts";
import {
  emptyStamped,
  FIRST,
  populatedDatabases,
  stampOf,
  WRONG,
} from "../support/broken-databases.ts";
import { freshDatabase, query } from "../support/database.ts";
import { PG_DUMP } from "../support/dump-programs.ts";
import { sqlScript, standIn } from "../support/files.ts";
import { expectValid } from "../support/json-schema.ts";
import { canSeeProcesses, processesNaming } from "../support/processes.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);

const withDump = test.skipIf(PG_DUMP === null);

const NONE = () => standIn(temporaryFolder(), "pg_dump", "exit 1");

/** A repair that rehearses. @param dump stands for pg_dump; the tests' own if not said otherwise */
function repair(
  database: DatabaseUrl,
  mode: string,
  {
    project,
    dump = PG_DUMP ?? NONE(),
    home,
  }: { project?: string; dump?: string; home?: string } = {},
) {
  const args = ["repair", "--yes", "--json", "--rehearse", mode, "--pg-dump", dump];
  return restampOn(database, args, { ...(project ? { project } : {}), ...(home ? { home } : {}) });
}

withDump("the very plan runs on a clone of the schema first, and that is reported", async () => {
  const [database, home] = [await wrong(), temporaryFolder()];
  const { code, stdout, stderr } = await repair(database, "schema", { home });
  expect(code).toBe(0);
  const { rehearsal, report } = expectValid(stdout, "repair");
  expect(rehearsal).toMatchObject({
    source: "schema",
    made: ["public.call_stats", "public.friend_links"],
    dropped: [],
    changes: expect.arrayContaining([
      {
        key: "column public.users.photo_url",
        change: "extra",
        expected: null,
        actual: "character varying(2048)",
      },
    ]),
    rowChanges: [],
    problem: null,
  });
  expect(rehearsal.took).toHaveLength(3);
  expect(rehearsal.took.every((took: number) => took > 0)).toBe(true);
  const places = ["Rehearsed on a clone of the schema", "Stamp what the schema proves"];
  expect(stderr.indexOf(places[0] ?? "")).toBeLessThan(stderr.lastIndexOf(places[1] ?? ""));
  expect(readFileSync(report, "utf8")).toContain("Rehearsed on a clone of the schema");
  expect(readFileSync(report, "utf8")).toContain(
    "- + column public.users.photo_url: character varying(2048)",
  );
  expect(stderr + stdout).not.toContain(database.password);
});

/** The second revision fails on the rows alone. */
const DUPLICATES = {
  "a.py": sqlScript("a1", null, "CREATE TABLE a (x int, y text)"),
  "b.py": sqlScript("b2", "a1", "UPDATE a SET y = 'seen' WHERE x > 1"),
  "c.py": sqlScript("c3", "b2", "ALTER TABLE a ADD CONSTRAINT only_once UNIQUE (x)"),
};

async function stampedAhead(rows: string): Promise<DatabaseUrl> {
  const database = await freshDatabase();
  await query(
    database,
    `CREATE TABLE a (x int, y text); INSERT INTO a (x) VALUES ${rows};
     CREATE TABLE alembic_version (version_num varchar(32) NOT NULL CONSTRAINT alembic_version_pkc PRIMARY KEY);
     INSERT INTO alembic_version VALUES ('a1')`,
  );
  return database;
}

withDump(
  "with the rows, a migration that meets a duplicate fails on the clone and nowhere else",
  async () => {
    const project = smallProject({ scripts: DUPLICATES });
    const database = await stampedAhead("(1), (2), (2)");
    const unchanged = await untouched(database);
    const refused = await repair(database, "rows", { project });
    expect(refused.code).toBe(1);
    const { error } = JSON.parse(refused.stdout);
    expect(error.code).toBe("rehearsal_failed");
    expect(error.why).toContain("only_once");
    await unchanged();
    // Without rows there is no duplicate to be met.
    const blind = await repair(database, "schema", { project });
    expect(blind.code).toBe(1);
    expect(JSON.parse(blind.stdout)).toMatchObject({
      rehearsal: { problem: null },
      error: { code: "step_failed" },
    });
  },
);

withDump("with the rows, what the revisions do to them is counted", async () => {
  const project = smallProject({ scripts: DUPLICATES });
  const database = await stampedAhead("(1), (2), (3)");
  const { code, stdout, stderr } = await repair(database, "rows", { project });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).rehearsal).toMatchObject({
    source: "rows",
    rowChanges: [{ table: "public.a", inserted: 0, updated: 2, deleted: 0 }],
  });
  expect(stderr).toContain("Rows of public.a: 0 inserted, 2 changed, 0 deleted.");
});

test.for([
  ["an empty database", emptyStamped],
  ["a populated one", wrong],
] as const)("without a pg_dump the proven revisions make the clone of %s", async ([, open]) => {
  const { code, stdout } = await repair(await open(), "schema", { dump: NONE() });
  expect(code).toBe(0);
  expect(JSON.parse(stdout).rehearsal).toMatchObject({ source: "replay", problem: null });
});

test("what cannot be cloned is not run without consent, and says why", async () => {
  const database = await wrong();
  // No revision makes this, so no replay would.
  await query(database, "ALTER TABLE users ADD by_hand int");
  const unchanged = await untouched(database);
  const args = [
    "repair",
    "--yes",
    "--json",
    "--path",
    "reset",
    "--confirm",
    database.database ?? "",
  ];
  const refused = await restampOn(database, [...args, "--rehearse", "schema", "--pg-dump", NONE()]);
  expect(refused.code).toBe(4);
  expect(JSON.parse(refused.stdout).error.why).not.toBe("");
  await unchanged();
  expect((await restampOn(database, args)).code).toBe(0);
});

withDump("roles, other schemas and other people's tables are no hindrance to a clone", async () => {
  const database = await wrong();
  await query(
    database,
    `CREATE ROLE "Some reader of ${database.database}"; GRANT SELECT ON users TO "Some reader of ${database.database}";
     CREATE SCHEMA other; CREATE TABLE other.notes (a int); INSERT INTO other.notes VALUES (1);
     CREATE VIEW other.v AS SELECT id FROM users; CREATE FUNCTION other.f() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  );
  const { code, stdout } = await repair(database, "schema");
  await query(
    database,
    `DROP OWNED BY "Some reader of ${database.database}"; DROP ROLE "Some reader of ${database.database}"`,
  );
  expect(code).toBe(0);
  expect(JSON.parse(stdout).rehearsal).toMatchObject({ source: "schema", problem: null });
});

test("an env.py that does not follow to the clone is found before its first step", async () => {
  const database = await wrong();
  const project = smallProject({
    scripts: { "a.py": sqlScript("a1", null, "CREATE TABLE a (x int)") },
    url: JSON.stringify(database.text),
  });
  await query(
    database,
    "DROP TABLE alembic_version; DROP TABLE participants, calls, users CASCADE; DROP TYPE IF EXISTS call_status",
  );
  const reference = join(temporaryFolder(), "reference.json");
  // Recorded by a copy of the project that does follow.
  const following = smallProject({
    scripts: { "a.py": sqlScript("a1", null, "CREATE TABLE a (x int)") },
  });
  await restampOn(database, ["record", "--reference", reference], { project: following });
  const unchanged = await untouched(database);
  const args = ["repair", "--yes", "--json", "--reference", reference, "--rehearse", "schema"];
  const refused = await restampOn(database, [...args, "--pg-dump", PG_DUMP ?? NONE()], { project });
  expect(refused.code).toBe(4);
  expect(refused.stdout).toContain("env.py");
  await unchanged();
});

test("a wrong word for how to rehearse is a wrong command line", async () => {
  expect((await repair(await wrong(), "twice")).code).toBe(2);
});

test.skipIf(!canSeeProcesses)(
  "an interrupted rehearsal leaves no server behind and the database as it was",
  async () => {
    const [database, places] = [await wrong(), temporaryFolder()];
    // As /tmp is: the server may run as another user, who has to clean up there.
    chmodSync(places, 0o1777);
    const unchanged = await untouched(database);
    const slow = standIn(
      temporaryFolder(),
      "pg_dump",
      '[ "$1" = --version ] && echo "pg_dump (PostgreSQL) 99.1" && exit 0\nsleep 60',
    );
    const args = ["repair", "--yes", "--rehearse", "schema", "--pg-dump", slow];
    const ran = restampOn(database, args, { environment: { TMPDIR: places } });
    const waiting = () => processesNaming(slow).find((each) => each.args.includes("--schema-only"));
    await vi.waitUntil(() => waiting() !== undefined, { timeout: 20_000, interval: 50 });
    expect(readdirSync(places)).not.toEqual([]);
    const restamp = processesNaming(slow).find((each) => each.args.includes("repair"));
    process.kill(restamp?.pid ?? 0, "SIGINT");
    expect((await ran).code).toBe(130);
    expect(readdirSync(places)).toEqual([]);
    expect(processesNaming(slow)).toEqual([]);
    expect(await stampOf(database)).toEqual([WRONG]);
    await unchanged();
  },
);

withDump(
  "what the environment says of other servers does not lead away from the clone",
  async () => {
    const database = await wrong();
    // What the URL says counts for the database itself; of the clone it says nothing.
    const own = "sslmode=disable&channel_binding=prefer&require_auth=!gss&gssencmode=prefer";
    const url = { ...database, text: `${database.text}?${own}&target_session_attrs=primary` };
    const { code, stdout, stderr } = await restampOn(
      url,
      [
        "repair",
        "--yes",
        "--json",
        "--rehearse",
        "rows",
        "--backup",
        temporaryFolder(),
        "--pg-dump",
        PG_DUMP ?? "",
      ],
      {
        environment: {
          PGSSLMODE: "verify-full",
          PGCHANNELBINDING: "require",
          PGREQUIREAUTH: "gss",
          PGGSSENCMODE: "require",
          PGTARGETSESSIONATTRS: "standby",
          PGHOSTADDR: database.host ?? "",
        },
      },
    );
    expect(stderr).not.toContain("NOT REHEARSED");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      rehearsal: { source: "rows", problem: null },
      backup: { proof: { level: "restored" } },
    });
  },
);

test("while another session changes the schema nothing is dumped: it is named, and nothing waits for it", async () => {
  const database = await wrong();
  const called = join(temporaryFolder(), "called");
  const dump = standIn(
    temporaryFolder(),
    "pg_dump",
    `[ "$1" = --version ] && { echo "pg_dump (PostgreSQL) 18.4"; exit; }; touch '${called}'; exit 1`,
  );
  const ran = await withConnection(database, "their migration", async (client) => {
    await client.query("BEGIN; CREATE TABLE by_them (id int)");
    return repair(database, "schema", { dump });
  });
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.stdout).error).toMatchObject({ code: "migration_running" });
  expect(ran.stdout).toContain("their migration");
  expect(existsSync(called)).toBe(false);
});

withDump(
  "what has changed while it was cloned is told as changed, and not as impossible",
  async () => {
    const [database, folder] = [await wrong(), temporaryFolder()];
    const [called, go] = [join(folder, "called"), join(folder, "go")];
    standIn(folder, "pg_restore", `exec '${PG_DUMP?.replace(/pg_dump$/, "pg_restore")}' "$@"`);
    const dump = standIn(
      folder,
      "pg_dump",
      `[ "$1" = --version ] || { touch '${called}'; until [ -e '${go}' ]; do sleep 0.05; done; }
     exec '${PG_DUMP}' "$@"`,
    );
    const ran = repair(database, "schema", { dump });
    await vi.waitUntil(() => existsSync(called), { timeout: 20_000, interval: 50 });
    await query(database, "ALTER TABLE users ADD by_them text");
    writeFileSync(go, "");
    const { code, stdout } = await ran;
    expect(code).toBe(1);
    const { error } = JSON.parse(stdout);
    expect(error.code).toBe("database_changed");
    // There is no key to press without the wizard.
    expect(error.next).toContain("restamp diagnose");
    expect(error.next).not.toContain("--rehearse none");
  },
);

test("a dump that fails for the clone leads to a way without a rehearsal, not without a backup", async () => {
  const dump = standIn(
    temporaryFolder(),
    "pg_dump",
    '[ "$1" = --version ] && { echo "pg_dump (PostgreSQL) 18.4"; exit; }; echo "pg_dump: error: boom" >&2; exit 1',
  );
  const ran = await repair(await wrong(), "schema", { dump });
  expect(ran.code).toBe(4);
  const { error } = JSON.parse(ran.stdout);
  expect(error.why).toContain("boom");
  expect(error.next).toContain("--rehearse none");
  expect(error.next).not.toContain("--backup none");
});

withDump(
  "an env.py that upgrades another database than it asks is stopped on the clone",
  async () => {
    const [database, other] = [await freshDatabase(), await freshDatabase()];
    const expectUntouched = await untouched(other);
    const project = smallProject({
      scripts: { "a.py": sqlScript("a1", null, "CREATE TABLE a (id int)") },
      url: `os.environ[
      "OTHER_TO_UPGRADE" if config.cmd_opts.cmd[0].__name__ == "upgrade" and os.environ.get("OTHER_TO_UPGRADE") else "DATABASE_URL"]`,
    });
    const from = { project, home: temporaryFolder() };
    expect((await restampOn(database, ["record"], from)).code).toBe(0);
    const { code, stderr } = await restampOn(
      database,
      ["repair", "--yes", "--rehearse", "schema", "--pg-dump", PG_DUMP ?? ""],
      {
        ...from,
        environment: { OTHER_TO_UPGRADE: other.text },
      },
    );
    expect(code).toBe(1);
    expect(stderr).toContain("The rehearsal failed, so nothing was run.");
    expect(stderr).toContain(`this connection leads to ${other.database} at `);
    await expectUntouched();
  },
);

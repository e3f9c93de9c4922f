/** Projects whose env.py takes its URL from the project's own settings, and not from DATABASE_URL. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type DatabaseUrl, isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { stampOf } from "../support/broken-databases.ts";
import { carryTo, insideOf } from "../support/carry.ts";
import { databaseUrl, freshDatabase, query } from "../support/database.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { expectOneMessage } from "../support/repairs.ts";
import { runRestamp } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";

const SCRIPTS = {
  "one.py": sqlScript("one", null, "CREATE TABLE one (id int)"),
  "two.py": sqlScript("two", "one", "CREATE TABLE two (id int)"),
};

/** As settings classes read them: a .env file, and what the environment says instead. */
const SETTINGS = `dict([line.strip().split("=", 1) for line in open(os.path.join(os.path.dirname(__file__), ".env"))], **os.environ)`;

const FROM_PARTS = `(lambda s: "postgresql+psycopg://%s:%s@%s:%s/%s" % (s["POSTGRES_USER"],
    s["POSTGRES_PASSWORD"], s["POSTGRES_SERVER"], s.get("POSTGRES_PORT", "5432"), s["POSTGRES_DB"]))(${SETTINGS})`;

const parts = ({ user, password, host, port, database }: DatabaseUrl) =>
  `POSTGRES_SERVER=${host}\nPOSTGRES_PORT=${port}\nPOSTGRES_USER=${user}\nPOSTGRES_PASSWORD=${password}\nPOSTGRES_DB=${database}\n`;

/** By what they keep in .env, and how env.py reads it. */
const KEPT: Readonly<Record<string, { url: string; file: (database: DatabaseUrl) => string }>> = {
  "the parts of a URL": { url: FROM_PARTS, file: parts },
  "a URL under a name of its own": {
    url: `${SETTINGS}["SQLALCHEMY_DATABASE_URI"]`,
    file: ({ text }) => `SQLALCHEMY_DATABASE_URI=${text}\n`,
  },
};

function projectThat(url: string, env = ""): string {
  const project = smallProject({ scripts: SCRIPTS, url });
  writeFiles(project, { ".env": env });
  return project;
}

const NEITHER = ["--backup", "none", "--rehearse", "none"];

test.each(Object.entries(KEPT))(
  "%s in .env: the database is found, the recording follows, and the repair ends healthy",
  async (_, { url, file }) => {
    const database = await freshDatabase();
    const cwd = projectThat(url, file(database));
    const ran = await runRestamp(["repair", "--yes", "--json", ...NEITHER], { cwd });
    expect(ran.stderr).toContain("Repaired and verified.");
    expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "healthy", stamp: ["two"] });
    expect(await stampOf(database)).toEqual(["two"]);
  },
);

test("what the environment says instead of .env counts", async () => {
  const database = await freshDatabase();
  const cwd = projectThat(FROM_PARTS, parts(databaseUrl("another")));
  const environment = { POSTGRES_DB: database.database ?? "" };
  const ran = await runRestamp(["diagnose", "--json"], { cwd, environment });
  expect(JSON.parse(ran.stdout)).toMatchObject({
    database: { name: database.database },
    verdict: "empty",
  });
});

test("a plan is rehearsed on a clone that env.py follows to", async () => {
  const database = await freshDatabase();
  const cwd = projectThat(FROM_PARTS, parts(database));
  const ran = await runRestamp(["repair", "--yes", "--json", "--backup", "none"], { cwd });
  expect(ran.stderr).toContain("Repaired and verified.");
});

test("a URL that stands in env.py is found; a recording is refused, and nothing is written", async () => {
  const database = await freshDatabase();
  const cwd = projectThat(JSON.stringify(database.text));
  const ran = await runRestamp(["diagnose"], { cwd });
  expect(ran.code).toBe(3);
  expectOneMessage(ran);
  expect(ran.stderr).toContain("did not follow");
  const tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace";
  expect(await query(database, tables)).toEqual([]);
});

test("env.py is stopped before it connects: a server that is down is restamp's to find", async () => {
  const cwd = projectThat('"postgresql+psycopg://app:secret99@127.0.0.1:1/app"');
  const ran = await runRestamp(["diagnose"], { cwd });
  expect(ran.code).toBe(3);
  expectOneMessage(ran);
  expect(ran.stderr).toContain("127.0.0.1:1");
  expect(ran.stderr).not.toContain("secret99");
});

test("the parts of a URL follow through --via: none of them has room for a socket's folder", async () => {
  const database = await freshDatabase();
  const inside = parseDatabaseUrl(insideOf(database));
  if (isUrlFault(inside)) throw new Error(inside);
  const cwd = projectThat(FROM_PARTS, parts(inside));
  const via = ["--via", carryTo(database)];
  const ran = await runRestamp([...via, "repair", "--yes", "--json", ...NEITHER], { cwd });
  expect(ran.stderr).toContain("Repaired and verified.");
  expect(await stampOf(database)).toEqual(["two"]);
});

/** By how env.py comes to its connection: beside the URL that it builds. */
const HABITS: Record<string, { url: string; before: string }> = {
  "writes without ending the line": { url: FROM_PARTS, before: 'print("Connecting ...", end=" ")' },
  "closes its own output": {
    url: FROM_PARTS,
    before: "sys.stdout = sys.stderr; sys.stdout.close()",
  },
  "puts the password in at the last moment": {
    url: FROM_PARTS.replace('s["POSTGRES_PASSWORD"]', '""'),
    before: `event.listen(Engine, "do_connect", lambda dialect, record, args, given:
    given.update(password=${SETTINGS}["POSTGRES_PASSWORD"]))`,
  },
};

test.each(Object.entries(HABITS))(
  "env.py %s: it is asked, recorded and repaired",
  async (_, habit) => {
    const database = await freshDatabase();
    const cwd = projectThat(habit.url, parts(database));
    const env = readFileSync(join(cwd, "env.py"), "utf8");
    const head = `import sys\nfrom sqlalchemy import event\nfrom sqlalchemy.engine import Engine\n`;
    writeFiles(cwd, { "env.py": env.replace("config =", `${head}${habit.before}\nconfig =`) });
    const ran = await runRestamp(["repair", "--yes", "--json", ...NEITHER], { cwd });
    expect(ran.stderr).toContain("Repaired and verified.");
  },
);

test("libpq's own variables name the database that env.py leaves out", async () => {
  const { host, port, user, password, database } = await freshDatabase();
  const cwd = projectThat('"postgresql+psycopg://"');
  const environment = {
    PGHOST: String(host),
    PGPORT: String(port),
    PGUSER: String(user),
    PGPASSWORD: String(password),
    PGDATABASE: String(database),
  };
  const ran = await runRestamp(["diagnose", "--json"], { cwd, environment });
  expect(JSON.parse(ran.stdout)).toMatchObject({ database: { name: database }, verdict: "empty" });
});

/** What env.py says instead of a database's name, and what the operator reads of it. */
const STOPS: Record<string, { url: string; says: string }> = {
  "asks its operator": { url: 'input("Really on production? ")', says: "EOFError" },
  "has no settings": { url: 'os.environ["POSTGRES_SERVER"]', says: "KeyError: 'POSTGRES_SERVER'" },
};

test.each(Object.entries(STOPS))("an env.py that %s is quoted", async (_, { url, says }) => {
  const ran = await runRestamp(["diagnose"], { cwd: projectThat(url) });
  expect(ran.code).toBe(3);
  expectOneMessage(ran);
  expect(ran.stderr).toContain(says);
  expect(ran.stderr).toContain("Run alembic current by hand");
});

test("an env.py that goes to another kind of database names none", async () => {
  const cwd = projectThat('"sqlite:///here.db"');
  const ran = await runRestamp(["diagnose"], { cwd });
  expect(ran.code).toBe(3);
  expectOneMessage(ran);
  expect(ran.stderr).toContain("DATABASE_URL is not set");
  expect(existsSync(join(cwd, "here.db"))).toBe(false);
});

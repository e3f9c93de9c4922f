/** A sandbox is put back whole: what a trainee may do to it, a reset undoes. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import type { Breakage } from "../../src/core/breakage.ts";
import { fillIn } from "../../src/core/breakage.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { connect, withConnection } from "../../src/io/postgres/connection.ts";
import { openSandbox } from "../../src/io/practice/sandbox.ts";
import { bundledSandboxProject } from "../../src/io/practice/sandbox-project.ts";
import { REFERENCE_FILE } from "../../src/io/project/reference-file.ts";
import { type Cluster, startCluster } from "../../src/io/shadow/cluster.ts";
import { REVISIONS } from "../support/database.ts";

let server: Cluster;
beforeAll(async () => {
  server = await startCluster();
});
afterAll(() => server.stop());

const WHOLE: Breakage = {
  serverSql: "",
  owner: null,
  upgradeTo: null,
  sql: "",
  files: {},
  alembic: [],
  session: null,
  databaseUrl: null,
};

async function open(breakage: Partial<Breakage>) {
  const alembic = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]);
  const all = { ...WHOLE, ...breakage };
  const sandbox = await openSandbox({
    server,
    breakage: all,
    project: bundledSandboxProject(),
    alembic,
  });
  let isOver = false;
  const end = async () => {
    if (!isOver) await sandbox.end();
    isOver = true;
  };
  onTestFinished(end);
  return { ...sandbox, end };
}

const onServer = (sql: string) =>
  withConnection(server.url("postgres"), "test", async (client) => {
    const { rows } = await client.query({ text: sql, rowMode: "array" });
    return rows.map((row) => row.join(" "));
  });

/** All that belongs to the server: what is not the server's own. */
const ON_SERVER = `
SELECT 'database', datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'
UNION ALL
SELECT 'role', concat_ws(' ', rolname, rolsuper, rolcreatedb, rolcanlogin, rolpassword)
FROM pg_authid WHERE rolname !~ '^(pg_|restamp)'
UNION ALL SELECT 'member', roleid::regrole || ' ' || member::regrole FROM pg_auth_members
WHERE member::regrole::text !~ '^pg_'
UNION ALL SELECT 'setting', concat_ws(' ', setrole::regrole, datname, setconfig)
FROM pg_db_role_setting LEFT JOIN pg_database d ON d.oid = setdatabase
ORDER BY 1, 2`;

test("roles, settings and databases are as they were after a reset, and gone at the end", async () => {
  const sandbox = await open({
    serverSql: `
      CREATE ROLE backend LOGIN PASSWORD 'one'; CREATE ROLE readers; GRANT readers TO backend;
      ALTER ROLE backend SET search_path = backend, public; ALTER ROLE ALL SET work_mem = '8MB';
      CREATE DATABASE app_staging OWNER backend`,
    owner: "backend",
    sql: "CREATE TABLE t (a int); INSERT INTO t VALUES (1)",
  });
  const before = await onServer(ON_SERVER);
  expect(before).toHaveLength(7);
  await onServer("ALTER ROLE backend SUPERUSER PASSWORD 'two'");
  await onServer("ALTER ROLE backend RESET search_path");
  await onServer("ALTER ROLE readers SET work_mem = '1MB'");
  await onServer("REVOKE readers FROM backend");
  await onServer("CREATE ROLE intruder IN ROLE readers");
  await onServer("GRANT CREATE ON SCHEMA public TO intruder");
  await onServer("CREATE DATABASE another OWNER intruder");
  await onServer("ALTER DATABASE app SET work_mem = '2MB'");
  await onServer("DROP DATABASE app_staging");
  await sandbox.execute("DROP TABLE t; CREATE TABLE u (a int); ALTER TABLE u OWNER TO intruder");
  expect(await onServer(ON_SERVER)).not.toEqual(before);
  await sandbox.reset();
  expect(await onServer(ON_SERVER)).toEqual(before);
  expect(await sandbox.ask("SELECT a, tableowner FROM t, pg_tables WHERE tablename = 't'")).toEqual(
    [["1", "backend"]],
  );
  await sandbox.end();
  expect(await onServer(ON_SERVER)).toEqual([]);
  expect(readdirSync(server.folder)).toEqual(["data"]);
});

test("the project's files are put back, and what was recorded of them is kept", async () => {
  const sandbox = await open({ files: { ".env": "DATABASE_URL={database}\n", "env.py": "" } });
  const file = (name: string) => join(sandbox.project, name);
  expect(readFileSync(file(".env"), "utf8")).toBe("DATABASE_URL=app\n");
  expect(existsSync(file("env.py"))).toBe(false);
  const reference = readFileSync(file(REFERENCE_FILE), "utf8");
  // Recorded anew of the same scripts, on a server of another version.
  const recorded = reference.replace(/"postgresql": "[^"]*"/, '"postgresql": "17.0"');
  writeFileSync(file(REFERENCE_FILE), recorded);
  sandbox.write("versions/new.py", "x = 1\n");
  sandbox.write(".env", "");
  sandbox.restore("env.py");
  expect(readFileSync(file("env.py"), "utf8")).toBe(readFileSync(`${REVISIONS}/env.py`, "utf8"));
  writeFileSync(join(sandbox.state, "journal"), "x");
  await sandbox.reset();
  expect(existsSync(file("versions/new.py"))).toBe(false);
  expect(existsSync(file("env.py"))).toBe(false);
  expect(readFileSync(file(".env"), "utf8")).toBe("DATABASE_URL=app\n");
  expect(JSON.parse(readFileSync(file(REFERENCE_FILE), "utf8"))).toEqual(JSON.parse(recorded));
  expect(readdirSync(sandbox.state)).toEqual([]);
  // Of other scripts: it would say nothing of these.
  writeFileSync(file(REFERENCE_FILE), recorded.replace(/"sha256": "[^"]*"/, '"sha256": "0"'));
  await sandbox.reset();
  expect(readFileSync(file(REFERENCE_FILE), "utf8")).toBe(reference);
});

test("a session is held, at work or not, ended when asked, and held again after a reset", async () => {
  const sandbox = await open({
    sql: "CREATE TABLE t (a int)",
    session: { application: "export", sql: "BEGIN; LOCK TABLE t", running: "SELECT pg_sleep(99)" },
  });
  const held = () =>
    sandbox.ask(
      `SELECT state FROM pg_stat_activity a JOIN pg_locks USING (pid)
       WHERE application_name = 'export' AND relation = 't'::regclass`,
    );
  expect(await held()).toEqual([["active"]]);
  await sandbox.endSession();
  expect(await held()).toEqual([]);
  await sandbox.reset();
  expect(await held()).toEqual([["active"]]);
});

test("a database that the trainee has dropped, or is in, is there again", async () => {
  const sandbox = await open({ sql: "CREATE TABLE t (a int)" });
  await onServer("DROP DATABASE app WITH (FORCE)");
  await sandbox.reset();
  const client = await connect(sandbox.url, "psql");
  await client.query("BEGIN; DROP TABLE t");
  await sandbox.reset();
  await client.end().catch(() => {});
  expect(await sandbox.ask("SELECT count(*) FROM t")).toEqual([["0"]]);
});

test("a project that cannot be migrated, or broken, as asked is no sandbox and leaves nothing", async () => {
  await expect(open({ upgradeTo: "nowhere" })).rejects.toMatchObject({ code: "alembic_failed" });
  const wrong = open({ serverSql: "CREATE ROLE r", sql: "CREATE TABEL t (a int)" });
  await expect(wrong).rejects.toMatchObject({ code: "server_error" });
  expect(await onServer(ON_SERVER)).toEqual([]);
  expect(readdirSync(server.folder)).toEqual(["data"]);
});

test("only the parts of the URL are filled in", () => {
  const parts = { user: "u", password: "$&", host: "h", port: "1", database: "d" };
  expect(fillIn("{user}:{password}@{host}:{port}/{database} {name} {}", parts)).toBe(
    "u:$&@h:1/d {name} {}",
  );
});

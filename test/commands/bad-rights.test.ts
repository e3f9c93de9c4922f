import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { withConnection } from "../../src/io/postgres/connection.ts";
import { emptyStamped, FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { query, REVISIONS } from "../support/database.ts";
import { expectRefused } from "../support/refusals.ts";
import { expectHealthy, restampOn } from "../support/repairs.ts";
import { freshRole } from "../support/roles.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);

const PROJECT = ["-c", `${REVISIONS}/alembic.ini`];

/** Makes the role the owner of every table. */
const own = (database: DatabaseUrl, role: DatabaseUrl) =>
  query(
    database,
    `DO $$ DECLARE t record; BEGIN
       FOR t IN SELECT oid::regclass AS name FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
         EXECUTE format('ALTER TABLE %s OWNER TO ${role.user}', t.name); END LOOP; END $$`,
  );

test("a role without CREATE is refused before the first step, with what its owner can run", async () => {
  const database = await emptyStamped();
  const role = await freshRole(database);
  await query(database, `GRANT ALL ON alembic_version TO ${role.user}`);
  const unchanged = await untouched(database);
  expect((await restampOn(role, ["diagnose"])).code).toBe(1);
  await expectRefused({
    args: PROJECT,
    environment: { DATABASE_URL: role.text },
    commands: [["repair", "--yes", "--json"]],
    exit: 3,
    problem: "cannot_create_tables",
    says: [`GRANT CREATE, USAGE ON SCHEMA public TO "${role.user}";`],
    secrets: [role.password ?? ""],
  });
  await unchanged();
});

test("a role that may not read the version table is told so, and what to grant", async () => {
  const database = await wrong();
  const role = await freshRole(database);
  const unchanged = await untouched(database);
  await expectRefused({
    args: PROJECT,
    environment: { DATABASE_URL: role.text },
    commands: [["plan"], ["repair", "--yes", "--json"]],
    exit: 3,
    problem: "version_table_unreadable",
    says: [`GRANT SELECT ON public.alembic_version TO "${role.user}";`],
    secrets: [role.password ?? ""],
  });
  await unchanged();
});

test("a role that may only read the catalog can diagnose, and is told what it cannot see", async () => {
  const database = await wrong();
  const role = await freshRole(database);
  const unchanged = await untouched(database);
  const { code, stdout, stderr } = await restampOn(role, ["diagnose", "--json"]);
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  const seen = JSON.parse(stdout);
  expect(seen).toMatchObject({
    stamp: null,
    verdict: "unstamped",
    evidence: { exact: true, heads: [FIRST] },
    recommended: { path: "ask", steps: [] },
  });
  expect(seen.findings).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ code: "stamp_hidden", items: ["public.alembic_version"] }),
      expect.objectContaining({ code: "rows_hidden" }),
      expect.objectContaining({ code: "not_owned" }),
    ]),
  );
  await unchanged();
});

test("a role that may read the version table alone can diagnose", async () => {
  const database = await wrong();
  const role = await freshRole(database);
  await query(database, `GRANT SELECT ON alembic_version TO ${role.user}`);
  const unchanged = await untouched(database);
  const { code, stdout } = await restampOn(role, ["diagnose", "--json"]);
  expect(code).toBe(1);
  const { verdict, tables } = JSON.parse(stdout);
  expect(verdict).toBe("stamp_ahead");
  expect(tables.map((table: { has_rows: boolean | null }) => table.has_rows)).toEqual([
    true,
    null,
    null,
    null,
  ]);
  await unchanged();
});

test("a role that does not own the tables changes nothing, not even the stamp", async () => {
  const database = await wrong();
  const role = await freshRole(database);
  await query(
    database,
    `GRANT ALL ON SCHEMA public TO ${role.user};
     GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role.user}`,
  );
  const unchanged = await untouched(database);
  const { code, stderr } = await restampOn(role, ["repair", "--yes"]);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(/does not own .*public\.users/);
  await unchanged();
});

test("the tables' owner can repair, without being a superuser", async () => {
  const database = await wrong();
  const role = await freshRole(database);
  await query(database, `GRANT CREATE, USAGE ON SCHEMA public TO ${role.user}`);
  await own(database, role);
  const { code, stderr } = await restampOn(role, ["repair", "--yes"]);
  expect(stderr).toContain("Repaired and verified.");
  expect(code).toBe(0);
  await expectHealthy(role);
});

test("rows that row security hides from the role are not destroyed without consent", async () => {
  const database = await wrong();
  const role = await freshRole(database);
  await query(database, `GRANT CREATE, USAGE ON SCHEMA public TO ${role.user}`);
  await query(database, "TRUNCATE calls CASCADE");
  await own(database, role);
  await query(
    database,
    `ALTER TYPE call_status OWNER TO ${role.user};
     ALTER TABLE users ENABLE ROW LEVEL SECURITY; ALTER TABLE users FORCE ROW LEVEL SECURITY`,
  );
  const unchanged = await untouched(database);
  const { code, stderr } = await restampOn(role, ["repair", "--yes", "--path", "reset"]);
  expect(stderr).toContain("public.users");
  expect(code).toBe(4);
  await unchanged();
});

test("a table that a running migration holds is told as such, and not as a missing right", async () => {
  const database = await wrong();
  const ran = await withConnection(database, "their migration", async (client) => {
    await client.query("CREATE TABLE notes (id int)");
    await client.query("BEGIN; LOCK TABLE notes");
    return restampOn(database, ["diagnose", "--json"]);
  });
  const { findings } = JSON.parse(ran.stdout);
  expect(findings).toEqual([
    expect.objectContaining({ code: "tables_locked", items: ["public.notes"] }),
  ]);
});

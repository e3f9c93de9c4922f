import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  emptyStamped,
  FIRST,
  HEAD,
  populatedDatabases,
  WRONG,
} from "../support/broken-databases.ts";
import { query } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { expectNoSecrets, expectRefused } from "../support/refusals.ts";
import { expectAgreement, expectHealthy, restampOn } from "../support/repairs.ts";
import { projectCopy, runRestamp, temporaryFolder } from "../support/restamp.ts";
import { freshRole, urlWith } from "../support/roles.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);
const healthy = populatedDatabases(HEAD, HEAD);

test("without DATABASE_URL the places that were looked at are named", async () => {
  const cwd = projectCopy();
  await expectRefused({
    cwd,
    exit: 3,
    problem: "url_missing",
    says: ["DATABASE_URL is not set", join(cwd, ".env"), join(cwd, "alembic.ini"), "--url"],
  });
});

test.for<readonly [string, string, string | RegExp]>([
  ["nonsense", "nonsense", "does not have the form of a URL"],
  ["another kind of database", "mysql://u:s3cret@127.0.0.1/app", "another kind of database"],
  ["no database", "postgresql://u:s3cret@127.0.0.1:5432", "names no database"],
  ["a port that is none", "postgresql://u:s3cret@127.0.0.1:54321x/app", "port is not a number"],
  ["a raw @ in the password", "postgresql://u:s3cret@w@127.0.0.1:5432/app", "%40"],
  ["a raw @ and : in the password", "postgresql://u:s3cret@w:x@127.0.0.1:5432/app", "%40"],
  ["a raw @ and / in the password", "postgresql://u:s3cret@w/x@127.0.0.1:5432/app", "%40"],
  ["a raw @ and # in the password", "postgresql://u:s3cret#@w@127.0.0.1:5432/app", "%40"],
  ["the example of alembic init", "driver://user:pass@localhost/dbname", "example"],
])("a DATABASE_URL with %s is explained", async ([, text, says]) => {
  await expectRefused({
    cwd: projectCopy(),
    environment: { DATABASE_URL: text },
    exit: 3,
    problem: "url_malformed",
    says: ["from DATABASE_URL is not right", says],
    secrets: ["s3cret", "w@", "/x@"],
  });
});

test("an --env-file that is missing is restamp's to tell, not Node's", async () => {
  await expectRefused({
    cwd: projectCopy(),
    args: ["--env-file", "nowhere.env"],
    exit: 3,
    problem: "env_file_missing",
    says: ["nowhere.env", "--env-file"],
  });
});

test("an --env-file is asked for the URL and for nothing else", async () => {
  const database = await emptyStamped();
  const cwd = projectCopy();
  writeFiles(cwd, {
    "my.env": `DATABASE_URL=${database.text}\nNODE_OPTIONS=--no-such-option\n`,
  });
  const ran = await runRestamp(["diagnose", "--json", "--env-file", "my.env"], { cwd });
  expect(ran.stderr).toBe("");
  expect(JSON.parse(ran.stdout).verdict).toBe("empty_stamped");
});

test("a .env that is a virtual environment does not hinder anything", async () => {
  const cwd = projectCopy();
  mkdirSync(join(cwd, ".env", "bin"), { recursive: true });
  const database = await emptyStamped();
  const ran = await runRestamp(["diagnose", "--json"], {
    cwd,
    environment: { DATABASE_URL: database.text },
  });
  expect(ran.code).toBe(1);
  expect(JSON.parse(ran.stdout).verdict).toBe("empty_stamped");
});

test.for(["p@ss:w/r%d#1", "'\"\\$`! пароль☎"])(
  "a database is repaired with the password %s, which is seen nowhere",
  async (password) => {
    const database = await wrong();
    const role = await freshRole(database, { password });
    await query(
      database,
      `GRANT ALL ON SCHEMA public TO ${role.user};
     DO $$ DECLARE t record; BEGIN
       FOR t IN SELECT oid::regclass AS name FROM pg_class
                WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' LOOP
         EXECUTE format('ALTER TABLE %s OWNER TO ${role.user}', t.name); END LOOP; END $$;
     ALTER TYPE call_status OWNER TO ${role.user}`,
    );
    const home = temporaryFolder();
    const { code, stdout, stderr } = await restampOn(role, ["repair", "--yes", "--json", "-v"], {
      home,
    });
    expect(stderr).not.toMatch(/Why:/);
    expect(code).toBe(0);
    await expectHealthy(role);
    // A single letter is everywhere; a real password is not.
    const secrets = [password, encodeURIComponent(password)].filter((text) => text.length > 3);
    for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
    expectNoSecrets(home, secrets);
  },
);

test("one name for role, password and database does not confuse restamp", async () => {
  const database = await healthy();
  const name = database.database ?? "";
  const role = await freshRole(database, { name, password: name });
  await query(database, `GRANT SELECT ON alembic_version TO ${name}`);
  expectAgreement(await restampOn(role, ["repair", "--yes"]));
});

test("a URL that begins with postgres:// is understood", async () => {
  const url = urlWith(await healthy(), { scheme: "postgres" });
  expectAgreement(await restampOn(url, ["repair", "--yes"]));
});

test("a URL in the form of libpq is understood by alembic as well", async () => {
  const database = await healthy();
  const { host, port, user, password, database: name } = database;
  const text = `host=${host} port=${port} user=${user} password='${password}' dbname=${name}`;
  expectAgreement(await restampOn({ ...database, text }, ["repair", "--yes"]));
});

test("a port from PGPORT is the one that alembic uses too", async () => {
  const database = await healthy();
  const { host, port, user, password, database: name } = database;
  const text = `postgresql://${user}:${password}@${host}/${name}`;
  const environment = { PGPORT: String(port) };
  expectAgreement(await restampOn({ ...database, text }, ["repair", "--yes"], { environment }));
});

test("the URL is read from .env, whose password may have a number sign", async () => {
  const database = await emptyStamped();
  const role = await freshRole(database, { password: "p#w" });
  await query(database, `GRANT SELECT ON alembic_version TO ${role.user}`);
  const cwd = projectCopy();
  writeFiles(cwd, { ".env": `DATABASE_URL=${role.text.replace("%23", "#")}\n` });
  const ran = await runRestamp(["diagnose", "--json"], { cwd });
  expect(ran.stderr).toBe("");
  expect(JSON.parse(ran.stdout).verdict).toBe("empty_stamped");
});

test("a driver that is not installed is explained, and nothing is changed", async () => {
  const database = await wrong();
  const unchanged = await untouched(database);
  await expectRefused({
    cwd: projectCopy(),
    environment: { DATABASE_URL: urlWith(database, { scheme: "postgresql+pg8000" }).text },
    commands: [["repair", "--yes", "--json"]],
    exit: 3,
    problem: "alembic_failed",
    says: [/ModuleNotFoundError: No module named 'pg8000'/],
    secrets: [database.password ?? ""],
  });
  await unchanged();
});

/** `alembic init -t multidb`: env.py upgrades several databases, of which restamp repairs one. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { freshDatabase, REVISIONS } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { expectRefused } from "../support/refusals.ts";
import { runRestamp, temporaryFolder } from "../support/restamp.ts";
import { untouched } from "../support/untouched.ts";

const [program = "", ...words] = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;

const SCRIPT = `
from alembic import op
revision = "r1"
down_revision = None

def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()

def upgrade_engine1():
    op.execute("CREATE TABLE customer (id int)")

def upgrade_engine2():
    op.execute("CREATE TABLE invoice (id int)")
`;

/** The template of the alembic that is installed, with two databases in it. @returns its folder */
async function project() {
  const folder = temporaryFolder();
  const init = [...words, "init", "-t", "multidb", "db"];
  execFileSync(program, init, { cwd: folder, stdio: "ignore" });
  const [one, two] = [await freshDatabase(), await freshDatabase()];
  const path = join(folder, "alembic.ini");
  const urls = [one, two].map(({ text }) => text.replaceAll("%", "%%"));
  const ini = readFileSync(path, "utf8").replace(
    /^sqlalchemy\.url = .*$/gm,
    () => `sqlalchemy.url = ${urls.shift()}`,
  );
  writeFileSync(path, ini);
  writeFiles(folder, { "db/versions/r1.py": SCRIPT });
  return { folder, ini, one, two };
}

const run = (cwd: string, args: readonly string[]) => runRestamp([...args, "--json"], { cwd });

const REPAIR = ["repair", "--yes", "--backup", "none"];
const databaseOf = (url: DatabaseUrl) => ({ database: { name: url.database } });

test("it is told before anything is run, whatever else names a database", async () => {
  const { folder, one, two } = await project();
  const looks = await Promise.all([one, two].map(untouched));
  await expectRefused({
    cwd: folder,
    environment: { DATABASE_URL: one.text },
    commands: [["diagnose"], ["record"], ["--url", two.text, ...REPAIR, "--json"]],
    exit: 4,
    problem: "several_databases",
    says: ["engine1, engine2", "engine1.ini", "databases = engine1"],
  });
  for (const expectUntouched of looks) await expectUntouched();
});

test("a copy that leaves one of them is repaired as the message says, and the other stays", async () => {
  const { folder, ini, one, two } = await project();
  for (const name of ["engine1", "engine2"]) {
    writeFiles(folder, {
      [`${name}.ini`]: ini.replace(/^databases = .*$/m, `databases = ${name}`),
    });
  }
  const other = await untouched(two);
  const first = await run(folder, ["-c", "engine1.ini", ...REPAIR]);
  expect(JSON.parse(first.stdout)).toMatchObject({ verdict: "healthy", stamp: ["r1"] });
  await other();
  const second = await run(folder, ["-c", "engine2.ini", "diagnose"]);
  expect(JSON.parse(second.stdout)).toMatchObject({
    ...databaseOf(two),
    verdict: "empty",
  });
  expect(JSON.parse((await run(folder, ["-c", "engine1.ini", "diagnose"])).stdout)).toMatchObject({
    ...databaseOf(one),
    verdict: "healthy",
  });
});

test("an env.py that chooses by -x is believed when it is proven", async () => {
  const { folder, one, two } = await project();
  const chosen = ["-x", "db=engine1"];
  const looks = await Promise.all([one, two].map(untouched));
  // The template's own env.py does not look at -x: it goes to both.
  const refused = await run(folder, [...chosen, ...REPAIR, "--rehearse", "none"]);
  const { code, why } = JSON.parse(refused.stdout).error;
  expect(code).toBe("alembic_elsewhere");
  for (const { database } of [one, two]) expect(why).toContain(database);
  for (const expectUntouched of looks) await expectUntouched();
  const path = join(folder, "db/env.py");
  const choosing = readFileSync(path, "utf8").replace(
    /^db_names = .*$/m,
    'db_names = context.get_x_argument(as_dictionary=True)["db"]',
  );
  writeFileSync(path, choosing);
  const other = await untouched(two);
  const ran = await run(folder, [...chosen, ...REPAIR]);
  expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "healthy", ...databaseOf(one) });
  await other();
});

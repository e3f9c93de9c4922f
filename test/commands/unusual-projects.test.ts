/** Projects whose scripts or whose URL are not where most have them. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { alembicIn, freshDatabase } from "../support/database.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";

const SCRIPTS = {
  "one.py": sqlScript("one", null, "CREATE TABLE one (id int)"),
  "two.py": sqlScript("two", "one", "CREATE TABLE two (id int)"),
};

const ENV = `
import os
from alembic import context
from sqlalchemy import create_engine, pool

with create_engine(os.environ["DATABASE_URL"], poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

test("scripts inside an installed package are found by asking Alembic", async () => {
  const [site, project] = [temporaryFolder(), temporaryFolder()];
  writeFiles(site, { "shop/__init__.py": "", "shop/migrations/env.py": ENV });
  for (const [name, text] of Object.entries(SCRIPTS)) {
    writeFiles(site, { [`shop/migrations/versions/${name}`]: text });
  }
  writeFiles(project, { "alembic.ini": "[alembic]\nscript_location = shop:migrations\n" });
  const database = await freshDatabase();
  const environment = { PYTHONPATH: site };
  const ran = await restampOn(database, ["repair", "--yes", "--json"], { project, environment });
  expect(ran.stderr).toContain("Repaired and verified.");
  expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "healthy", stamp: ["two"] });
});

test("scripts that are nowhere are a problem that names the folder", async () => {
  const project = temporaryFolder();
  writeFiles(project, { "alembic.ini": "[alembic]\nscript_location = nowhere\n" });
  const ran = await restampOn(await freshDatabase(), ["diagnose"], { project });
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain(join(project, "nowhere"));
});

test("a URL that env.py reads from a variable of its own leads to the shadow, too", async () => {
  const project = smallProject({ scripts: SCRIPTS, url: 'os.environ["SHOP__DATABASE__DSN"]' });
  const database = await freshDatabase();
  const environment = { SHOP__DATABASE__DSN: database.text, DATABASE_URL: "" };
  const ran = await restampOn(database, ["repair", "--yes", "--json", "--url", database.text], {
    project,
    environment,
  });
  expect(ran.stderr).toContain("Repaired and verified.");
  expect(JSON.parse(ran.stdout)).toMatchObject({ verdict: "healthy", stamp: ["two"] });
});

test("a variable that names another database is left as it is, and nothing is written there", async () => {
  const project = smallProject({ scripts: SCRIPTS, url: 'os.environ["SHOP__DATABASE__DSN"]' });
  const [ours, theirs] = [await freshDatabase(), await freshDatabase()];
  const environment = { SHOP__DATABASE__DSN: theirs.text };
  const ran = await restampOn(ours, ["record"], { project, environment });
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain("shadow");
  process.env["SHOP__DATABASE__DSN"] = theirs.text;
  try {
    expect(await alembicIn(project, theirs, "current")).toEqual([]);
  } finally {
    delete process.env["SHOP__DATABASE__DSN"];
  }
});

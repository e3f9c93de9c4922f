/** [tool.alembic] in pyproject.toml, which Alembic reads since 1.16. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { freshDatabase, REVISIONS } from "../support/database.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { runRestamp, temporaryFolder } from "../support/restamp.ts";

const [program = "", ...words] = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;
const said = execFileSync(program, [...words, "--version"], { encoding: "utf8" });
const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(said) ?? [];
const isRead = Number(major) > 1 || Number(minor) >= 16;

const ENV = (url: string) => `
import os
import shop_settings
from alembic import context
from sqlalchemy import create_engine, pool

config = context.config
with create_engine(${url}, poolclass=pool.NullPool).connect() as connection:
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`;

/** Two folders of scripts, and env.py imports what prepend_sys_path leads to. @returns its folder */
function project(lines: string, url = 'os.environ["DATABASE_URL"]'): string {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "pyproject.toml": `[project]\nname = "shop"\n\n[tool.alembic]\n${lines}\n`,
    "db/env.py": ENV(url),
    "lib/shop_settings.py": "",
    "one/one.py": sqlScript("one", null, "CREATE TABLE one (id int)"),
    "two/two.py": sqlScript("two", "one", "CREATE TABLE two (id int)"),
  });
  return folder;
}

const PLACES = `
script_location = "%(here)s/db"
prepend_sys_path = ["lib"]
version_locations = ["one", "%(here)s/two"]
`;

/** @returns the exit code, and what the command printed as JSON */
async function restamp(cwd: string, args: readonly string[], url: string | null) {
  const environment: Record<string, string> = url === null ? {} : { DATABASE_URL: url };
  const { code, stdout } = await runRestamp([...args, "--json"], { cwd, environment });
  return { code, said: JSON.parse(stdout) };
}

const REPAIR = ["repair", "--yes", "--backup", "none"];
const HEALTHY = { code: 0, said: { verdict: "healthy", stamp: ["two"] } };

test.runIf(isRead)(
  "a project without alembic.ini is recorded, diagnosed and repaired",
  async () => {
    const database = await freshDatabase();
    const folder = project(PLACES);
    const recorded = await restamp(folder, ["record"], database.text);
    expect(recorded).toMatchObject({
      code: 0,
      said: { path: join(folder, "restamp.reference.json") },
    });
    expect(await restamp(folder, ["diagnose"], database.text)).toMatchObject({
      code: 1,
      said: { verdict: "empty", revisions: [{ id: "one" }, { id: "two" }] },
    });
    expect(await restamp(folder, REPAIR, database.text)).toMatchObject(HEALTHY);
    const named = ["-c", "pyproject.toml", "diagnose"];
    expect(await restamp(folder, named, database.text)).toMatchObject(HEALTHY);
  },
);

test.runIf(isRead)(
  "alembic.ini beside it may hold the URL alone, as `alembic init -t pyproject` has it",
  async () => {
    const database = await freshDatabase();
    const folder = project(PLACES, 'config.get_main_option("sqlalchemy.url")');
    const url = database.text.replaceAll("%", "%%");
    writeFiles(folder, { "alembic.ini": `[alembic]\nsqlalchemy.url = ${url}\n` });
    expect(await restamp(folder, REPAIR, null)).toMatchObject(HEALTHY);
  },
);

test.runIf(isRead)(
  "a URL in pyproject.toml leads to the shadow while revisions are replayed",
  async () => {
    const database = await freshDatabase();
    const url = `"sqlalchemy.url" = ${JSON.stringify(database.text.replaceAll("%", "%%"))}\n`;
    const folder = project(`${PLACES}${url}`, 'config.get_alembic_option("sqlalchemy.url")');
    expect(await restamp(folder, REPAIR, null)).toMatchObject(HEALTHY);
  },
);

test.runIf(isRead)("a chain of such a project is broken and mended in a sandbox", async () => {
  const database = await freshDatabase();
  const folder = project(PLACES);
  const environment = { DATABASE_URL: database.text };
  const args = ["practice", "unstamped", "--project", folder];
  const ran = await runRestamp(args, { environment });
  expect(ran.stdout).toContain("The scenario ended verified healthy.");
  expect(existsSync(join(folder, "restamp.reference.json"))).toBe(false);
});

test("ALEMBIC_CONFIG names the file where -c does not, from wherever it is read", async () => {
  const database = await freshDatabase();
  const root = temporaryFolder();
  const ini = "[alembic]\nscript_location = db\nprepend_sys_path = .\n";
  writeFiles(root, {
    "conf/alembic.ini": ini,
    "conf/shop_settings.py": "",
    "conf/db/env.py": ENV('os.environ["DATABASE_URL"]'),
    "conf/db/versions/two.py": sqlScript("two", null, "CREATE TABLE two (id int)"),
  });
  const environment = { DATABASE_URL: database.text, ALEMBIC_CONFIG: "conf/alembic.ini" };
  const { code, stdout } = await runRestamp([...REPAIR, "--json"], { cwd: root, environment });
  expect({ code, said: JSON.parse(stdout) }).toMatchObject(HEALTHY);
});

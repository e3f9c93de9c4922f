/** env.py and revisions that go to another database beside the one that restamp has led them to. */
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { freshDatabase } from "../support/database.ts";
import { canImport } from "../support/drivers.ts";
import { revisionScript, sqlScript, writeFiles } from "../support/files.ts";
import { recordProject, shadowAt } from "../support/record.ts";
import { type SmallProject, smallProject } from "../support/small-project.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";
import { untouched } from "../support/untouched.ts";

const scripts = { "a.py": sqlScript("a1", null, "CREATE TABLE a (id int)") };

const FOLLOWED = 'os.environ["DATABASE_URL"]';

/** Upgrades each database in turn; one that fails does not keep the others from theirs. */
const inTurn = (urls: readonly string[]) => `
for url in [${urls.join(", ")}]:
    try:
        with create_engine(url, poolclass=pool.NullPool).connect() as connection:
            context.configure(connection=connection)
            with context.begin_transaction():
                context.run_migrations()
    except Exception as error:
        print("not upgraded:", error)
`;

/** A revision's statement that makes a table where that connection leads. */
const past = (real: string, connection: string) =>
  `import psycopg; url = ${real}.replace("+psycopg", ""); other = ${connection}; other.execute("CREATE TABLE x (id int)"); other.commit()`;

/** A revision that makes a table where an asynchronous connection leads. */
const awaiting = (url: string, driver: string, connection: string) => `
import asyncio, os, ${driver}
revision = "a1"
down_revision = None

async def make(url):
    other = ${connection}
    await other.execute("CREATE TABLE x (id int)")

def upgrade():
    asyncio.run(make(${url}.replace("+psycopg", "")))

def downgrade():
    pass
`;

/** By where they go beside the shadow. @param real Python: the URL of a database that is not restamp's */
const PROJECTS: Record<
  string,
  (
    real: string,
  ) => Omit<SmallProject, "scripts"> & { env?: string; scripts?: Record<string, string> }
> = {
  "its own database first, whatever comes of it": (real) => ({ env: inTurn([real, FOLLOWED]) }),
  "its own database afterwards, whatever comes of it": (real) => ({
    env: inTurn([FOLLOWED, real]),
  }),
  "its own database only to upgrade it": (real) => ({
    url: `${real} if config.cmd_opts.cmd[0].__name__ == "upgrade" else ${FOLLOWED}`,
  }),
  "a function of its own that connects": (real) => ({
    url: `"postgresql+psycopg://", creator=lambda: __import__("psycopg").connect(${real}.replace("+psycopg", ""))`,
  }),
  "a revision's own connection, past SQLAlchemy": (real) => ({
    url: FOLLOWED,
    scripts: { "a.py": revisionScript("a1", null, past(real, "psycopg.connect(url)")) },
  }),
  "a revision's own asynchronous connection, past SQLAlchemy": (real) => ({
    url: FOLLOWED,
    scripts: {
      "a.py": awaiting(
        real,
        "psycopg",
        "await psycopg.AsyncConnection.connect(url, autocommit=True)",
      ),
    },
  }),
  "a revision's own connection by asyncpg": (real) => ({
    url: FOLLOWED,
    scripts: { "a.py": awaiting(real, "asyncpg", "await asyncpg.connect(url)") },
  }),
  "a revision's own pool of asyncpg": (real) => ({
    url: FOLLOWED,
    scripts: { "a.py": awaiting(real, "asyncpg", "await asyncpg.create_pool(url, min_size=1)") },
  }),
  "one that begins at once, and whose rows are dictionaries": (real) => ({
    url: FOLLOWED,
    scripts: {
      "a.py": revisionScript(
        "a1",
        null,
        past(
          real,
          "psycopg.Connection.connect(url, autocommit=True, row_factory=psycopg.rows.dict_row)",
        ),
      ),
    },
  }),
  "a revision's own connection": (real) => ({
    url: FOLLOWED,
    scripts: {
      "a.py": revisionScript(
        "a1",
        null,
        `import sqlalchemy; sqlalchemy.create_engine(${real}).connect().execute(sqlalchemy.text("CREATE TABLE x (id int)")).connection.commit()`,
      ),
    },
  }),
};

function projectOn(real: DatabaseUrl, name: string): string {
  const text = JSON.stringify(real.text.replace("postgresql:", "postgresql+psycopg:"));
  const { env, ...project } = PROJECTS[name]?.(text) ?? {};
  const folder = smallProject({ scripts, ...project });
  if (env === undefined) return folder;
  const head =
    "import os\nfrom alembic import context\nfrom sqlalchemy import create_engine, pool\n";
  writeFiles(folder, { "env.py": head + env });
  return folder;
}

test.for([
  ["psycopg", "psycopg.connect(url)"],
  ["psycopg", "psycopg.Connection.connect(url, row_factory=psycopg.rows.namedtuple_row)"],
  ["psycopg2", "psycopg2.connect(url)"],
  [
    "psycopg2",
    "__import__('psycopg2.extras').connect(url, cursor_factory=psycopg2.extras.RealDictCursor)",
  ],
  [
    "pg8000",
    "(lambda u: pg8000.connect(u.username, u.host, u.database, u.port, u.password))(__import__('sqlalchemy').engine.make_url(url))",
  ],
])("past SQLAlchemy to the shadow: %s, %s", async ([driver = "", connection], context) => {
  context.skip(!canImport(driver), `${driver} is not installed`);
  const [real, shadow] = [await freshDatabase(), await freshDatabase()];
  const body = `import os, ${driver}; url = ${FOLLOWED}; other = ${connection}; other.cursor().execute("CREATE TABLE x (id int)"); other.commit()`;
  const a = revisionScript("a1", null, body);
  const folder = smallProject({ url: FOLLOWED, scripts: { "a.py": a } });
  const alembic = alembicIn(folder, real);
  const { revisions } = await recordProject(folder, alembic, async () => shadowAt(shadow));
  expect(Object.keys(revisions[0]?.added ?? {})).toContain("table public.x");
});

test.each([
  ["psycopg", "await psycopg.AsyncConnection.connect(url, autocommit=True)"],
  [
    "psycopg",
    "await psycopg.AsyncConnection.connect(url, autocommit=True, row_factory=psycopg.rows.dict_row)",
  ],
  ["asyncpg", "await asyncpg.connect(url)"],
  ["asyncpg", "await asyncpg.create_pool(url, min_size=1)"],
])("awaited, past SQLAlchemy, to the shadow: %s, %s", async (driver, connection) => {
  const [real, shadow] = [await freshDatabase(), await freshDatabase()];
  const a = awaiting(FOLLOWED, driver, connection);
  const folder = smallProject({ url: FOLLOWED, scripts: { "a.py": a } });
  const alembic = alembicIn(folder, real);
  const { revisions } = await recordProject(folder, alembic, async () => shadowAt(shadow));
  expect(Object.keys(revisions[0]?.added ?? {})).toContain("table public.x");
});

test.each(Object.keys(PROJECTS))("%s: stopped there, and named", async (name) => {
  const [real, shadow] = [await freshDatabase(), await freshDatabase()];
  const expectUntouched = await untouched(real);
  const folder = projectOn(real, name);
  const recording = recordProject(folder, alembicIn(folder, real), async () => shadowAt(shadow));
  await expect(recording).rejects.toMatchObject({
    code: "shadow_not_followed",
    details: { place: expect.stringContaining(`${real.database} at `) },
  });
  await expectUntouched();
});

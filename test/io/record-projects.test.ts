import { expect, test } from "vitest";
import { freshDatabase } from "../support/database.ts";
import { canImport } from "../support/drivers.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { recordProject, shadowAt } from "../support/record.ts";
import { urlWith } from "../support/roles.ts";
import { asyncEnv, smallProject } from "../support/small-project.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";

/** What scripts do beside creating tables. Each line of the body is Python in upgrade(). */
const body = (...lines: string[]) => lines.join("\n    ");

const IDS = ["a1", "b2", "c3", "d4", "e5", "f6", "g7", "h8"];

const BODIES = [
  // raw SQL, more than one statement where the driver takes it
  body(
    "import sqlalchemy as sa",
    'op.create_table("people", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.Text))',
    "op.execute(\"CREATE TYPE mood AS ENUM ('sad', 'ok')\")",
    'op.execute("CREATE TABLE things (id int PRIMARY KEY, mood mood)")',
  ),
  // rows through a Session and the ORM
  body(
    "import sqlalchemy as sa",
    "from sqlalchemy import orm",
    "Base = orm.declarative_base()",
    "class Person(Base):",
    '    __tablename__ = "people"',
    "    id = sa.Column(sa.Integer, primary_key=True)",
    "    name = sa.Column(sa.Text)",
    "session = orm.Session(bind=op.get_bind())",
    "for person in session.query(Person).all(): person.name = person.name.upper()",
    'session.add(Person(name="Ada"))',
    "session.flush()",
  ),
  // rows through the connection, by bulk_insert, and in a savepoint
  body(
    "import sqlalchemy as sa",
    'people = sa.table("people", sa.column("id", sa.Integer), sa.column("name", sa.Text))',
    'op.bulk_insert(people, [{"id": 100, "name": "Grace"}, {"id": 101, "name": "Mary"}])',
    "bind = op.get_bind()",
    'bind.execute(sa.text("UPDATE people SET name = :n WHERE id = :i"), {"n": "x", "i": 100})',
    "with bind.begin_nested(): bind.execute(sa.delete(people).where(people.c.id == 101))",
  ),
  body(
    "with op.get_context().autocommit_block():",
    '    op.create_index("by_name", "people", ["name"], postgresql_concurrently=True)',
  ),
  body(
    "with op.get_context().autocommit_block():",
    "    op.execute(\"ALTER TYPE mood ADD VALUE 'great'\")",
  ),
  // a function, a trigger, a view
  body(
    'op.execute("""',
    "CREATE FUNCTION shout() RETURNS trigger LANGUAGE plpgsql AS $$",
    "BEGIN NEW.name := upper(NEW.name); RETURN NEW; END $$",
    '""")',
    'op.execute("CREATE TRIGGER loud BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION shout()")',
    'op.execute("CREATE VIEW names AS SELECT name FROM people")',
  ),
  body(
    'op.execute("CREATE EXTENSION IF NOT EXISTS citext")',
    'op.execute("ALTER TABLE people ADD nick citext")',
  ),
  // settings of the session that would hide things from a careless observer
  body(
    'op.execute("SET LOCAL session_replication_role = replica")',
    'op.execute("ALTER TABLE people ADD last text")',
  ),
];

const SCRIPTS = Object.fromEntries(
  IDS.map((id, at) => [`${id}.py`, revisionScript(id, IDS[at - 1] ?? null, BODIES[at])]),
);

const RUN = `
    context.configure(connection=connection, CONFIGURE)
    with context.begin_transaction():
        context.run_migrations()
`;

const CONNECT = `
import os
from alembic import context
from sqlalchemy import create_engine, pool
config = context.config
`;

const sync = (url: string, prepare = "pass") => `${CONNECT}
def prepared(connection):
    ${prepare}

with create_engine(${url}, poolclass=pool.NullPool).connect() as connection:
    prepared(connection)${RUN}`;

const COMMITTED = (statement: string) =>
  `with connection.begin(): connection.exec_driver_sql("${statement}")`;

const OWN = 'os.environ["DATABASE_URL"]';

const SETTINGS = `${CONNECT}
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    database_url: str
with create_engine(Settings().database_url).connect() as connection:${RUN}`;

interface Kind {
  readonly what: string;
  readonly env: string;
  readonly scheme?: string;
  readonly configure?: string;
  readonly needs?: string;
  readonly extra?: (real: string) => string[];
  readonly table?: { readonly schema: string; readonly name: string };
}

const KINDS: readonly Kind[] = [
  { what: "psycopg2", env: sync(OWN), scheme: "postgresql+psycopg2", needs: "psycopg2" },
  { what: "psycopg 3", env: sync(OWN), scheme: "postgresql+psycopg", needs: "psycopg" },
  { what: "asyncpg", env: asyncEnv("CONFIGURE"), scheme: "postgresql+asyncpg", needs: "asyncpg" },
  {
    what: "psycopg 3, async",
    env: asyncEnv("CONFIGURE"),
    scheme: "postgresql+psycopg",
    needs: "psycopg, greenlet",
  },
  {
    what: "each revision in its own transaction",
    env: sync(OWN),
    configure: "transaction_per_migration=True",
  },
  {
    what: "asyncpg, each revision in its own transaction",
    env: asyncEnv("CONFIGURE"),
    scheme: "postgresql+asyncpg",
    needs: "asyncpg",
    configure: "transaction_per_migration=True",
  },
  { what: "pydantic's settings", env: SETTINGS, needs: "pydantic_settings" },
  {
    what: "the URL as -x",
    env: sync('context.get_x_argument(as_dictionary=True)["url"]'),
    extra: (real) => ["tenant=one", `url=${real}`],
  },
  {
    what: "config.attributes, when a program gives one",
    env: sync(`config.attributes.get("url") or ${OWN}`),
  },
  {
    what: "a version table of its own",
    env: sync(OWN, COMMITTED("CREATE SCHEMA IF NOT EXISTS meta")),
    configure: 'version_table="my versions", version_table_schema="meta"',
    table: { schema: "meta", name: "my versions" },
  },
  {
    what: "a search_path",
    env: sync(OWN, COMMITTED("CREATE SCHEMA IF NOT EXISTS app; SET search_path = app, public")),
    table: { schema: "app", name: "alembic_version" },
  },
];

const present = new Map(
  [...new Set(KINDS.flatMap(({ needs }) => needs ?? []))].map((name) => [name, canImport(name)]),
);

test.for(KINDS.map((kind) => [kind.what, kind] as const))(
  "a project with %s is recorded",
  async ([, kind], context) => {
    context.skip(
      kind.needs !== undefined && !present.get(kind.needs),
      `${kind.needs} is not installed`,
    );
    const { scheme = "postgresql", env, configure = "", extra } = kind;
    const folder = smallProject({ scripts: {} });
    writeFiles(folder, { "env.py": env.replace("CONFIGURE", configure) });
    writeFiles(`${folder}/versions`, SCRIPTS);
    const real = await freshDatabase();
    const own = urlWith(real, { scheme });
    const reference = await recordProject(
      folder,
      alembicIn(folder, own, extra ? { extra: extra(own.text) } : {}),
      async () => shadowAt(urlWith(await freshDatabase(), { scheme })),
    );
    expect(reference.stopped).toBeNull();
    expect(reference.versionTable).toEqual(
      kind.table ?? { schema: "public", name: "alembic_version" },
    );
    const keys = reference.revisions.map(({ id, added, changed }) => [
      id,
      [...Object.keys(added), ...Object.keys(changed)].map((key) =>
        key.replaceAll("app.", "public."),
      ),
    ]);
    expect(Object.fromEntries(keys)).toMatchObject({
      a1: expect.arrayContaining([
        "enum public.mood",
        "column public.people.name",
        "table public.things",
      ]),
      b2: [],
      c3: [],
      d4: ["index public.people.by_name"],
      e5: ["enum public.mood"],
      f6: ["function public.shout()", "trigger public.people.loud", "view public.names"],
      h8: ["column public.people.last"],
      g7: expect.arrayContaining(["extension citext", "column public.people.nick"]),
    });
    expect(reference.revisions.map(({ id }) => id)).toEqual(IDS);
    expect(JSON.stringify(reference.revisions)).not.toMatch(/version|restamp/);
  },
);

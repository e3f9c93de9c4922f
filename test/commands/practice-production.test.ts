/** restamp practice --project: the server that the project is used with is not even connected to. */
import { expect, test } from "vitest";
import { freshDatabase } from "../support/database.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { listener } from "../support/listeners.ts";
import { restampOn } from "../support/repairs.ts";
import { runRestamp } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

interface Led {
  readonly folder: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

const scripts = { "1.py": sqlScript("r1", null, "CREATE TABLE a (id serial PRIMARY KEY)") };

/** Only Alembic can read it: it is asked before anything is recorded. */
const computed = { "1.py": scripts["1.py"].replace('revision = "r1"', 'revision = "r" + str(1)') };

const IN_INI = 'config.get_main_option("sqlalchemy.url")';
const IN_X = 'context.get_x_argument(as_dictionary=True)["url"]';
const IN_SHOP = 'os.environ["SHOP_DB"]';
const fromParts = (names: readonly string[]) =>
  `"postgresql://%s:%s@%s:%s/%s" % tuple(os.environ[n] for n in ${JSON.stringify(names)})`;

function withEnvFile(url: string, text: string): Led {
  const folder = smallProject({ scripts, url });
  writeFiles(folder, { ".env": text });
  return { folder };
}

/** By where the project names its server. */
const PROJECTS: Record<string, (port: number) => Led> = {
  "alembic.ini, with a chain that only Alembic can read": (port) => ({
    folder: smallProject({
      scripts: computed,
      ini: `sqlalchemy.url = postgresql://app:hunter22@127.0.0.1:${port}/prod`,
      url: IN_INI,
    }),
  }),
  "alembic.ini, in capitals": (port) => ({
    folder: smallProject({
      scripts,
      ini: `SQLAlchemy.URL = postgresql://app:hunter22@127.0.0.1:${port}/prod`,
      url: IN_INI,
    }),
  }),
  "a variable, without a database's name": (port) => ({
    folder: smallProject({ scripts, url: IN_SHOP }),
    environment: { SHOP_DB: `postgresql://app:hunter22@127.0.0.1:${port}/` },
  }),
  "-x, without a database's name": (port) => ({
    folder: smallProject({ scripts, url: IN_X }),
    args: ["-x", `url=postgresql://app:hunter22@127.0.0.1:${port}/`],
  }),
  "parts of a URL in .env": (port) =>
    withEnvFile(
      fromParts(["DB_USER", "DB_PASSWORD", "POSTGRES_SERVER", "POSTGRES_PORT", "POSTGRES_DB"]),
      `DB_USER=app\nDB_PASSWORD=hunter22\nPOSTGRES_SERVER=127.0.0.1\nPOSTGRES_PORT=${port}\nPOSTGRES_DB=prod\n`,
    ),
  "libpq's variables in .env": (port) =>
    withEnvFile(
      fromParts(["PGUSER", "PGPASSWORD", "PGHOST", "PGPORT", "PGDATABASE"]),
      `PGUSER=app\nPGPASSWORD=hunter22\nPGHOST=127.0.0.1\nPGPORT=${port}\nPGDATABASE=prod\n`,
    ),
};

test.each(Object.entries(PROJECTS))("%s", async (_, make) => {
  let visits = 0;
  const port = await listener((socket) => {
    visits += 1;
    socket.destroy();
  });
  const { folder, environment = {}, args = [] } = make(port);
  const ran = await runRestamp([...args, "practice", "--list", "--project", folder], {
    environment,
  });
  expect({ code: ran.code, visits, stderr: ran.stderr }).toEqual({
    code: 0,
    visits: 0,
    stderr: "",
  });
});

test("an env.py that stamps and upgrades another database is stopped before it does", async () => {
  const [recorded, other] = [await freshDatabase(), await freshDatabase()];
  const expectUntouched = await untouched(other);
  const url = `os.environ["DATABASE_URL"]
    if config.cmd_opts.cmd[0].__name__ == "current" or "SHOP" not in os.environ
    else os.environ["SHOP"][::-1]`;
  const folder = smallProject({
    scripts: { ...scripts, "2.py": sqlScript("r2", "r1", "CREATE TABLE b (id int)") },
    url: `(${url})`,
  });
  expect((await restampOn(recorded, ["record"], { project: folder })).code).toBe(0);
  // Backwards: nothing can be seen in it that would have to be led to the sandbox.
  const environment = { SHOP: [...other.text].reverse().join("") };
  const ran = await runRestamp(["practice", "2", "--project", folder], { environment });
  expect(ran.code).toBe(3);
  expect(ran.stderr).toContain(`this connection leads to ${other.database} at `);
  await expectUntouched();
});

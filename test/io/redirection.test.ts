import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test, vi } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { withShadowConfig } from "../../src/io/alembic/shadow-config.ts";
import { populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { databaseUrl, freshDatabase, query } from "../support/database.ts";
import { revisionScript, standIn, writeFiles } from "../support/files.ts";
import { recordProject, shadowAt } from "../support/record.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { type SmallProject, smallProject } from "../support/small-project.ts";
import { ALEMBIC, alembicIn } from "../support/stand-in-alembic.ts";
import { untouched } from "../support/untouched.ts";

const SCRIPTS = {
  "a.py": revisionScript(
    "9044ba1e3377",
    null,
    'op.execute("CREATE TABLE made_by_alembic (x int)")',
  ),
  "b.py": revisionScript(WRONG, "9044ba1e3377", 'op.execute("DROP TABLE made_by_alembic")'),
};

const populated = populatedDatabases("9044ba1e3377", WRONG);

afterEach(() => vi.unstubAllEnvs());

/** Records a project whose own database is a populated one. */
async function record(way: string, project: (real: DatabaseUrl) => Omit<SmallProject, "scripts">) {
  const [real, shadow] = [await populated(), await freshDatabase()];
  const folder = smallProject({ scripts: SCRIPTS, ...project(real) });
  // A shell script does not say which Python it runs in the end.
  const wrapper = () => [standIn(temporaryFolder(), "alembic", `exec ${ALEMBIC} "$@"`)];
  const alembic = alembicIn(folder, real, way === "in one process" ? {} : { argv: wrapper() });
  const unchanged = await untouched(real);
  const places = temporaryFolder();
  vi.stubEnv("TMPDIR", places);
  const recording = recordProject(folder, alembic, async () => shadowAt(shadow));
  const outcome = await recording.catch((error) => error);
  await unchanged();
  // Nothing with a password in it stays behind.
  expect(readdirSync(places)).toEqual([]);
  return { outcome, shadow, folder };
}

const WAYS = ["in one process", "command by command"];

test.for(WAYS)(
  "%s, an env.py that insists on its own database is stopped before anything is written",
  async (way) => {
    const { outcome, shadow } = await record(way, (real) => ({ url: JSON.stringify(real.text) }));
    expect(outcome).toMatchObject({ code: "shadow_not_followed", exitCode: 3 });
    const tables = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace";
    expect(await query(shadow, tables)).toEqual([]);
  },
);

test.for(WAYS)(
  "%s, an env.py that does not get as far as any database is stopped, and its error is shown",
  async (way) => {
    const { outcome } = await record(way, () => ({ url: 'os.environ["NOT_SET_ANYWHERE"]' }));
    expect(outcome).toMatchObject({
      exitCode: 3,
      details: {
        line: expect.stringMatching(/^KeyError: 'NOT_SET_ANYWHERE' \(env\.py, line \d+\)$/),
      },
    });
  },
);

test.for(WAYS)(
  "%s, a project that names its database in alembic.ini follows, and alembic.ini stays",
  async (way) => {
    let line = "";
    const { outcome, folder } = await record(way, (real) => {
      line = `sqlalchemy.url = ${real.text.replaceAll("%", "%%")}`;
      return { ini: line, url: 'config.get_main_option("sqlalchemy.url")' };
    });
    expect(outcome).toMatchObject({ revisions: [{ id: "9044ba1e3377" }, { id: WRONG }] });
    expect(readFileSync(join(folder, "alembic.ini"), "utf8")).toContain(line);
  },
);

test.for<readonly [string, string, string]>([
  ["on the same line", "sqlalchemy.url = old://\nnext = 1", "sqlalchemy.url = NEW\nnext = 1"],
  [
    "with a colon, on the next line",
    "sqlalchemy.url :\n    old://\nnext = 1",
    "sqlalchemy.url : NEW\nnext = 1",
  ],
  ["with variables", "a = old\nsqlalchemy.url = %(a)s://", "a = old\nsqlalchemy.url = NEW"],
  [
    "in two sections",
    "[a]\nsqlalchemy.url=x\n[b]\nsqlalchemy.url=y",
    "[a]\nsqlalchemy.url= NEW\n[b]\nsqlalchemy.url= NEW",
  ],
  [
    "beside the folder",
    "sqlalchemy.url = x\nat = %(here)s/y",
    "sqlalchemy.url = NEW\nat = FOLDER/y",
  ],
])(
  "a URL %s is replaced in the copy of alembic.ini, and nothing else",
  async ([, before, after]) => {
    const folder = temporaryFolder();
    writeFiles(folder, { "alembic.ini": before });
    const url = "postgresql://u:p%40ss@127.0.0.1/shadow";
    const copied = await withShadowConfig(join(folder, "alembic.ini"), url, async (path) =>
      readFileSync(path ?? "", "utf8"),
    );
    const expected = after.replaceAll("NEW", url.replace("%", "%%")).replace("FOLDER", folder);
    expect(copied).toBe(expected);
  },
);

test("where alembic.ini has no URL it is used as it is", async () => {
  const folder = temporaryFolder();
  writeFiles(folder, { "alembic.ini": "[alembic]\n# sqlalchemy.url = old://\n" });
  expect(await withShadowConfig(join(folder, "alembic.ini"), "x", async (path) => path)).toBeNull();
});

test("the copy of alembic.ini is readable for nobody else, and the password no argument", async () => {
  const folder = smallProject({
    scripts: SCRIPTS,
    ini: "sqlalchemy.url = postgresql://u:old@127.0.0.1/app\nhome = %(here)s",
  });
  const script = 'echo "$*"; ls -l "$2" | cut -c 1-10; cat "$2"';
  const argv = [standIn(temporaryFolder(), "alembic", script)];
  const database = databaseUrl("nowhere");
  const alembic = alembicIn(folder, databaseUrl("own"), { argv });
  const { lines } = await alembic.run(["current"], { database });
  expect(lines[0]).toMatch(/^-c \S+alembic\.ini current$/);
  expect(lines[1]).toBe("-rw-------");
  expect(lines).toContain(`home = ${folder}`);
  const line = lines.find((each) => each.startsWith("sqlalchemy.url"));
  expect(line).toBe(`sqlalchemy.url = ${database.text.replace(/:[^:@]+@/, ":***@")}`);
  expect(lines[0]).not.toContain(database.password);
});

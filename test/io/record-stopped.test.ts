import { expect, test } from "vitest";
import { fitOf } from "../../src/core/reference.ts";
import { findProject } from "../../src/io/project/find-project.ts";
import { freshDatabase } from "../support/database.ts";
import { revisionScript, sqlScript, standIn, writeFiles } from "../support/files.ts";
import { recordProject, shadowAt } from "../support/record.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { type SmallProject, smallProject } from "../support/small-project.ts";
import { ALEMBIC, alembicIn } from "../support/stand-in-alembic.ts";

const WAYS = ["in one process", "command by command"] as const;

/** Records a project; each replay has a shadow of its own. */
async function record(folder: string, way: string = WAYS[0]) {
  const real = await freshDatabase();
  const wrapper = () => [standIn(temporaryFolder(), "alembic", `exec ${ALEMBIC} "$@"`)];
  const alembic = alembicIn(folder, real, way === WAYS[0] ? {} : { argv: wrapper() });
  return recordProject(folder, alembic, async () => shadowAt(await freshDatabase()));
}

const _sql = (statement: string) => `op.execute("${statement}")`;

const LINE = {
  "a.py": sqlScript("a1", null, "CREATE TABLE a (x int)"),
  "b.py": sqlScript("b2", "a1", "ALTER TABLE a ADD y int"),
  "c.py": sqlScript("c3", "b2", "ALTER TABLE nowhere ADD z int"),
  "d.py": sqlScript("d4", "c3", "ALTER TABLE a ADD z int"),
};

const CONFIGURATIONS: readonly Pick<SmallProject, "configure">[] = [
  {},
  { configure: "transaction_per_migration=True" },
];

test.for(WAYS.flatMap((way) => CONFIGURATIONS.map((more) => ({ way, more }))))(
  "what comes before a revision that fails is recorded, $way, $more",
  async ({ way, more }) => {
    const folder = smallProject({ scripts: LINE, ...more });
    const reference = await record(folder, way);
    expect(reference.stopped).toMatchObject({
      revision: "c3",
      line: expect.stringMatching(/UndefinedTable/),
      scripts: { c3: expect.stringMatching(/^[0-9a-f]{64}$/) },
    });
    expect(reference.revisions.map(({ id, added }) => [id, added])).toEqual([
      ["a1", { "table public.a": "table", "column public.a.x": "integer" }],
      ["b2", { "column public.a.y": "integer" }],
    ]);
    expect(fitOf(reference, findProject(folder, {}).graph)).toEqual({ fit: "fits" });
  },
);

test("a stopped recording fits until a script that was run changes, not one that stands on it", async () => {
  const folder = smallProject({ scripts: LINE });
  const reference = await record(folder);
  const fitWith = (scripts: Readonly<Record<string, string>>) => {
    writeFiles(`${folder}/versions`, { ...LINE, ...scripts });
    return fitOf(reference, findProject(folder, {}).graph);
  };
  expect(fitWith({ "d.py": sqlScript("d4", "c3", "ALTER TABLE a ADD q int") }).fit).toBe("fits");
  expect(fitWith({ "e.py": sqlScript("e5", "d4", "DROP TABLE a") }).fit).toBe("fits");
  expect(fitWith({ "c.py": sqlScript("c3", "b2", "ALTER TABLE a ADD q int") })).toEqual({
    fit: "outdated",
    revisions: ["c3"],
  });
  expect(fitWith({ "a.py": sqlScript("a1", null, "CREATE TABLE a (q int)") })).toEqual({
    fit: "outdated",
    revisions: ["a1"],
  });
  expect(fitWith({ "f.py": sqlScript("f6", "b2", "DROP TABLE a") })).toMatchObject({
    fit: "outdated",
    revisions: ["f6"],
  });
});

test("branches that do not contain the failing revision are recorded, and so are their merges", async () => {
  const merge = revisionScript("m5", null, "pass").replace(
    "down_revision = None",
    'down_revision = ("e2", "g3")',
  );
  const folder = smallProject({
    scripts: {
      ...LINE,
      "e.py": sqlScript("e2", "a1", "ALTER TABLE a ADD e int"),
      "f.py": sqlScript("f3", null, "ALTER TABLE nowhere_else ADD f int"),
      "g.py": sqlScript("g3", "a1", "CREATE TABLE g (x int)"),
      "m.py": merge,
      "n.py": sqlScript("n6", null, "CREATE TABLE n (x int)").replace(
        "depends_on = None",
        'depends_on = "f3"',
      ),
    },
  });
  const reference = await record(folder);
  const recorded = reference.revisions.map(({ id }) => id).sort();
  expect(recorded).toEqual(["a1", "b2", "e2", "g3", "m5"]);
  expect(Object.keys(reference.stopped?.scripts ?? {}).sort()).toEqual(["c3", "f3"]);
  expect(fitOf(reference, findProject(folder, {}).graph)).toEqual({ fit: "fits" });
});

test.for(WAYS)(
  "where env.py tells nothing of it, the failing revision is known %s",
  async (way) => {
    // Nothing configures logging here, so alembic does not name what it runs.
    const folder = smallProject({ scripts: LINE });
    expect((await record(folder, way)).stopped?.revision).toBe("c3");
  },
);

test("a chain that fails at its first revision is not recorded at all", async () => {
  const scripts = { "a.py": sqlScript("a1", null, "ALTER TABLE nowhere ADD x int") };
  const problem = await record(smallProject({ scripts })).catch((error) => error);
  expect(problem).toMatchObject({ code: "recording_failed", details: { revision: "a1" } });
});

test("a script that does not load is no revision that fails", async () => {
  const scripts = { ...LINE, "b.py": `${LINE["b.py"]}\nnowhere_defined\n` };
  const problem = await record(smallProject({ scripts })).catch((error) => error);
  expect(problem).toMatchObject({
    code: "recording_failed",
    details: { revision: "", line: expect.stringContaining("NameError") },
  });
});

test("an extension that the shadow's server does not have is named", async () => {
  const scripts = { ...LINE, "c.py": sqlScript("c3", "b2", "CREATE EXTENSION postgis_nowhere") };
  const { stopped } = await record(smallProject({ scripts }));
  expect(stopped?.line).toMatch(/extension "postgis_nowhere" is not available/);
});

test("an upgrade that reports success and commits nothing is told", async () => {
  const folder = smallProject({ scripts: { "a.py": LINE["a.py"] } });
  writeFiles(folder, {
    "env.py": `
import os
from alembic import context
from sqlalchemy import create_engine

with create_engine(os.environ["DATABASE_URL"]).connect() as connection:
    connection.exec_driver_sql("SELECT 1")  # begins a transaction that nobody commits
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()
`,
  });
  const outcome = await record(folder).catch((error) => error);
  // SQLAlchemy 1.4 commits there by itself.
  if (outcome instanceof Error) expect(outcome).toMatchObject({ code: "recording_lost" });
  else expect(outcome.revisions).toHaveLength(1);
});

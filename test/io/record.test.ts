import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadReference, REFERENCE_FILE } from "../../src/io/project/reference-file.ts";
import { freshDatabase, REVISIONS } from "../support/database.ts";
import { revisionScript, standIn, writeFiles } from "../support/files.ts";
import { recordProject, shadowAt } from "../support/record.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { ALEMBIC, alembicIn } from "../support/stand-in-alembic.ts";

/** The two ways in which alembic is run: its Python, or, where that is not to be found, its command. */
const WAYS = ["in one process", "command by command"] as const;

/** Records a project in a shadow on the shared server. */
async function record(
  folder: string,
  { way = WAYS[0], onLine = () => {} }: { way?: string; onLine?: (line: string) => void } = {},
) {
  const [real, shadow] = [await freshDatabase(), await freshDatabase()];
  // A shell script does not say which Python it runs in the end.
  const wrapper = () => [standIn(temporaryFolder(), "alembic", `exec ${ALEMBIC} "$@"`)];
  const alembic = alembicIn(folder, real, way === WAYS[0] ? {} : { argv: wrapper() });
  return recordProject(folder, alembic, async () => shadowAt(shadow), { onLine });
}

const tableOfOneColumn = revisionScript("a1", null, 'op.execute("CREATE TABLE a (x int)")');

test.for(WAYS)(
  "the bundled chain's recording %s equals the committed one but for the version numbers",
  async (way) => {
    const lines: string[] = [];
    const reference = await record(REVISIONS, { way, onLine: (line) => lines.push(line) });
    const committed = loadReference(join(REVISIONS, REFERENCE_FILE));
    // What is run depends on the versions of SQLAlchemy and of the driver; what it does, does not.
    const withoutStatements = (name: string, value: unknown) =>
      name === "statements" ? undefined : value;
    expect(JSON.stringify(reference.revisions, withoutStatements)).toBe(
      JSON.stringify(committed?.revisions, withoutStatements),
    );
    expect(reference.recordedWith.alembic).toMatch(/^\d+\.\d+/);
    expect(reference.recordedWith.postgresql).toMatch(/^\d+/);
    expect(lines.some((line) => line.includes("9044ba1e3377"))).toBe(true);
  },
);

test("branches, a merge and a revision of rows alone each have an account of their own", async () => {
  const change = 'op.execute("ALTER TABLE a ALTER x TYPE bigint; ALTER TABLE a DROP b")';
  const folder = smallProject({
    scripts: {
      "a.py": tableOfOneColumn,
      "b.py": revisionScript("b2", "a1", 'op.execute("ALTER TABLE a ADD b text")'),
      "c.py": revisionScript("c3", "a1", 'op.execute("ALTER TABLE a ADD c text")'),
      "d.py": revisionScript("d4", "b2", 'op.execute("INSERT INTO a VALUES (1)")'),
      "e.py": revisionScript("e5", null, change).replace(
        "down_revision = None",
        'down_revision = ("c3", "d4")',
      ),
    },
  });
  const { revisions } = await record(folder);
  expect(
    Object.fromEntries(
      revisions.map(({ id, added, changed, removed }) => [id, { added, changed, removed }]),
    ),
  ).toEqual({
    a1: {
      added: { "table public.a": "table", "column public.a.x": "integer" },
      changed: {},
      removed: {},
    },
    b2: { added: { "column public.a.b": "text" }, changed: {}, removed: {} },
    c3: { added: { "column public.a.c": "text" }, changed: {}, removed: {} },
    d4: { added: {}, changed: {}, removed: {} },
    e5: {
      added: {},
      changed: { "column public.a.x": ["integer", "bigint"] },
      removed: { "column public.a.b": "text" },
    },
  });
  expect(revisions.every((revision) => /^[0-9a-f]{64}$/.test(revision.sha256))).toBe(true);
});

test("names with quotes, line breaks and escape sequences are recorded whole", async () => {
  const name = String.raw`Od\"d. \n\x1b[31m`;
  const upgrade = `import sqlalchemy as sa; op.create_table("${name}", sa.Column("Co l", sa.Integer))`;
  const scripts = { "a.py": revisionScript("a1", null, upgrade) };
  const { revisions } = await record(smallProject({ scripts }));
  expect(revisions[0]?.added).toEqual({
    'column public."Od""d. \n\u001b[31m"."Co l"': "integer",
    'table public."Od""d. \n\u001b[31m"': "table",
  });
});

test("each revision in a transaction of its own, and an index outside of any, are recorded", async () => {
  const concurrently = 'op.execute("CREATE INDEX CONCURRENTLY i ON a (x)")';
  const folder = smallProject({
    configure: "transaction_per_migration=True",
    scripts: {
      "a.py": tableOfOneColumn,
      "b.py": revisionScript(
        "b2",
        "a1",
        `with op.get_context().autocommit_block():\n        ${concurrently}`,
      ),
    },
  });
  const { revisions } = await record(folder);
  expect(revisions[1]?.added).toEqual({
    "index public.a.i": "CREATE INDEX i ON public.a USING btree (x)",
  });
});

test.for([
  ...WAYS.map((way) => {
    return { way, of: "another name", configure: 'version_table="my versions"', prepare: "" };
  }),
  {
    way: WAYS[0],
    of: "a schema of its own",
    configure: 'version_table_schema="meta"',
    prepare: "CREATE SCHEMA IF NOT EXISTS meta",
  },
])("a version table with $of is recorded $way", async ({ way, configure, prepare }) => {
  const folder = smallProject({ configure, scripts: { "a.py": tableOfOneColumn } });
  if (prepare !== "") {
    // As such projects do it: the schema has to be there before the version table.
    const env = readFileSync(join(folder, "env.py"), "utf8");
    const statement = `    with connection.begin(): connection.exec_driver_sql("${prepare}")\n`;
    writeFiles(folder, {
      "env.py": env.replace("    context.configure", `${statement}    context.configure`),
    });
  }
  const { revisions } = await record(folder, { way });
  expect(revisions).toMatchObject([{ id: "a1", added: { "table public.a": "table" } }]);
});

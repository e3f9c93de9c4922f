import { expect, onTestFinished, test } from "vitest";
import { natureOf } from "../../src/core/statement-nature.ts";
import { openEmbeddedShadows } from "../../src/io/shadow/embedded.ts";
import { freshDatabase } from "../support/database.ts";
import { canImport } from "../support/drivers.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { recordProject } from "../support/record.ts";
import { urlWith } from "../support/roles.ts";
import { asyncEnv, smallProject } from "../support/small-project.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";

const statement = (sql: string) => `op.execute("""${sql}""")`;

const IDS = ["a1", "b2", "c3", "d4", "e5", "f6"];

const BODIES = [
  statement("CREATE TABLE a (\n\tx int,\n\t-- restamp closed zz\n\ty text\n)"),
  `import sqlalchemy as sa
    for row in op.get_bind().execute(sa.text("SELECT x FROM a WHERE y = :y"), {"y": "secret row"}): pass
    op.execute("UPDATE a SET y = 'postgresql://me:hidden@host/db'")`,
  "pass",
  `with op.get_context().autocommit_block():
        ${statement("CREATE INDEX CONCURRENTLY i ON a (x)")}`,
  statement("SET LOCAL log_statement = 'none'; CREATE ROLE stated_role PASSWORD 'hidden'"),
  statement("ALTER TABLE a ADD z int DEFAULT 1"),
];

async function record(configure: string, scheme = "postgresql", bodies = BODIES, env?: string) {
  const scripts = bodies.map((body, at): [string, string] => [
    `${at}.py`,
    revisionScript(IDS[at] ?? "", IDS[at - 1] ?? null, body),
  ]);
  const folder = smallProject({ scripts: Object.fromEntries(scripts), configure });
  if (env !== undefined) writeFiles(folder, { "env.py": env });
  const own = urlWith(await freshDatabase(), { scheme });
  const shadows = openEmbeddedShadows({
    own,
    conditions: [],
    known: null,
    keeps: true,
    onRemoved: () => {},
  });
  onTestFinished(() => shadows.close(null));
  return recordProject(folder, alembicIn(folder, own), shadows.open);
}

test.for(["", "transaction_per_migration=True"])(
  "each revision's statements are recorded, and nobody else's: %s",
  async (configure) => {
    const { revisions } = await record(configure);
    const statements = Object.fromEntries(revisions.map((each) => [each.id, each.statements]));
    expect(statements["a1"]).toEqual([
      "CREATE TABLE a (\n\tx int,\n\t-- restamp closed zz\n\ty text\n)",
    ]);
    expect(statements["b2"]?.[0]).toMatch(/^SELECT x FROM a WHERE y = /);
    expect(statements["b2"]?.slice(1)).toEqual(["UPDATE a SET y = 'postgresql://me:***@host/db'"]);
    expect(statements["c3"]).toEqual([]);
    expect(statements["d4"]).toContain("CREATE INDEX CONCURRENTLY i ON a (x)");
    expect(statements["e5"]).toContain("CREATE ROLE stated_role PASSWORD '***'");
    expect(JSON.stringify(revisions)).not.toContain("hidden");
    const natures = revisions.map((each) => natureOf(each.statements ?? []));
    expect(natures.map(({ changesData }) => changesData)).toEqual([
      false,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(natures.map(({ transactional }) => transactional)).toEqual([
      true,
      true,
      true,
      false,
      true,
      true,
    ]);
  },
);

test.for([
  ["psycopg", "psycopg"],
  ["psycopg2", "psycopg2"],
  ["asyncpg", "asyncpg", asyncEnv()],
])(
  "%s sends its statements in its own way, and they are recorded",
  async ([driver = "", module = "", env], context) => {
    context.skip(!canImport(module), `${module} is not installed`);
    const { revisions } = await record(
      "",
      `postgresql+${driver}`,
      [BODIES[0] ?? "", BODIES[1] ?? ""],
      env,
    );
    expect(revisions[1]?.statements).toEqual([
      expect.stringMatching(/^SELECT x FROM a WHERE y = /),
      "UPDATE a SET y = 'postgresql://me:***@host/db'",
    ]);
  },
);

test("what a replay that failed had run is not taken for what the next one ran", async () => {
  const bodies = [
    BODIES[0] ?? "",
    statement("ALTER TABLE a ADD b int"),
    statement("DROP TABLE nowhere"),
  ];
  const { revisions, stopped } = await record("", "postgresql", bodies);
  expect(stopped?.revision).toBe("c3");
  expect(revisions.map(({ statements }) => statements?.length)).toEqual([1, 1]);
});

import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { openShadows, type ShadowPlace } from "../../src/io/shadow/shadows.ts";
import { populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { freshDatabase, query } from "../support/database.ts";
import { revisionScript } from "../support/files.ts";
import { recordProject } from "../support/record.ts";
import { ordinaryDatabase, urlWith } from "../support/roles.ts";
import { type SmallProject, smallProject } from "../support/small-project.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";
import { untouched } from "../support/untouched.ts";

const statement = (sql: string) => `op.execute("""${sql}""")`;

const SCRIPTS = {
  "a.py": revisionScript(
    "9044ba1e3377",
    null,
    statement("CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE a (x serial PRIMARY KEY, m mood)"),
  ),
  "b.py": revisionScript(
    "b2",
    "9044ba1e3377",
    statement(
      "CREATE SCHEMA other; CREATE VIEW other.v AS SELECT x FROM a; DROP TYPE mood CASCADE",
    ),
  ),
  "c.py": revisionScript(
    "c3",
    "b2",
    statement("CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE DOMAIN d AS int"),
  ),
};

const KEYS = [
  ["9044ba1e3377", ["column public.a.m", "column public.a.x", "constraint public.a.a_pkey"]],
  ["b2", ["column public.a.m", "enum public.mood", "schema other", "view other.v"]],
  ["c3", ["domain public.d", "function public.f()"]],
];

const populated = populatedDatabases("9044ba1e3377", WRONG);

async function record(own: DatabaseUrl, place: ShadowPlace, project: Partial<SmallProject> = {}) {
  const folder = smallProject({ scripts: SCRIPTS, ...project });
  const shadows = openShadows(place, {
    own,
    conditions: [],
    known: null,
    keeps: true,
    onRemoved: () => {},
  });
  try {
    return await recordProject(folder, alembicIn(folder, own), shadows.open);
  } finally {
    await shadows.close(null);
  }
}

const shadowsOf = async (own: DatabaseUrl) =>
  query(
    own,
    `SELECT datname FROM pg_database WHERE datname LIKE 'restamp_shadow_%'
     AND datdba = (SELECT oid FROM pg_roles WHERE rolname = current_user)`,
  );

const FACTS =
  "SELECT count(*)::int AS n FROM pg_class c WHERE c.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'";

const PLACES = [
  ["embedded", async () => "embedded"],
  ["same-server", async () => "same-server"],
  ["an empty database", async () => freshDatabase()],
] as const satisfies readonly (readonly [string, () => Promise<ShadowPlace>])[];

test.for(PLACES)("a chain is recorded in a shadow that is %s", async ([, place]) => {
  const own = await populated();
  const unchanged = await untouched(own);
  const reference = await record(own, await place());
  await unchanged();
  const keys = reference.revisions.map(({ id, added, removed }) => [
    id,
    [...Object.keys(added), ...Object.keys(removed)].sort().slice(0, 4),
  ]);
  expect(keys).toMatchObject(
    KEYS.map(([id, each]) => [id, expect.arrayContaining([...(each ?? [])])]),
  );
});

test.for(PLACES)(
  "an env.py that insists on its own database is stopped, and the shadow is %s",
  async ([, place]) => {
    const own = await populated();
    const unchanged = await untouched(own);
    const url = JSON.stringify(own.text);
    const problem = await record(own, await place(), { url }).catch((error) => error);
    expect(problem).toMatchObject({ code: "shadow_not_followed" });
    await unchanged();
  },
);

test.for(PLACES)(
  "a chain that stops is recorded up to there, the shadow is %s",
  async ([, place]) => {
    const scripts = {
      ...SCRIPTS,
      "d.py": revisionScript("d4", "c3", statement("DROP TABLE nowhere")),
    };
    const reference = await record(await populated(), await place(), { scripts });
    expect(reference.stopped?.revision).toBe("d4");
    expect(reference.revisions).toHaveLength(3);
  },
);

test("a role that is no superuser records the same beside its database, and leaves nothing", async () => {
  const own = await ordinaryDatabase();
  const ordinary = await record(own, "same-server");
  expect(await shadowsOf(own)).toEqual([]);
  const withoutStatements = (name: string, value: unknown) =>
    name === "statements" ? undefined : value;
  const fast = await record(own, "embedded");
  expect(JSON.stringify(ordinary.revisions, withoutStatements)).toBe(
    JSON.stringify(fast.revisions, withoutStatements),
  );
  expect(ordinary.versionTable).toEqual(fast.versionTable);
});

test("a role that is no superuser records a version table elsewhere", async () => {
  const reference = await record(await ordinaryDatabase(), "same-server", {
    configure: 'version_table="my versions", version_table_schema="Meta\'s"',
  });
  expect(reference.versionTable).toEqual({ schema: "Meta's", name: "my versions" });
  expect(reference.revisions).toHaveLength(3);
  expect(JSON.stringify(reference.revisions)).not.toContain("my versions");
});

test("a role that may not make databases is told, and what else can be done", async () => {
  const own = await ordinaryDatabase({ createdb: false });
  const problem = await record(own, "same-server").catch((error) => error);
  expect(problem).toMatchObject({
    code: "shadow_unavailable",
    details: { reason: "not_created", role: own.user },
  });
});

test("a named shadow is empty again afterwards", async () => {
  const shadow = await freshDatabase();
  await query(shadow, "CREATE EXTENSION hstore");
  const before = await query(shadow, FACTS);
  await record(await freshDatabase(), shadow);
  expect(await query(shadow, FACTS)).toEqual(before);
  const left =
    "SELECT evtname AS n FROM pg_event_trigger UNION ALL SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_'";
  expect(await query(shadow, left)).toEqual([{ n: "public" }, { n: "information_schema" }]);
  // So it can be used again.
  expect((await record(await freshDatabase(), shadow)).revisions).toHaveLength(3);
});

test("the password of a named shadow is shown nowhere", async () => {
  const shadow = await freshDatabase();
  const scripts = {
    "a.py": SCRIPTS["a.py"],
    "b.py": revisionScript(
      "b2",
      "9044ba1e3377",
      'import os; raise ValueError(os.environ["DATABASE_URL"].split(":")[2])',
    ),
  };
  const role = await ordinaryDatabase();
  const { stopped } = await record(role, shadow, { scripts });
  expect(stopped?.line).toMatch(/^ValueError: \*\*\*/);
  expect(stopped?.line).not.toContain(shadow.password);
});

test("a named shadow that holds anything is refused, and stays as it is", async () => {
  const shadow = await populated();
  const unchanged = await untouched(shadow);
  const problem = await record(await freshDatabase(), shadow).catch((error) => error);
  expect(problem).toMatchObject({ code: "shadow_not_empty", exitCode: 3 });
  expect(problem.details.found).toContain("public.");
  await unchanged();
});

test("a shadow that is the database itself is refused, by whatever name", async () => {
  const own = await freshDatabase(`own_${randomBytes(4).toString("hex")}`);
  const unchanged = await untouched(own);
  for (const shadow of [own, urlWith(own, { host: "localhost" })]) {
    const problem = await record(own, shadow).catch((error) => error);
    expect(problem).toMatchObject({ code: "shadow_is_target", exitCode: 3 });
  }
  await unchanged();
});

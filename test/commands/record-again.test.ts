import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { freshDatabase } from "../support/database.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { expectValid } from "../support/json-schema.ts";
import { restampOn } from "../support/repairs.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { type SmallProject, smallProject } from "../support/small-project.ts";

/** A script that notes, in a file beside the versions, that it was run. */
function noting(id: string, parent: string | null, sql: string): string {
  const upgrade = `open(os.path.dirname(__file__) + "/../ran", "a").write("${id} ")
    op.get_bind().exec_driver_sql("""${sql}""")`;
  return revisionScript(id, parent, upgrade).replace("from alembic", "import os\nfrom alembic");
}

const OLD = {
  "a.py": noting(
    "a1",
    null,
    "CREATE TYPE mood AS ENUM ('ok'); CREATE TABLE a (id int PRIMARY KEY, m mood)",
  ),
  "b.py": noting(
    "b2",
    "a1",
    "CREATE VIEW v AS SELECT id FROM a; CREATE TABLE p (x int) PARTITION BY LIST (x)",
  ),
};

/** Each touches what the old ones made. */
const NEW = {
  "c.py": noting("c3", "b2", "ALTER TABLE a RENAME id TO key; ALTER TYPE mood RENAME TO feeling"),
  "d.py": noting("d4", "b2", "CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1)"),
  "e.py": noting("e5", "d4", "INSERT INTO a VALUES (1); ALTER TABLE p ADD y int"),
};

interface Place {
  readonly project: string;
  readonly database: DatabaseUrl;
  /** Where the programs keep what is costly to make. */
  readonly cache: string;
}

async function place(project: Partial<SmallProject> = {}): Promise<Place> {
  const folder = smallProject({ scripts: OLD, ...project });
  return { project: folder, database: await freshDatabase(), cache: temporaryFolder() };
}

/** @returns the ids of the revisions that were run, the reference, and what was said */
async function record({ project, database, cache }: Place, ...more: string[]) {
  rmSync(join(project, "ran"), { force: true });
  const environment = { XDG_CACHE_HOME: cache };
  const said = await restampOn(database, ["record", "--json", ...more], { project, environment });
  const ran = join(project, "ran");
  const reference = join(project, "restamp.reference.json");
  return {
    ran: existsSync(ran) ? readFileSync(ran, "utf8").trim().split(" ") : [],
    reference: existsSync(reference) ? readFileSync(reference, "utf8") : "",
    ...said,
  };
}

const keptIn = ({ cache }: Place) =>
  readdirSync(join(cache, "restamp"))
    .filter((name) => name.startsWith("restamp-recording-"))
    .map((name) => join(cache, "restamp", name));

test.for([
  {},
  { configure: "transaction_per_migration=True" },
  {
    before: `connection.exec_driver_sql("CREATE SCHEMA IF NOT EXISTS beside; SET search_path = public"); connection.commit()`,
  },
])("only new revisions are replayed, with the reference of a whole replay: %o", async (project) => {
  const there = await place(project);
  const first = await record(there);
  expect(first).toMatchObject({ code: 0, ran: ["a1", "b2"] });
  expect(await record(there)).toMatchObject({ code: 0, ran: [], reference: first.reference });
  writeFiles(join(there.project, "versions"), NEW);
  const added = await record(there);
  expect(added.code).toBe(0);
  expect(added.ran.toSorted()).toEqual(["c3", "d4", "e5"]);
  expect(added.stderr).toContain("2 of 5 scripts are as they were");
  const whole = await record(there, "--all");
  expect(whole.ran.toSorted()).toEqual(["a1", "b2", "c3", "d4", "e5"]);
  // Alembic may run branches in either order.
  const byId = (text: string) =>
    JSON.parse(text).revisions.toSorted((a: { id: string }, b: { id: string }) =>
      a.id < b.id ? -1 : 1,
    );
  expect(byId(added.reference)).toEqual(byId(whole.reference));
});

test("a changed revision is replayed with what stands on it, from the last recording before it", async () => {
  const there = await place();
  await record(there);
  writeFiles(join(there.project, "versions"), { "c.py": noting("c3", "b2", "SELECT 1") });
  expect((await record(there)).ran).toEqual(["c3"]);
  writeFiles(join(there.project, "versions"), {
    "c.py": noting("c3", "b2", "CREATE TABLE c (x int)"),
  });
  const changed = await record(there);
  expect(changed.ran).toEqual(["c3"]);
  expect(JSON.parse(changed.reference).revisions[2].added).toHaveProperty(["table public.c"]);
  // Nothing is kept of the time before the first.
  writeFiles(join(there.project, "versions"), { "a.py": `${OLD["a.py"]}\n# changed\n` });
  expect((await record(there)).ran).toEqual(["a1", "b2", "c3"]);
});

test.for([
  [
    "env.py",
    (folder: string) => writeFiles(folder, { "env.py": `${read(folder, "env.py")}\n# new` }),
  ],
  [
    "alembic.ini",
    (folder: string) =>
      writeFiles(folder, { "alembic.ini": `${read(folder, "alembic.ini")}\n# new` }),
  ],
  [
    "restamp.baseline.sql",
    (folder: string) =>
      writeFiles(folder, { "restamp.baseline.sql": "CREATE TABLE base (x int);" }),
  ],
] as const)("the whole chain is replayed when %s has changed", async ([, change]) => {
  const there = await place();
  await record(there);
  change(there.project);
  expect((await record(there)).ran).toEqual(["a1", "b2"]);
  expect((await record(there)).ran).toEqual([]);
  expect((await record(there, "-x", "some=thing")).ran).toEqual(["a1", "b2"]);
});

const read = (folder: string, name: string) => readFileSync(join(folder, name), "utf8");

test("a new revision that fails is the only one that is tried, until it works", async () => {
  const there = await place();
  await record(there);
  const broken = noting("c3", "b2", "DROP TABLE nowhere");
  writeFiles(join(there.project, "versions"), { "c.py": broken });
  for (const _ of [1, 2]) {
    const failed = await record(there);
    expect(failed).toMatchObject({ code: 1, ran: ["c3"] });
    expect(expectValid(failed.stdout, "record")).toMatchObject({
      stopped: { revision: "c3" },
      revisions: [{ id: "a1" }, { id: "b2" }],
    });
  }
  writeFiles(join(there.project, "versions"), { "c.py": broken.replace("nowhere", "p") });
  expect(await record(there)).toMatchObject({ code: 0, ran: ["c3"] });
});

test("a new revision that names a role is replayed once more with it, and recorded", async () => {
  const there = await place();
  await record(there);
  writeFiles(join(there.project, "versions"), {
    "c.py": noting("c3", "b2", "GRANT SELECT ON a TO reader"),
  });
  const granted = await record(there);
  expect(granted.code).toBe(0);
  expect(JSON.parse(granted.reference)).toMatchObject({ stopped: null });
});

test.for([
  ["is gone", (folder: string) => rmSync(join(folder, "data", "global"), { recursive: true })],
  ["is cut short", (folder: string) => truncateSync(join(folder, "recording.json"), 100)],
  ["has no password", (folder: string) => rmSync(join(folder, "password"))],
] as const)("what was kept is replayed again when it %s", async ([, damage]) => {
  const there = await place();
  const first = await record(there);
  const [folder = ""] = keptIn(there);
  damage(folder);
  expect(await record(there)).toMatchObject({
    code: 0,
    ran: ["a1", "b2"],
    reference: first.reference,
  });
});

test("three recordings are kept, for their owner alone, and no secret of the project's", async () => {
  const there = await place({ ini: "sqlalchemy.url = postgresql://me:hidden-secret@nowhere/x" });
  for (const each of ["a", "b", "c", "d"]) {
    const scripts = { [`${each}.py`]: noting(`${each}0`, null, `CREATE TABLE t${each} (x int)`) };
    const other = { ...there, project: smallProject({ scripts }) };
    expect((await record(other)).code).toBe(0);
  }
  const { password } = there.database;
  await record(there);
  expect(keptIn(there)).toHaveLength(3);
  for (const folder of keptIn(there)) {
    expect(statSync(folder).mode & 0o077).toBe(0);
    for (const name of readdirSync(folder)) {
      if (name === "data") continue;
      const text = readFileSync(join(folder, name), "utf8");
      expect(text).not.toContain("hidden-secret");
      expect(text).not.toContain(password);
    }
  }
});

test("two recordings at once do not disturb each other", async () => {
  const there = await place();
  await record(there);
  writeFiles(join(there.project, "versions"), NEW);
  const files = ["one.json", "two.json"].map((name) => join(there.project, name));
  const both = await Promise.all(
    files.map((file) =>
      restampOn(there.database, ["record", "--reference", file], {
        project: there.project,
        environment: { XDG_CACHE_HOME: there.cache },
      }),
    ),
  );
  expect(both.map(({ code }) => code)).toEqual([0, 0]);
  expect(keptIn(there).length).toBeGreaterThan(0);
  expect(await record(there)).toMatchObject({ code: 0, ran: [] });
});

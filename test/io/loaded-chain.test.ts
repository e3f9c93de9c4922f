import { expect, test } from "vitest";
import { locateProject } from "../../src/io/project/find-project.ts";
import { askForChain, readChain } from "../../src/io/project/read-chain.ts";
import { freshDatabase, query } from "../support/database.ts";
import { revisionScript, standIn } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";

/** Wants the database as soon as it is loaded, as scripts do that look before they leap. */
const LOOKS = `
from alembic import context, op
tables = op.get_bind().exec_driver_sql("SELECT count(*) FROM pg_class").scalar()
assert context.get_context().bind is not None
`;

/** Python has to work out what a script says of itself. */
const SCRIPTS = {
  "1.py": revisionScript("a1", null).replace('revision = "a1"', 'revision = "".join("a1")'),
  "2.py": `${LOOKS}${revisionScript("b2", "a1").replace('"a1"', 'str("a1"),')}`,
  "3.py": revisionScript("c3", null).replace("branch_labels = None", 'branch_labels = ["side"]'),
  "4.py": revisionScript("d4", "b2").replace("depends_on = None", 'depends_on = ("side",)'),
};

/** The chain as Alembic gives it, after reading the scripts has failed. */
async function askedIn(scripts: Readonly<Record<string, string>>, argv?: readonly string[]) {
  const places = locateProject(smallProject({ scripts }), {});
  const database = await freshDatabase();
  const unreadable = readChain(places);
  if (!(unreadable instanceof Error)) throw new Error("the scripts could be read");
  const alembic = alembicIn(places.directory, database, argv ? { argv } : {});
  const chain = await askForChain(places, alembic, unreadable).catch((error) => error);
  expect(await query(database, "SELECT FROM pg_class WHERE relname = 'alembic_version'")).toEqual(
    [],
  );
  return { chain, unreadable };
}

test("scripts that Python has to work out, and that want the database, are placed by Alembic", async () => {
  const { chain } = await askedIn(SCRIPTS);
  const byId = Object.fromEntries(chain.byId);
  expect(byId).toMatchObject({
    a1: { downRevisions: [], dependsOn: [], message: "Revision a1", path: "versions/1.py" },
    b2: { downRevisions: ["a1"] },
    c3: { downRevisions: [], dependsOn: [] },
    d4: { downRevisions: ["b2"], dependsOn: ["c3"], path: "versions/4.py" },
  });
  expect(Object.values(byId)).toHaveLength(4);
  expect(chain.heads).toEqual(["c3", "d4"]);
  expect(byId.a1.sha256).toMatch(/^[0-9a-f]{64}$/);
});

test.for<readonly [string, Readonly<Record<string, string>>, (readonly string[])?]>([
  ["scripts that do not load", { "1.py": `revision = 1 / 0\ndown_revision = None\n` }],
  ["an alembic that cannot be started", SCRIPTS, ["/nowhere/alembic"]],
])("with %s, what could not be read is told", async ([, scripts, argv]) => {
  const { chain, unreadable } = await askedIn(scripts, argv);
  expect(chain).toBe(unreadable);
  expect(chain).toMatchObject({ code: "script_unreadable", details: { name: "revision" } });
});

test("an alembic whose Python is not to be found leaves the problem as it is", async () => {
  const wrapper = standIn(temporaryFolder(), "alembic", "exit 0");
  const { chain, unreadable } = await askedIn(SCRIPTS, [wrapper]);
  expect(chain).toBe(unreadable);
});

test("scripts write nothing into the project's database when they are loaded", async () => {
  const writes = `
from alembic import op
op.get_bind().exec_driver_sql("CREATE TABLE made_while_loading (x int)")
op.get_bind().connection.commit()
`;
  const scripts = { "1.py": `${writes}${SCRIPTS["1.py"]}` };
  const { chain } = await askedIn(scripts);
  expect(chain).toMatchObject({ code: "script_unreadable" });
});

test("a label in depends_on means the revision that carries it, read without Alembic", () => {
  const { "3.py": labelled } = SCRIPTS;
  const scripts = {
    "a.py": revisionScript("a1", null),
    "b.py": revisionScript("b2", "a1").replace("depends_on = None", 'depends_on = "side"'),
    "c.py": labelled,
  };
  const chain = readChain(locateProject(smallProject({ scripts }), {}));
  expect(chain).toMatchObject({
    order: [{ id: "a1" }, { id: "c3" }, { id: "b2", dependsOn: ["c3"] }],
  });
});

import { chmodSync, existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { emptyStamped } from "../support/broken-databases.ts";
import { freshDatabase, REVISIONS } from "../support/database.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { expectValid } from "../support/json-schema.ts";
import { expectRefused } from "../support/refusals.ts";
import { expectOneMessage, restampOn } from "../support/repairs.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";
import { untouched } from "../support/untouched.ts";

const REFERENCE = "restamp.reference.json";

const revisionsIn = (folder: string, file = REFERENCE) =>
  JSON.parse(readFileSync(join(folder, file), "utf8")).revisions;

/** What the revisions do. How they say it depends on the versions of SQLAlchemy and the driver. */
const deltasIn = (folder: string) =>
  revisionsIn(folder).map((revision: object) => ({ ...revision, statements: expect.any(Array) }));

/** A copy whose chain was never recorded. */
function unrecorded(): string {
  const folder = projectCopy();
  rmSync(join(folder, REFERENCE));
  return folder;
}

test("record writes the reference beside alembic.ini and leaves the project's database alone", async () => {
  const [project, database, home] = [unrecorded(), await emptyStamped(), temporaryFolder()];
  // As /tmp is: the server may run as another user, who has to clean up there.
  chmodSync(home, 0o1777);
  const unchanged = await untouched(database);
  const before = readdirSync(project, { recursive: true });
  const ran = await restampOn(database, ["record", "--json"], {
    project,
    home,
    environment: { TMPDIR: home },
  });
  expect(ran.code).toBe(0);
  await unchanged();
  expect(revisionsIn(project)).toEqual(deltasIn(REVISIONS));
  expect(readdirSync(project, { recursive: true }).sort()).toEqual([...before, REFERENCE].sort());
  const json = expectValid(ran.stdout, "record");
  expect(json).toMatchObject({
    path: join(project, REFERENCE),
    recorded_with: { alembic: expect.any(String), postgresql: expect.any(String) },
  });
  expect(json.revisions).toContainEqual({
    id: "g1h2i3j4k5l6",
    added: 0,
    changed: 0,
    removed: 0,
    no_trace: true,
    changes_data: true,
    transactional: true,
  });
  // Neither the server nor its files outlive the command.
  expect(readdirSync(home)).toEqual([]);
});

test("a chain without a reference is recorded by the way, and that is said", async () => {
  const [project, database] = [unrecorded(), await emptyStamped()];
  const first = await restampOn(database, ["diagnose", "--json"], { project });
  expect(first.code).toBe(1);
  expect(first.stderr).toContain(`Recorded 8 revisions: ${join(project, REFERENCE)}`);
  expect(JSON.parse(first.stdout).verdict).toBe("empty_stamped");
  const second = await restampOn(database, ["diagnose"], { project });
  expect(second).toMatchObject({ code: 1, stderr: "" });
});

test("a reference that no longer fits its scripts is recorded again", async () => {
  const project = projectCopy();
  const path = "versions/f1a2b3c4d5e6_add_performance_indexes.py";
  const text = readFileSync(join(project, path), "utf8");
  writeFiles(project, { [path]: text.replaceAll("ix_calls_open", "ix_calls_running") });
  const { stderr } = await restampOn(await emptyStamped(), ["diagnose"], { project });
  expect(stderr).toContain("Recorded 8 revisions");
  const added = revisionsIn(project)[5].added;
  expect(Object.keys(added)).toContain("index public.calls.ix_calls_running");
});

test("a reference may be elsewhere, and another alembic.ini has its own", async () => {
  const project = smallProject({ scripts: { "a.py": revisionScript("a1", null) } });
  const database = await freshDatabase();
  writeFiles(project, { "two.ini": readFileSync(join(project, "alembic.ini"), "utf8") });
  const other = await restampOn(database, ["record", "-c", join(project, "two.ini")], { project });
  const own = join(project, `two.ini.${REFERENCE}`);
  expect(other).toMatchObject({ code: 0, stdout: `Recorded 1 revision: ${own}\n` });
  expect(existsSync(join(project, REFERENCE))).toBe(false);
  const named = await restampOn(database, ["diagnose", "--reference", own], { project });
  expect(named).toMatchObject({ code: 1, stderr: "" });
});

test("a folder that cannot be written is no hindrance to a diagnosis", async () => {
  const project = smallProject({ scripts: { "a.py": revisionScript("a1", null) } });
  // Root may write everywhere: a folder that is not there stands for it.
  const path = join(project, "nowhere", "x.json");
  const args = ["diagnose", "--json", "--reference", path];
  const { code, stdout, stderr } = await restampOn(await freshDatabase(), args, { project });
  expect(code).toBe(1);
  expect(stderr).toContain(`could not be saved as ${path} (ENOENT: no such file or directory).`);
  expect(JSON.parse(stdout).verdict).toBe("empty");
});

test("an env.py that does not follow to the shadow is refused, and its database stays as it is", async () => {
  const database = await emptyStamped();
  const project = smallProject({
    scripts: {
      "a.py": revisionScript("c7a3d9e12f8b", null, 'op.execute("CREATE TABLE a (x int)")'),
    },
    url: JSON.stringify(database.text),
  });
  const unchanged = await untouched(database);
  await expectRefused({
    args: ["-c", join(project, "alembic.ini")],
    environment: { DATABASE_URL: database.text },
    commands: [["record"], ["diagnose", "--json"]],
    exit: 3,
    problem: "shadow_not_followed",
    says: ["env.py", "nothing was written", "DATABASE_URL"],
    secrets: [database.password ?? ""],
  });
  await unchanged();
  expect(existsSync(join(project, REFERENCE))).toBe(false);
});

test("roles that the scripts name and no revision makes are no hindrance", async () => {
  const grant = 'op.execute("GRANT SELECT ON a TO \\\\"Read only\\\\"; SET LOCAL ROLE app_owner")';
  const project = smallProject({
    scripts: {
      "a.py": revisionScript("a1", null, 'op.execute("CREATE TABLE a (x int)")'),
      "b.py": revisionScript("b2", "a1", grant.replaceAll("\\\\", "\\")),
      "c.py": revisionScript("c3", "b2", 'op.execute("CREATE TABLE c (x int)")'),
    },
  });
  const { code, stdout } = await restampOn(await emptyStamped(), ["record", "--json"], { project });
  expect(expectValid(stdout, "record")).toMatchObject({
    stopped: null,
    revisions: [{}, {}, { added: 2 }],
  });
  expect(code).toBe(0);
});

test("what cannot be replayed is told, and what can is recorded", async () => {
  const project = smallProject({
    scripts: {
      "a.py": revisionScript("a1", null, 'op.execute("CREATE TABLE a (x int)")'),
      "b.py": revisionScript("b2b2b2", "a1", 'op.execute("DROP TABLE nowhere")'),
      "c.py": revisionScript("c3", "b2b2b2"),
    },
  });
  const { code, stdout, stderr } = await restampOn(await emptyStamped(), ["record", "--json"], {
    project,
  });
  expect(code).toBe(1);
  expect(stderr).toContain("Only 1 of 3 revisions can be replayed");
  expect(JSON.parse(stdout)).toMatchObject({
    stopped: { revision: "b2b2b2", line: expect.stringContaining("UndefinedTable") },
    revisions: [{ id: "a1" }],
  });
  expect(revisionsIn(project)).toHaveLength(1);
});

test("a chain of which nothing can be replayed names the revision", async () => {
  const database = await emptyStamped();
  const project = smallProject({
    scripts: {
      "b.py": revisionScript("b2b2b2", null, 'op.execute("DROP TABLE nowhere")'),
    },
  });
  const unchanged = await untouched(database);
  const { code, stderr } = await restampOn(database, ["record"], { project });
  await unchanged();
  expect(code).toBe(3);
  // After alembic's own words.
  const message = stderr.slice(stderr.indexOf("restamp: "));
  expectOneMessage({ stdout: "", stderr: message });
  expect(message).toContain("nowhere");
  expect(message).toContain("Your database was not touched");
  expect(message).toContain("b2b2b2");
});

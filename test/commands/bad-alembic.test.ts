import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { FIRST, HEAD, populatedDatabases, stampOf, WRONG } from "../support/broken-databases.ts";
import { query, REVISIONS } from "../support/database.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { type BadInput, expectRefused } from "../support/refusals.ts";
import { expectAgreement, restampOn } from "../support/repairs.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";
import { urlWith } from "../support/roles.ts";
import { ALEMBIC } from "../support/stand-in-alembic.ts";
import { untouched } from "../support/untouched.ts";

const wrong = populatedDatabases(FIRST, WRONG);
const healthy = populatedDatabases(HEAD, HEAD);

/** A repair of a wrong stamp, with something wrong about alembic. */
async function refused(
  environment: Readonly<Record<string, string>>,
  input: Omit<BadInput, "exit"> & { exit?: number; project?: string },
): Promise<void> {
  const database = await wrong();
  const unchanged = await untouched(database);
  await expectRefused({
    args: ["-c", join(input.project ?? REVISIONS, "alembic.ini")],
    environment: { DATABASE_URL: database.text, ...environment },
    commands: [["repair", "--yes"]],
    exit: 3,
    secrets: [database.password ?? ""],
    ...input,
  });
  await unchanged();
}

const standInAlembic = (script: string) => ({
  RESTAMP_ALEMBIC: standIn(temporaryFolder(), "alembic", script),
});

test("a missing alembic is named, and looking works without it", async () => {
  const environment = { RESTAMP_ALEMBIC: "/nowhere/bin/alembic" };
  await refused(environment, {
    problem: "alembic_missing",
    says: ["/nowhere/bin/alembic", "ENOENT", "--alembic"],
  });
  const { code, stderr } = await restampOn(await wrong(), ["diagnose"], { environment });
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
});

test("an alembic that is nowhere on the PATH is a problem that names the project", async () => {
  const project = projectCopy();
  await refused(
    { RESTAMP_ALEMBIC: "", PATH: temporaryFolder() },
    { project, problem: "alembic_missing", says: [project, "pipenv or hatch"] },
  );
});

test("an alembic that crashes is shown with the last line of its traceback", async () => {
  const script = [
    "echo 'Traceback (most recent call last):' >&2",
    "echo '  File \"env.py\", line 1, in <module>' >&2",
    "echo \"NameError: name 'app' is not defined ($DATABASE_URL)\" >&2",
    "exit 1",
  ];
  await refused(standInAlembic(script.join("\n")), {
    problem: "alembic_failed",
    says: [/Why: {3}It says: NameError: name 'app' is not defined/],
  });
});

test("an alembic that a signal ends is no fault of restamp's", async () => {
  await refused(standInAlembic("kill -SEGV $$"), {
    problem: "alembic_failed",
    says: ["alembic --version failed."],
  });
});

test("an error of SQLAlchemy is shown by its own line, not by the link below it", async () => {
  const script = [
    '[ "$1" = --version ] && { echo alembic 1.20.1; exit 0; }',
    "echo 'Traceback (most recent call last):' >&2",
    "echo 'sqlalchemy.exc.OperationalError: (psycopg2.OperationalError) could not connect' >&2",
    "echo >&2",
    "echo '(Background on this error at: https://sqlalche.me/e/20/e3q8)' >&2",
    "exit 1",
  ];
  await refused(standInAlembic(script.join("\n")), {
    problem: "alembic_failed",
    says: [/Why: {3}It says: .*OperationalError/],
  });
});

test("an env.py that cannot read postgres:// is explained by SQLAlchemy's own words", async () => {
  const project = projectCopy();
  const database = await wrong();
  writeFiles(project, {
    "env.py":
      "import os\nfrom sqlalchemy import create_engine\ncreate_engine(os.environ['DATABASE_URL'])\n",
  });
  await refused(
    { DATABASE_URL: urlWith(database, { scheme: "postgres" }).text },
    {
      project,
      commands: [["repair", "--yes", "--json"]],
      problem: "alembic_failed",
      says: [/NoSuchModuleError: .*postgres/],
    },
  );
});

test("a script that alembic cannot import stops the repair, and is what is told", async () => {
  const [project, database] = [projectCopy(), await wrong()];
  const path = "versions/fb958ba03c93_add_call_stats_table.py";
  const text = readFileSync(join(project, path), "utf8");
  writeFiles(project, { [path]: `import no_such_module\n${text}` });
  const unchanged = await untouched(database);
  const ran = await restampOn(database, ["repair", "--yes", "--json"], { project });
  await unchanged();
  expect(ran.code).toBe(3);
  expect(JSON.parse(ran.stdout).error.why).toContain(
    "ModuleNotFoundError: No module named 'no_such_module'",
  );
});

test("warnings among alembic's output do not hinder a repair", async () => {
  const database = await wrong();
  const script = [
    "echo '/site-packages/x.py:1: DeprecationWarning: old' >&2",
    "echo 'loading settings…'",
    `${ALEMBIC} "$@"`,
    "code=$?",
    "echo 'UserWarning: bye' >&2",
    "exit $code",
  ];
  const { code, stderr } = await restampOn(database, ["repair", "--yes"], {
    environment: standInAlembic(script.join("\n")),
  });
  expect(stderr).toContain("Repaired and verified.");
  expect(code).toBe(0);
  expect(await stampOf(database)).toEqual([HEAD]);
});

test("a command line with quotes is started", async () => {
  const folder = temporaryFolder();
  standIn(folder, "my tools/alembic", `echo started >> '${folder}/log'; exec ${ALEMBIC} "$@"`);
  const args = ["repair", "--yes", "--alembic", `"${folder}/my tools/alembic"`];
  expectAgreement(await restampOn(await healthy(), args));
  expect(readFileSync(join(folder, "log"), "utf8")).toMatch(/^(started\n)+$/);
});

test("a relative command is one of the folder in which the operator stands", async () => {
  const cwd = temporaryFolder();
  standIn(cwd, ".venv/bin/alembic", `exec ${ALEMBIC} "$@"`);
  const args = ["repair", "--yes", "--alembic", ".venv/bin/alembic"];
  expectAgreement(await restampOn(await healthy(), args, { cwd }));
});

test("a revision that fails stops the repair, and what it began is taken back", async () => {
  const project = projectCopy();
  const database = await wrong();
  // Nobody knows why this is there.
  await query(
    database,
    "CREATE TABLE friend_links_old (a int); CREATE VIEW call_stats AS SELECT 1 AS x",
  );
  const ran = await restampOn(database, ["repair", "--yes", "--json"], { project });
  expect(ran.code).toBe(1);
  expect(ran.stderr).toMatch(/alembic upgrade head failed: .*DuplicateTable/);
  expect(JSON.parse(ran.stdout)).toMatchObject({
    repaired: false,
    ran: [{ id: "stamp_proven" }],
    error: { code: "step_failed", what: expect.stringContaining("DuplicateTable") },
  });
  const tables = await query(
    database,
    "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY 1",
  );
  expect(tables.map((row) => row["relname"])).toEqual([
    "alembic_version",
    "calls",
    "friend_links_old",
    "participants",
    "users",
  ]);
  expect((await query(database, "SELECT version_num AS v FROM alembic_version"))[0]).toEqual({
    v: FIRST,
  });
});

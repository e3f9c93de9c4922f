import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { emptyStamped, FIRST } from "../support/broken-databases.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { type BadInput, expectRefused } from "../support/refusals.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";
import { untouched } from "../support/untouched.ts";

let database: DatabaseUrl;
let unchanged: () => Promise<void>;

beforeEach(async () => {
  database = await emptyStamped();
  unchanged = await untouched(database);
});

/** @param input of a project that has a real database behind it */
async function refused(input: Omit<BadInput, "secrets" | "environment">): Promise<void> {
  await expectRefused({
    ...input,
    environment: { DATABASE_URL: database.text },
    secrets: [database.password ?? ""],
  });
  await unchanged();
}

/** @param change to the files of a good project */
function brokenProject(change: (folder: string) => void): string {
  const folder = projectCopy();
  change(folder);
  return folder;
}

test("without alembic.ini the folders that were searched are named", async () => {
  const cwd = temporaryFolder();
  await refused({
    cwd,
    exit: 3,
    problem: "config_missing",
    says: ["There is no alembic.ini", join(cwd, "backend", "alembic.ini"), "-c"],
  });
});

test("an alembic.ini that was named and is not there is named", async () => {
  await refused({
    args: ["-c", "nowhere/alembic.ini"],
    exit: 3,
    problem: "config_missing",
    says: [/There is no file .*nowhere\/alembic\.ini\./],
  });
});

test("two alembic.ini files are not chosen between", async () => {
  const above = temporaryFolder();
  const backend = join(above, "backend");
  mkdirSync(backend);
  writeFiles(above, { "alembic.ini": "[alembic]\n", "backend/alembic.ini": "[alembic]\n" });
  await refused({
    cwd: above,
    exit: 4,
    problem: "config_ambiguous",
    says: [join(above, "alembic.ini"), join(backend, "alembic.ini")],
  });
});

test("a line of alembic.ini that cannot be read is named by its number", async () => {
  const cwd = brokenProject((folder) =>
    writeFiles(folder, { "alembic.ini": "[alembic]\nscript_location = .\nwhat is this\n" }),
  );
  await refused({ cwd, exit: 3, problem: "config_unreadable", says: ["Line 3", "alembic.ini"] });
});

test("an alembic.ini that is a folder, or that nobody may read, is named", async () => {
  const cwd = brokenProject((folder) => {
    rmSync(join(folder, "alembic.ini"));
    mkdirSync(join(folder, "alembic.ini"));
  });
  await refused({ cwd, exit: 3, problem: "config_unreadable", says: ["alembic.ini", "EISDIR"] });
  // Root may read everything.
  if (process.getuid?.() === 0) return;
  const closed = brokenProject((folder) => chmodSync(join(folder, "alembic.ini"), 0));
  await refused({ cwd: closed, exit: 3, problem: "config_unreadable", says: ["EACCES"] });
});

test("a section that is not there is named", async () => {
  await refused({
    cwd: projectCopy(),
    args: ["-n", "tenant"],
    exit: 3,
    problem: "config_section_missing",
    says: ["tenant", "script_location"],
  });
});

test("a folder of scripts that is not there, or is empty, is named", async () => {
  const gone = brokenProject((folder) => rmSync(join(folder, "versions"), { recursive: true }));
  await refused({ cwd: gone, exit: 3, problem: "scripts_missing", says: [join(gone, "versions")] });
  const empty = brokenProject((folder) => {
    rmSync(join(folder, "versions"), { recursive: true });
    mkdirSync(join(folder, "versions"));
  });
  await refused({ cwd: empty, exit: 3, problem: "chain_empty", says: [join(empty, "versions")] });
});

test.for<readonly [string, string, BadInput["problem"], string]>([
  [
    "whose parent is gone",
    revisionScript("5105105105", "deadbeef"),
    "chain_missing_parent",
    "deadbeef",
  ],
  ["that is there twice", revisionScript(FIRST, null), "chain_duplicate", FIRST],
  [
    "that builds on itself",
    revisionScript("5105105105", "5105105105"),
    "chain_cycle",
    "5105105105",
  ],
  [
    "whose id is computed",
    "revision = make_id()\ndown_revision = None\n",
    "script_unreadable",
    "make_id",
  ],
])("a script %s stops restamp before it asks the database", async ([, script, problem, says]) => {
  const cwd = brokenProject((folder) => writeFiles(folder, { "versions/zz_new.py": script }));
  await refused({ cwd, exit: 3, problem, says: [says] });
});

test("a damaged reference is named, and how to mend it", async () => {
  const cwd = brokenProject((folder) => writeFiles(folder, { "restamp.reference.json": "{" }));
  await refused({
    cwd,
    exit: 3,
    problem: "reference_unreadable",
    says: ["restamp.reference.json", "restamp record"],
  });
});

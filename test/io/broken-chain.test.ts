import { join } from "node:path";
import { expect, test } from "vitest";
import { findProject } from "../../src/io/project/find-project.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

/** @returns the problem that a folder of scripts is */
function problemOf(scripts: Readonly<Record<string, string>>): unknown {
  const folder = temporaryFolder();
  writeFiles(folder, { "alembic.ini": "[alembic]\nscript_location = .\n", "versions/README": "" });
  writeFiles(join(folder, "versions"), scripts);
  try {
    findProject(folder, {});
  } catch (error) {
    return error;
  }
  throw new Error("the chain was read");
}

test("a folder without a single revision is an empty chain", () => {
  expect(problemOf({})).toMatchObject({ code: "chain_empty", exitCode: 3 });
});

test("a script whose parent is gone is named, and the parent", () => {
  expect(problemOf({ "a.py": revisionScript("a1", "zz") })).toMatchObject({
    code: "chain_missing_parent",
    exitCode: 3,
    details: { id: "a1", parent: "zz", path: join("versions", "a.py") },
  });
});

test("two scripts with one id are both named", () => {
  const scripts = { "a.py": revisionScript("a1", null), "b.py": revisionScript("a1", null) };
  expect(problemOf(scripts)).toMatchObject({
    code: "chain_duplicate",
    details: { id: "a1", paths: "versions/a.py, versions/b.py" },
  });
});

test("a circle names the revisions that are in it", () => {
  const scripts = {
    "a.py": revisionScript("a1", null),
    "b.py": revisionScript("b2", "c3"),
    "c.py": revisionScript("c3", "b2"),
  };
  expect(problemOf(scripts)).toMatchObject({ code: "chain_cycle", details: { ids: "b2, c3" } });
});

test("a revision that is computed cannot be placed, and what stands there is shown safely", () => {
  const computed = "revision = make_id('\u001b[31m')\ndown_revision = None\n";
  expect(problemOf({ "a.py": computed })).toMatchObject({
    code: "script_unreadable",
    details: { name: "revision", path: "versions/a.py", found: "make_id('\\x1b[31m')" },
  });
});

test("a script's message and path with control characters are made safe to draw", () => {
  const folder = temporaryFolder();
  const script = revisionScript("a1", null).replace("Revision a1", "Ev\u001b[2Jil");
  writeFiles(folder, {
    "alembic.ini": "[alembic]\nscript_location = .\n",
    "versions/a\u001b[31m.py": script,
  });
  expect(findProject(folder, {}).graph.order).toMatchObject([
    { message: "Ev\\x1b[2Jil", path: "versions/a\\x1b[31m.py" },
  ]);
});

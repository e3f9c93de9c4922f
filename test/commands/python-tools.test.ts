/** The project's alembic, run by the tool that keeps its Python environment. */
import { describe, expect, test } from "vitest";
import { freshDatabase } from "../support/database.ts";
import { sqlScript, writeFiles } from "../support/files.ts";
import { PYTHON_TOOLS, pathWith } from "../support/python-tools.ts";
import { runRestamp } from "../support/restamp.ts";
import { smallProject } from "../support/small-project.ts";

const SCRIPTS = {
  "one.py": sqlScript("one", null, "CREATE TABLE one (id int)"),
  "two.py": sqlScript("two", "one", "CREATE TABLE two (id int)"),
};

describe.each(PYTHON_TOOLS)("$name", (tool) => {
  const [file, text] = tool.marker;
  const only = () => ({ RESTAMP_ALEMBIC: "", PATH: pathWith(tool) });
  const project = () => {
    const folder = smallProject({ scripts: SCRIPTS });
    writeFiles(folder, { [file]: text });
    return folder;
  };

  test("records in the project's folder", async () => {
    const database = await freshDatabase();
    const ran = await runRestamp(["record", "-v", "--json"], {
      cwd: project(),
      environment: { ...only(), DATABASE_URL: database.text },
    });
    expect(JSON.parse(ran.stdout).revisions).toHaveLength(2);
    expect(ran.stderr).toContain(`$ ${tool.name} run alembic upgrade`);
  });

  test("practises on a copy, which is no project of its own", async () => {
    const folder = project();
    const args = ["practice", "unstamped", "--project", folder];
    const ran = await runRestamp(args, { environment: only() });
    expect({ code: ran.code, stderr: ran.stderr }).toMatchObject({ code: 0 });
    expect(ran.stdout).toContain("The scenario ended verified healthy.");
    expect(ran.stdout).not.toContain("sh -c");
  });
});

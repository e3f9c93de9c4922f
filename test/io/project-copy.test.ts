/** A sandbox's copy of a project: what comes along, and where its alembic.ini leads. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { isUrlFault, parseDatabaseUrl } from "../../src/core/database-url.ts";
import { findOwnProject } from "../../src/io/practice/own-project.ts";
import { copyProject } from "../../src/io/practice/project-copy.ts";
import { locateProject } from "../../src/io/project/find-project.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

/** @returns the copy's folder */
function copied(folder: string): string {
  const { copied: found } = findOwnProject(folder, { alembic: "alembic" }, folder, {});
  const url = parseDatabaseUrl("postgresql://restamp:secret@127.0.0.1:5499/app");
  if (isUrlFault(url)) throw new Error(url);
  const project = { ...found, scheme: "postgresql", options: [], reference: null, prove: null };
  const parts = { user: "", password: "", host: "", port: "", database: "" };
  const copy = copyProject(project, join(temporaryFolder(), "copy"), url, parts);
  copy.copy({});
  return copy.folder;
}

const chain = (folder: string) => ({
  [`${folder}env.py`]: "pass",
  [`${folder}versions/1.py`]: revisionScript("r1", null),
});

test("no password, no history and no library comes along where alembic.ini lies among them", () => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "alembic.ini": "[alembic]\nscript_location = .\n",
    ...chain(""),
    ".env": "DATABASE_URL=postgresql://u:hunter22@prod/x",
    ".env.local": "SECRET=hunter22",
    ".git/config": "",
    ".venv/pyvenv.cfg": "",
    "node_modules/x/index.js": "",
    "helpers.py": "",
  });
  expect(readdirSync(copied(folder)).sort()).toEqual([
    "alembic.ini",
    "env.py",
    "helpers.py",
    "versions",
  ]);
});

const LOCATIONS: Record<string, (folder: string) => string> = {
  "an absolute path": (folder) => `script_location = ${folder}/shop/migrations`,
  "a folder inside a package": () => "script_location = shop:migrations",
  "absolute folders of versions": (folder) =>
    `script_location = shop/migrations\nversion_locations = ${folder}/shop/migrations/versions`,
};

test.each(Object.entries(LOCATIONS))("%s leads to the copy, not back", (_, location) => {
  const folder = temporaryFolder();
  writeFiles(folder, {
    "alembic.ini": `[alembic]\n${location(folder)}\n`,
    ...chain("shop/migrations/"),
  });
  const copy = copied(folder);
  expect(readFileSync(join(copy, "alembic.ini"), "utf8")).not.toContain(folder);
  const { versionsPath, folders } = locateProject(copy, {});
  for (const each of [dirname(versionsPath), ...folders]) {
    expect(each.startsWith(copy)).toBe(true);
    expect(existsSync(each)).toBe(true);
  }
});

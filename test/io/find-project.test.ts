import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findProject, type ProjectOptions } from "../../src/io/project/find-project.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

const ini = (...lines: string[]) => `[alembic]\n${lines.join("\n")}\n`;

const SCRIPTS = {
  "migrations/versions/a.py": revisionScript("a1", null),
  "migrations/versions/b.py": revisionScript("b2", "a1"),
};

/** @returns a folder with the files */
function folderWith(files: Readonly<Record<string, string>>, name = "project"): string {
  const folder = join(temporaryFolder(), name);
  mkdirSync(folder);
  writeFiles(folder, files);
  return folder;
}

const idsIn = (folder: string, options: ProjectOptions = {}) =>
  findProject(folder, options).graph.order.map((revision) => revision.id);

const problemIn = (folder: string, options: ProjectOptions = {}) => {
  try {
    findProject(folder, options);
  } catch (error) {
    return error;
  }
  throw new Error("the project was found");
};

test("a project is found here and one folder down in backend", () => {
  const files = { "alembic.ini": ini("script_location = migrations"), ...SCRIPTS };
  const here = folderWith(files);
  expect(findProject(here, {})).toMatchObject({
    configPath: join(here, "alembic.ini"),
    directory: here,
    versionsPath: join(here, "migrations", "versions"),
    composeFiles: [],
    section: "alembic",
  });
  const above = folderWith({});
  writeFiles(join(above, "backend"), files);
  expect(findProject(above, {}).directory).toBe(join(above, "backend"));
});

test("two alembic.ini files are not chosen between, unless one is named", () => {
  const files = { "alembic.ini": ini("script_location = migrations"), ...SCRIPTS };
  const folder = folderWith(files);
  writeFiles(join(folder, "backend"), files);
  expect(problemIn(folder)).toMatchObject({
    code: "config_ambiguous",
    exitCode: 4,
    details: { first: join(folder, "alembic.ini"), second: join(folder, "backend", "alembic.ini") },
  });
  expect(findProject(folder, { config: "backend/alembic.ini" }).directory).toBe(
    join(folder, "backend"),
  );
  expect(findProject(folder, { config: "backend" }).directory).toBe(join(folder, "backend"));
});

test("without alembic.ini the problem says where it was looked for", () => {
  const folder = folderWith({});
  expect(problemIn(folder)).toMatchObject({ code: "config_missing", exitCode: 3 });
  expect(problemIn(folder, { config: "nowhere.ini" })).toMatchObject({
    code: "config_missing",
    details: { named: join(folder, "nowhere.ini") },
  });
});

test("an alembic.ini that is a folder cannot be read", () => {
  const folder = folderWith({ "alembic.ini/file": "" });
  expect(problemIn(folder)).toMatchObject({
    code: "config_unreadable",
    details: { reason: "EISDIR", path: join(folder, "alembic.ini") },
  });
});

test.for<readonly [string, string, number]>([
  ["text before the first section", "script_location = x\n[alembic]\n", 1],
  [
    "a line that is neither a section nor an option",
    "[alembic]\nscript_location = x\nnonsense\n",
    3,
  ],
])("%s is named with its line", ([, text, line]) => {
  const folder = folderWith({ "alembic.ini": text });
  expect(problemIn(folder)).toMatchObject({
    code: "config_unreadable",
    details: { line: String(line) },
  });
});

test.for<readonly [string, string]>([
  ["a relative path", ini("script_location = migrations")],
  ["%(here)s", ini("script_location = %(here)s/migrations")],
  ["a colon instead of the equals sign", ini("script_location: migrations")],
  ["capitals, spaces and comments", ini("# a", "; b", "Script_Location   =   ./migrations", "")],
  ["a variable of its own", ini("place = migrations", "script_location = %(here)s/%(place)s")],
  [
    "a variable of the default section",
    `[DEFAULT]\nplace = migrations\n${ini("script_location = %(place)s")}`,
  ],
  [
    "Windows line ends and a byte order mark",
    `\ufeff${ini("script_location = migrations").replaceAll("\n", "\r\n")}`,
  ],
  [
    "a doubled per cent sign elsewhere",
    ini("file_template = %%(rev)s_%%(slug)s", "script_location = migrations"),
  ],
  [
    "sections before and after",
    `[post]\nscript_location = no\n${ini("script_location = migrations")}[loggers]\nkeys = root\n`,
  ],
])("script_location is understood with %s", ([, text]) => {
  expect(idsIn(folderWith({ "alembic.ini": text, ...SCRIPTS }))).toEqual(["a1", "b2"]);
});

test("an absolute script_location leads out of the project", () => {
  const elsewhere = folderWith(SCRIPTS);
  const folder = folderWith({ "alembic.ini": ini(`script_location = ${elsewhere}/migrations`) });
  expect(idsIn(folder)).toEqual(["a1", "b2"]);
});

test("another section is read when it is named", () => {
  const folder = folderWith({
    "alembic.ini": `${ini("script_location = nowhere")}[tenant]\nscript_location = migrations\n`,
    ...SCRIPTS,
  });
  expect(idsIn(folder, { section: "tenant" })).toEqual(["a1", "b2"]);
  expect(problemIn(folder, { section: "other" })).toMatchObject({
    code: "config_section_missing",
    details: { section: "other", key: "script_location" },
  });
});

test("a section without script_location, and a folder that is not there, are named", () => {
  expect(problemIn(folderWith({ "alembic.ini": ini("x = 1") }))).toMatchObject({
    code: "config_section_missing",
  });
  const folder = folderWith({ "alembic.ini": ini("script_location = nowhere") });
  expect(problemIn(folder)).toMatchObject({
    code: "scripts_missing",
    details: { path: join(folder, "nowhere", "versions") },
  });
});

test("a script_location that is a file is no fault of restamp's", () => {
  const folder = folderWith({
    "alembic.ini": ini("script_location = migrations"),
    "migrations/versions": "",
  });
  expect(problemIn(folder)).toMatchObject({ code: "scripts_missing" });
});

/** `[tool.alembic]`, among other tools' tables. */
const toml = (...lines: string[]) =>
  `[project]\nname = "app"\n[tool.alembic]\n${lines.join("\n")}\n[tool.ruff]\n`;

test.for<readonly [string, string]>([
  ["a relative path", 'script_location = "migrations"'],
  ["%(here)s", 'script_location = "%(here)s/migrations"'],
])("pyproject.toml alone is understood with %s", ([, line]) => {
  const folder = folderWith({ "pyproject.toml": toml(line), ...SCRIPTS });
  const configPath = join(folder, "pyproject.toml");
  expect(findProject(folder, {})).toMatchObject({ configPath, directory: folder });
  expect(idsIn(folder)).toEqual(["a1", "b2"]);
  expect(idsIn(folder, { config: "pyproject.toml" })).toEqual(["a1", "b2"]);
});

test("a doubled per cent sign in pyproject.toml is one", () => {
  const folder = folderWith({
    "pyproject.toml": toml('script_location = "%(here)s/50%%"'),
    "50%/versions/a.py": revisionScript("a1", null),
  });
  expect(idsIn(folder)).toEqual(["a1"]);
});

test("alembic.ini comes first, and pyproject.toml fills in what it does not say", () => {
  const folder = folderWith({
    "alembic.ini": ini("script_location = ."),
    "pyproject.toml": toml(
      'script_location = "nowhere"',
      'version_locations = ["one", "%(here)s/two"]',
    ),
    ...TWO_PLACES,
  });
  expect(idsIn(folder)).toEqual(["a1", "b2"]);
  // Alembic reads both, whichever is named.
  const configPath = join(folder, "alembic.ini");
  expect(findProject(folder, { config: "pyproject.toml" })).toMatchObject({ configPath });
  writeFiles(folder, { "alembic.ini": ini("script_location = .", "version_locations = one") });
  expect(idsIn(folder)).toEqual(["a1"]);
});

test("recursive_version_locations is a truth value in pyproject.toml", () => {
  const folder = folderWith({
    "pyproject.toml": toml('script_location = "migrations"', "recursive_version_locations = true"),
    "migrations/versions/2024/a.py": revisionScript("a1", null),
  });
  expect(idsIn(folder)).toEqual(["a1"]);
});

test("a pyproject.toml without [tool.alembic] is none, whatever else it has", () => {
  for (const text of ['[project]\ndependencies = ["alembic"]\n', "[broken"]) {
    expect(problemIn(folderWith({ "pyproject.toml": text }))).toMatchObject({
      code: "config_missing",
    });
  }
  const folder = folderWith({ "pyproject.toml": "[project]\n" });
  expect(problemIn(folder, { config: "pyproject.toml" })).toMatchObject({
    code: "config_section_missing",
    details: { section: "tool.alembic", key: "script_location" },
  });
});

test("a [tool.alembic] that is no TOML is named with its line", () => {
  const folder = folderWith({ "pyproject.toml": "[tool.alembic]\nscript_location = migrations\n" });
  expect(problemIn(folder)).toMatchObject({
    code: "config_unreadable",
    details: { path: join(folder, "pyproject.toml"), line: "2", reason: "toml" },
  });
});

test("a pyproject.toml here and an alembic.ini in backend are not chosen between", () => {
  const folder = folderWith({ "pyproject.toml": toml('script_location = "migrations"') });
  writeFiles(join(folder, "backend"), { "alembic.ini": ini("script_location = .") });
  expect(problemIn(folder)).toMatchObject({ code: "config_ambiguous" });
});

const TWO_PLACES = {
  "one/a.py": revisionScript("a1", null),
  "two/b.py": revisionScript("b2", "a1"),
};

test.for<readonly [string, string[]]>([
  ["spaces", ["version_locations = %(here)s/one %(here)s/two"]],
  ["commas", ["version_locations = %(here)s/one, %(here)s/two"]],
  ["lines", ["version_locations =", "    %(here)s/one", "    %(here)s/two"]],
  [
    "the system's separator",
    ["path_separator = os", "version_locations = %(here)s/one:%(here)s/two"],
  ],
  ["semicolons", ["version_path_separator = ;", "version_locations = one;two"]],
])("version_locations are split at %s", ([, lines]) => {
  const folder = folderWith({ "alembic.ini": ini("script_location = .", ...lines), ...TWO_PLACES });
  expect(idsIn(folder)).toEqual(["a1", "b2"]);
});

test("a project in a folder whose name has a space is found whole", () => {
  // The template of Alembic 1.16 and newer says `path_separator = os`.
  const files = {
    "alembic.ini": ini(
      "script_location = .",
      "path_separator = os",
      "version_locations = %(here)s/one:%(here)s/two",
    ),
    ...TWO_PLACES,
  };
  expect(idsIn(folderWith(files, "my project"))).toEqual(["a1", "b2"]);
});

test("a script_location inside a Python package is found below the project", () => {
  const folder = folderWith({
    "alembic.ini": ini("script_location = app:migrations"),
    "app/__init__.py": "",
    "app/migrations/versions/a.py": revisionScript("a1", null),
  });
  expect(idsIn(folder)).toEqual(["a1"]);
});

test("scripts in subfolders are read when alembic.ini says so", () => {
  const folder = folderWith({
    "alembic.ini": ini("script_location = migrations", "recursive_version_locations = true"),
    "migrations/versions/2024/a.py": revisionScript("a1", null),
    "migrations/versions/2025/b.py": revisionScript("b2", "a1"),
  });
  expect(idsIn(folder)).toEqual(["a1", "b2"]);
});

test("a compose file beside the project or one folder above it is found", () => {
  const files = { "alembic.ini": ini("script_location = migrations"), ...SCRIPTS };
  const folder = folderWith({ ...files, "compose.yaml": "" });
  expect(findProject(folder, {}).composeFiles).toEqual([join(folder, "compose.yaml")]);
  const above = folderWith({ "docker-compose.yml": "" });
  writeFiles(join(above, "backend"), files);
  expect(findProject(above, {}).composeFiles).toEqual([join(above, "docker-compose.yml")]);
});

test("files that are no revisions do not matter: packages, caches, an editor's locks", () => {
  const folder = folderWith({
    "alembic.ini": ini("script_location = migrations"),
    ...SCRIPTS,
    "migrations/versions/__init__.py": "",
    "migrations/versions/helper.py": "def help():\n    revision = 'x'\n",
    "migrations/versions/README": "revision = 'x'",
    "migrations/versions/old.py.bak": revisionScript("c3", "nowhere"),
    "migrations/versions/__pycache__/a.cpython-311.pyc": "",
  });
  // What Emacs leaves beside a file that is being edited; Alembic passes over it, too.
  symlinkSync("somebody@host.4711:1", join(folder, "migrations", "versions", ".#a.py"));
  expect(idsIn(folder)).toEqual(["a1", "b2"]);
});

test("a script that cannot be read is named", () => {
  const folder = folderWith({ "alembic.ini": ini("script_location = migrations"), ...SCRIPTS });
  symlinkSync("nowhere.py", join(folder, "migrations", "versions", "c.py"));
  expect(problemIn(folder)).toMatchObject({
    exitCode: 3,
    details: { path: "migrations/versions/c.py" },
  });
});

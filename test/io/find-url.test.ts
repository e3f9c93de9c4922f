import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { findProject } from "../../src/io/project/find-project.ts";
import { findUrl, type UrlOptions } from "../../src/io/project/find-url.ts";
import { revisionScript, writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

const url = (database: string) => `postgresql://u:p@127.0.0.1:5432/${database}`;

interface Place {
  /** Lines of alembic.ini. */
  readonly ini?: string;
  /** Text of .env beside alembic.ini. */
  readonly env?: string;
  /** Text of .env one folder above. */
  readonly above?: string;
  /** Text of .env in the folder in which the operator stands. */
  readonly here?: string;
  readonly environment?: string;
  readonly options?: UrlOptions;
}

function lookIn(place: Place) {
  const root = temporaryFolder();
  const folder = join(root, "app", "backend");
  const from = join(root, "elsewhere");
  writeFiles(folder, {
    "alembic.ini": `[alembic]\nscript_location = .\n${place.ini ?? ""}\n`,
    "versions/a.py": revisionScript("a1", null),
  });
  mkdirSync(from);
  if (place.env !== undefined) writeFiles(folder, { ".env": place.env });
  if (place.above !== undefined) writeFiles(dirname(folder), { ".env": place.above });
  if (place.here !== undefined) writeFiles(from, { ".env": place.here });
  const project = findProject(folder, {});
  const environment = place.environment === undefined ? {} : { DATABASE_URL: place.environment };
  return { find: () => findUrl(project, place.options ?? {}, from, environment), folder, from };
}

const databaseIn = (place: Place) => lookIn(place).find().url.database;

test("the places are asked in one order: option, environment, .env files, alembic.ini", () => {
  const all = {
    options: { url: url("option") },
    environment: url("environment"),
    env: `DATABASE_URL=${url("beside")}`,
    above: `DATABASE_URL=${url("above")}`,
    here: `DATABASE_URL=${url("here")}`,
    ini: `sqlalchemy.url = ${url("ini")}`,
  };
  expect(databaseIn(all)).toBe("option");
  const { options: _, ...withoutOption } = all;
  expect(databaseIn(withoutOption)).toBe("environment");
  const { environment: __, ...files } = withoutOption;
  expect(databaseIn(files)).toBe("beside");
  const { env: ___, ...farther } = files;
  expect(databaseIn(farther)).toBe("above");
  const { above: ____, ...nearby } = farther;
  expect(databaseIn(nearby)).toBe("here");
  expect(databaseIn({ ini: all.ini })).toBe("ini");
});

test("where it was found is told, and which file the environment overrides", () => {
  const env = `DATABASE_URL=${url("beside")}`;
  const one = lookIn({ env });
  expect(one.find().source).toEqual({
    from: "env_file",
    name: "DATABASE_URL",
    path: join(one.folder, ".env"),
  });
  const two = lookIn({ env, environment: url("environment") });
  expect(two.find().source).toMatchObject({
    from: "environment",
    overrides: join(two.folder, ".env"),
  });
  const same = lookIn({ env, environment: url("beside") });
  expect(same.find().source).toMatchObject({ from: "environment", overrides: null });
  const three = lookIn({ ini: `sqlalchemy.url = ${url("ini")}` });
  expect(three.find().source).toEqual({ from: "config", path: join(three.folder, "alembic.ini") });
  expect(lookIn({ options: { url: url("x") } }).find().source).toEqual({ from: "option" });
});

test("a file that was named beats the environment, and one that is missing is a problem", () => {
  const place = { environment: url("environment"), here: `DATABASE_URL=${url("named")}` };
  expect(databaseIn({ ...place, options: { envFile: ".env" } })).toBe("named");
  expect(lookIn({ ...place, options: { envFile: "nowhere.env" } }).find).toThrowError(
    expect.objectContaining({ code: "env_file_missing", exitCode: 3 }),
  );
});

test.for<readonly [string, string]>([
  ["plain", `DATABASE_URL=${url("app")}`],
  ["double quotes", `DATABASE_URL="${url("app")}"`],
  ["single quotes", `DATABASE_URL='${url("app")}'`],
  ["export", `export DATABASE_URL=${url("app")}`],
  ["spaces around the equals sign", `  DATABASE_URL = ${url("app")}  `],
  ["a comment behind it", `DATABASE_URL=${url("app")} # the real one`],
  ["a quoted value and a comment", `DATABASE_URL="${url("app")}" # the real one`],
  ["a byte order mark and Windows line ends", `\ufeffDATABASE_URL=${url("app")}\r\nOTHER=1\r\n`],
  ["other variables around it", `A=1\n# DATABASE_URL=x\nDATABASE_URL=${url("app")}\nB="x\ny"\n`],
  ["a second assignment, which counts", `DATABASE_URL=${url("old")}\nDATABASE_URL=${url("app")}\n`],
  [
    "a variable whose name ends alike",
    `DATABASE_URL=${url("app")}\nTEST_DATABASE_URL=${url("test")}\n`,
  ],
])(".env is understood with %s", ([, env]) => {
  expect(databaseIn({ env })).toBe("app");
});

test("a number sign inside a password in .env is part of it, as env.py reads it", () => {
  const { find } = lookIn({ env: "DATABASE_URL=postgresql://u:p#w@127.0.0.1:5432/app\n" });
  expect(find().url).toMatchObject({ password: "p#w", database: "app" });
});

test("an empty variable counts as none, in the environment and in .env", () => {
  const ini = `sqlalchemy.url = ${url("ini")}`;
  expect(databaseIn({ environment: "", env: "DATABASE_URL=\n", ini })).toBe("ini");
});

test("a virtual environment that is called .env is no file to read", () => {
  const { find, folder } = lookIn({ ini: `sqlalchemy.url = ${url("ini")}` });
  mkdirSync(join(folder, ".env", "bin"), { recursive: true });
  expect(find().url.database).toBe("ini");
});

test("an --env-file that is a folder is a problem with the file, not a fault of restamp's", () => {
  const { find } = lookIn({ options: { envFile: "." } });
  expect(find).toThrowError(expect.objectContaining({ exitCode: 3 }));
});

test("in alembic.ini a per cent sign is doubled, and variables are filled in", () => {
  const ini = "user = me\nsqlalchemy.url = postgresql://%(user)s:p%%40ss@127.0.0.1:5432/app";
  expect(lookIn({ ini }).find().url).toMatchObject({ user: "me", password: "p@ss" });
});

test("without a URL the problem says where it was looked for", () => {
  const { find, folder } = lookIn({});
  expect(find).toThrowError(
    expect.objectContaining({
      code: "url_missing",
      exitCode: 3,
      details: { looked: join(folder, ".env"), config: join(folder, "alembic.ini") },
    }),
  );
});

test.for<readonly [string, string, string]>([
  ["an empty one", "  ", "empty"],
  ["no URL at all", "nonsense", "not_a_url"],
  ["another database", "mysql://u:p@h/d", "not_postgresql"],
  ["a raw @ in the password", "postgresql://u:p@ss@127.0.0.1:5432/app", "raw_at_sign"],
  ["a raw @ and / in the password", "postgresql://u:p@s/s@127.0.0.1:5432/app", "raw_at_sign"],
  ["a raw @ and : in the password", "postgresql://u:p@s:s@127.0.0.1:5432/app", "raw_at_sign"],
  ["a port that is no number", "postgresql://u:p@127.0.0.1:54x2/app", "bad_port"],
  ["a port out of range", "postgresql://u:p@127.0.0.1:70000/app", "bad_port"],
  ["no database", "postgresql://u:p@127.0.0.1:5432/", "no_database"],
  ["the example of alembic init", "driver://user:pass@localhost/dbname", "placeholder"],
])("%s is a malformed URL of its own kind", ([, text, fault]) => {
  expect(lookIn({ environment: text }).find).toThrowError(
    expect.objectContaining({
      code: "url_malformed",
      exitCode: 3,
      details: { fault, source: "environment", path: "DATABASE_URL" },
    }),
  );
});

test("a malformed URL of alembic.ini or .env names the file", () => {
  const ini = lookIn({ ini: "sqlalchemy.url = driver://user:pass@localhost/dbname" });
  expect(ini.find).toThrowError(
    expect.objectContaining({
      details: { fault: "placeholder", source: "config", path: join(ini.folder, "alembic.ini") },
    }),
  );
  const env = lookIn({ env: "DATABASE_URL=nonsense" });
  expect(env.find).toThrowError(
    expect.objectContaining({
      details: expect.objectContaining({ path: join(env.folder, ".env") }),
    }),
  );
});

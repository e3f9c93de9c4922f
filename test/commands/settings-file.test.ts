/** restamp.toml and [tool.restamp]: where they are found, and what they change. */
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { freshDatabase, REVISIONS } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { expectRefused } from "../support/refusals.ts";
import { type Ran, runRestamp, temporaryFolder } from "../support/restamp.ts";

/** A project, which names the bundled chain, inside a repository. @returns the repository */
function repository(files: Readonly<Record<string, string>>): string {
  const root = temporaryFolder();
  writeFiles(root, { ".git/HEAD": "", "api/src/main.py": "", ...files });
  return root;
}

const REFERENCE = join(REVISIONS, "restamp.reference.json");

const naming = (database: string) => `
config = "${REVISIONS}/alembic.ini"
url = "${database}"
`;

const diagnose = (cwd: string, ...args: string[]) =>
  runRestamp(["diagnose", "--json", ...args], { cwd });

const databaseIn = ({ stdout }: Ran) => JSON.parse(stdout).database.name;

test("restamp.toml is found from below, up to the repository's root, and no further", async () => {
  const database = await freshDatabase();
  const root = repository({ "restamp.toml": naming(database.text) });
  expect(databaseIn(await diagnose(join(root, "api/src")))).toBe(database.database);
  writeFiles(root, { "api/.git/HEAD": "" });
  const beyond = await diagnose(join(root, "api/src"));
  expect(JSON.parse(beyond.stdout).error.code).toBe("config_missing");
});

test("the nearest restamp.toml counts, and any of them before pyproject.toml", async () => {
  const [near, far] = [await freshDatabase(), await freshDatabase()];
  const root = repository({
    "restamp.toml": naming(far.text),
    "api/src/pyproject.toml": `[tool.restamp]\n${naming(near.text)}`,
  });
  expect(databaseIn(await diagnose(join(root, "api/src")))).toBe(far.database);
  writeFiles(root, { "api/restamp.toml": naming(near.text) });
  expect(databaseIn(await diagnose(join(root, "api/src")))).toBe(near.database);
});

test("[tool.restamp] counts, and a pyproject.toml without it does not", async () => {
  const database = await freshDatabase();
  const root = repository({
    "pyproject.toml": `[tool.restamp]\n${naming(database.text)}`,
    "api/pyproject.toml": '[project]\nname = "api"\n[tool.ruff]\n',
    "api/src/pyproject.toml": "[this is no TOML",
  });
  expect(databaseIn(await diagnose(join(root, "api/src")))).toBe(database.database);
});

test("beside alembic.ini it counts from outside, too; first where that was named", async () => {
  const [own, other] = [await freshDatabase(), await freshDatabase()];
  const ini = `[alembic]\nscript_location = ${REVISIONS}\n`;
  const root = repository({
    "backend/alembic.ini": ini,
    "backend/restamp.toml": `url = "${own.text}"\nreference = "${REFERENCE}"\n`,
  });
  expect(databaseIn(await diagnose(root))).toBe(own.database);
  writeFiles(root, { "restamp.toml": `url = "${other.text}"\nreference = "${REFERENCE}"\n` });
  expect(databaseIn(await diagnose(root))).toBe(other.database);
  expect(databaseIn(await diagnose(root, "-c", "backend"))).toBe(own.database);
});

test("a typed URL comes first, then DATABASE_URL, then the file; -v says which file counted", async () => {
  const [typed, exported, written] = await Promise.all([
    freshDatabase(),
    freshDatabase(),
    freshDatabase(),
  ]);
  const cwd = repository({ "restamp.toml": `${naming(written.text)}schema = "public"\n` });
  const environment = { DATABASE_URL: exported.text };
  const run = (...args: string[]) =>
    runRestamp(["diagnose", "--json", "-v", ...args], { cwd, environment });
  const [first, second, third] = await Promise.all([
    run("--url", typed.text),
    run(),
    diagnose(cwd, "-v"),
  ]);
  expect([first, second, third].map(databaseIn)).toEqual([
    typed.database,
    exported.database,
    written.database,
  ]);
  const path = join(cwd, "restamp.toml");
  expect(first.stderr).toContain(`Settings: ${path} (config, schema)\n`);
  expect(third.stderr).toContain(`Settings: ${path} (config, url, schema)\n`);
});

test("an env-file in the file loses against DATABASE_URL, one that is typed wins", async () => {
  const [exported, written] = [await freshDatabase(), await freshDatabase()];
  const cwd = repository({
    "restamp.toml": `config = "${REVISIONS}/alembic.ini"\nenv-file = "deploy/env"\n`,
    "deploy/env": `DATABASE_URL=${written.text}\n`,
  });
  expect(databaseIn(await diagnose(join(cwd, "api")))).toBe(written.database);
  const environment = { DATABASE_URL: exported.text };
  const run = (...args: string[]) =>
    runRestamp(["diagnose", "--json", ...args], { cwd, environment });
  expect(databaseIn(await run())).toBe(exported.database);
  expect(databaseIn(await run("--env-file", "deploy/env"))).toBe(written.database);
});

test("a file that names several databases comes before the one of the settings", async () => {
  const [one, other, usual] = [await freshDatabase(), await freshDatabase(), await freshDatabase()];
  const cwd = repository({
    "restamp.toml": naming(usual.text),
    "all.txt": `${one.text}\n${other.text}\n`,
  });
  const { stdout } = await runRestamp(["diagnose", "--json", "--targets", "all.txt"], {
    cwd,
    environment: { DATABASE_URL: usual.text },
  });
  for (const { database } of [one, other]) expect(stdout).toContain(database);
  expect(stdout).not.toContain(usual.database);
});

test("the language of the file is that of help and of mistakes, unless another is asked for", async () => {
  const cwd = repository({ "restamp.toml": 'lang = "ru"\n' });
  const says = async (args: readonly string[], environment = {}) => {
    const { stdout, stderr } = await runRestamp(args, { cwd, environment });
    return stdout + stderr;
  };
  expect(await says(["--help"])).toContain("Использование: restamp");
  expect(await says(["frobnicate"])).toContain("Команды frobnicate нет.");
  expect(await says(["--help"], { RESTAMP_LANG: "en" })).toContain("Usage: restamp");
  expect(await says(["--help", "--lang", "en"])).toContain("Usage: restamp");
});

test("a password that others may read is warned of, and never shown", async () => {
  const cwd = repository({ "restamp.toml": 'url = "postgresql://app:hunter2@localhost/none"\n' });
  const path = join(cwd, "restamp.toml");
  const ran = await runRestamp(["diagnose", "-v"], { cwd });
  expect(ran.stderr).toContain(`chmod 600 ${path}`);
  chmodSync(path, 0o600);
  const closed = await runRestamp(["diagnose", "-v"], { cwd });
  expect(closed.stderr).not.toContain("chmod");
  expect(ran.stderr + closed.stderr).not.toContain("hunter2");
});

test.each([
  ["urll", 'urll = "x"', 2, "settings_unknown", ["urll", /nearest is url\b/]],
  ["a key like none", "frobnicate = 1", 2, "settings_unknown", ["frobnicate", "env-file"]],
  ["a consent", "yes = true", 2, "settings_unknown", ["yes", "repair, undo", "anew"]],
  ["a wrong value", 'lock-timeout = "soon"', 2, "settings_invalid", ["lock-timeout", "soon"]],
  ["a newer version", "version = 2", 3, "settings_newer", ["version = 2", "newer restamp"]],
  ["no TOML", "[", 3, "config_unreadable", ["Line 1 is not TOML"]],
] as const)(
  "%s in restamp.toml: one message, and nothing is done",
  async (...[, text, exit, problem, says]) => {
    const cwd = repository({ "restamp.toml": text });
    const shown = [join(cwd, "restamp.toml"), ...says];
    const commands = [["diagnose"], ["repair", "--yes", "--json"], ["practice", "--list"]];
    await expectRefused({ cwd, commands, exit, problem, says: shown });
    expect((await runRestamp(["--help"], { cwd })).code).toBe(0);
  },
);

test("an error is an object where the file asks for JSON", async () => {
  const cwd = repository({ "restamp.toml": "json = true\n" });
  const ran = await runRestamp(["diagnose"], { cwd });
  expect(JSON.parse(ran.stdout).error.code).toBe("config_missing");
});

test("--ignore-settings leaves a file out, whatever it says, and is no key of it", async () => {
  const cwd = repository({ "restamp.toml": "frobnicate = 1\njson = true\n" });
  const ran = await runRestamp(["--ignore-settings", "practice", "--list"], { cwd });
  expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: "" });
  expect(ran.stdout).not.toMatch(/^[[{]/);
  writeFiles(cwd, { "restamp.toml": "ignore-settings = true\n" });
  expect((await runRestamp(["practice", "--list"], { cwd })).code).toBe(2);
});

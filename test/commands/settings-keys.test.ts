/** Every option that a command takes is a key of restamp.toml, and means there what it means when it is typed. */
import { join } from "node:path";
import { Command } from "commander";
import { beforeEach, expect, test, vi } from "vitest";
import { applySettings } from "../../src/commands/apply-settings.ts";
import { type GlobalOptions, withGlobalOptions } from "../../src/commands/global-options.ts";
import { OTHER_WAYS } from "../../src/commands/targets/options.ts";
import { textFor } from "../../src/text/index.ts";

const FOLDER = "/srv/app";

/** By key: a value in the file, and the words on the command line that say the same. */
const KEYS: Readonly<Record<string, readonly [written: unknown, typed: readonly string[]]>> = {
  config: ["api/alembic.ini", ["--config", "/srv/app/api/alembic.ini"]],
  name: ["tenant", ["--name", "tenant"]],
  x: [
    ["tenant=a", "b"],
    ["-x", "tenant=a", "-x", "b"],
  ],
  "env-file": ["../prod.env", ["--env-file", "/srv/prod.env"]],
  url: ["postgresql://h/d", ["--url", "postgresql://h/d"]],
  via: ["ssh -W localhost:5432 db", ["--via", "ssh -W localhost:5432 db"]],
  compose: ["db", ["--compose", "db"]],
  schema: ["shop", ["--schema", "shop"]],
  alembic: ["api/bin/alembic -q", ["--alembic", "/srv/app/api/bin/alembic -q"]],
  reference: ["r.json", ["--reference", "/srv/app/r.json"]],
  shadow: ["same-server", ["--shadow", "same-server"]],
  backup: ["backups", ["--backup", "/srv/app/backups"]],
  "pg-dump": ["pg_dump", ["--pg-dump", "pg_dump"]],
  rehearse: ["rows", ["--rehearse", "rows"]],
  "lock-timeout": ["3s", ["--lock-timeout", "3s"]],
  lang: ["ru", ["--lang", "ru"]],
  ascii: [true, ["--ascii"]],
  color: [false, ["--no-color"]],
  "screen-reader": [true, ["--screen-reader"]],
  json: [true, ["--json"]],
  verbose: [true, ["--verbose"]],
};

beforeEach(() => {
  for (const name of ["RESTAMP_ALEMBIC", "RESTAMP_PG_DUMP"]) vi.stubEnv(name, undefined);
  return () => vi.unstubAllEnvs();
});

const given = (typed: readonly string[] = []) =>
  withGlobalOptions(new Command().exitOverride(), textFor("en")).parse([...typed], {
    from: "user",
  });

const settings = (table: Readonly<Record<string, unknown>>) => ({
  path: join(FOLDER, "restamp.toml"),
  table,
  isReadableByOthers: false,
});

/** @returns the options after a file has been applied to what was typed, and the keys that counted */
function applied(table: Readonly<Record<string, unknown>>, typed: readonly string[] = []) {
  const program = given(typed);
  const { keys } = applySettings(program, settings(table));
  return { keys, options: program.opts<GlobalOptions>() };
}

test("every option has its key here", () => {
  const names = given().options.map((option) => option.name().replace(/^no-/, ""));
  expect([...Object.keys(KEYS), "ignore-settings"]).toEqual(names);
});

test.each(Object.entries(KEYS))("%s in a file is what the option is", (key, [written, typed]) => {
  const { keys, options } = applied({ [key]: written });
  expect(options).toEqual(given(typed).opts());
  expect(options).not.toEqual(given().opts());
  expect(keys).toEqual([key]);
});

test.each(Object.keys(KEYS))("%s that is typed comes before the file", (key) => {
  const [written, typed] = KEYS[key] ?? [];
  const { keys, options } = applied({ [key]: written }, typed);
  expect(options).toEqual(given(typed).opts());
  expect(keys).toEqual([]);
});

test("what a file says of one database does not count where several are named", () => {
  const program = given();
  const file = settings({ url: "postgresql://h/d", via: "ssh db", name: "tenant" });
  expect(applySettings(program, file, OTHER_WAYS).keys).toEqual(["name"]);
  expect(program.opts()).toEqual(given(["--name", "tenant"]).opts());
});

test("the environment comes before the file, unless its variable is empty", () => {
  const table = { alembic: "one", "pg-dump": "two" };
  vi.stubEnv("RESTAMP_ALEMBIC", "uv run alembic");
  vi.stubEnv("RESTAMP_PG_DUMP", "");
  expect(applied(table)).toMatchObject({
    keys: ["pg-dump"],
    options: { alembic: "uv run alembic", pgDump: "two" },
  });
});

test.each<readonly [Readonly<Record<string, unknown>>, object]>([
  [{ version: 1 }, {}],
  [{ compose: true }, { compose: true }],
  [{ compose: false }, {}],
  [{ x: "one" }, { x: ["one"] }],
  [{ x: [] }, {}],
  [{ backup: "none" }, { backup: "none" }],
  [{ alembic: "/opt/my env/alembic" }, { alembic: "/opt/my env/alembic" }],
  [{ alembic: "'my env/alembic'" }, { alembic: '"/srv/app/my env/alembic"' }],
])("%j", (table, options) => {
  expect(applied(table).options).toEqual({ ...given().opts(), ...options });
});

test.each([
  [{ url: true }, "text"],
  [{ url: ["a"] }, "text"],
  [{ url: 1 }, "text"],
  [{ x: [1] }, "text"],
  [{ rehearse: ["rows"] }, "text"],
  [{ ascii: "yes" }, "switch"],
  [{ "lock-timeout": "soon" }, "value"],
  [{ rehearse: "never" }, "value"],
  [{ lang: "de" }, "value"],
  [{ version: "1" }, "version"],
  [{ version: 0 }, "version"],
])("%j is not right", (table, expected) => {
  expect(() => applied(table)).toThrowError(
    expect.objectContaining({
      code: "settings_invalid",
      details: expect.objectContaining({ key: Object.keys(table)[0], expected }),
    }),
  );
});

test.each<readonly [Readonly<Record<string, unknown>>, boolean]>([
  [{ url: "postgresql://u:secret@h/d" }, true],
  [{ url: "host=h password=secret dbname=d" }, true],
  [{ shadow: "postgresql://u:secret@h/d" }, true],
  [{ x: ["a", "url=postgresql://u:secret@h/d"] }, true],
  [{ url: "postgresql://u@h/d", name: "password" }, false],
])("whether %j tells a password: %s", (table, tellsPassword) => {
  const open = { ...settings(table), isReadableByOthers: true };
  expect(applySettings(given(), open).tellsPassword).toBe(tellsPassword);
  expect(applySettings(given(), settings(table)).tellsPassword).toBe(false);
});

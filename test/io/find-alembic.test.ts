import { chmodSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { splitCommand } from "../../src/io/process/split-command.ts";
import { databaseUrl } from "../support/database.ts";
import { standIn, writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { alembicIn } from "../support/stand-in-alembic.ts";

// What this machine has must not be found.
beforeEach(() => {
  vi.stubEnv("PATH", "/usr/bin:/bin");
  vi.stubEnv("VIRTUAL_ENV", undefined);
  return () => vi.unstubAllEnvs();
});

/** @returns a project's folder, with a folder for stand-ins on the PATH */
function projectWithPath(): { folder: string; bin: string } {
  const root = temporaryFolder();
  const [folder, bin] = [join(root, "srv", "app", "backend"), join(root, "bin")];
  writeFiles(folder, { "alembic.ini": "" });
  writeFiles(bin, { nothing: "" });
  vi.stubEnv("PATH", `${bin}:/usr/bin:/bin`);
  return { folder, bin };
}

test.for([".venv", "venv", "env"])(
  "a virtual environment %s beside alembic.ini is found",
  (name) => {
    const { folder } = projectWithPath();
    const path = standIn(folder, `${name}/bin/alembic`, "");
    expect(findAlembic(folder, undefined)).toEqual({ argv: [path], found: "virtual_environment" });
  },
);

test("a virtual environment above the project is found, the nearest one first", () => {
  const { folder } = projectWithPath();
  const far = standIn(join(folder, "../.."), ".venv/bin/alembic", "");
  expect(findAlembic(folder, undefined).argv).toEqual([far]);
  const near = standIn(join(folder, ".."), "venv/bin/alembic", "");
  expect(findAlembic(folder, undefined).argv).toEqual([near]);
});

test("the project's own environment comes before the active one, and that before the PATH", () => {
  const { folder, bin } = projectWithPath();
  const onPath = standIn(bin, "alembic", "");
  expect(findAlembic(folder, undefined)).toEqual({ argv: [onPath], found: "path" });
  const active = standIn(join(bin, ".."), "active/bin/alembic", "");
  vi.stubEnv("VIRTUAL_ENV", join(bin, "..", "active"));
  expect(findAlembic(folder, undefined).argv).toEqual([active]);
  const own = standIn(folder, ".venv/bin/alembic", "");
  expect(findAlembic(folder, undefined).argv).toEqual([own]);
});

test("a virtual environment without alembic, or with one that cannot be run, is passed over", () => {
  const { folder, bin } = projectWithPath();
  const onPath = standIn(bin, "alembic", "");
  writeFiles(folder, { ".venv/bin/python": "" });
  chmodSync(standIn(folder, "venv/bin/alembic", ""), 0o644);
  expect(findAlembic(folder, undefined)).toEqual({ argv: [onPath], found: "path" });
});

test.for([
  ["uv.lock", "", "uv"],
  ["poetry.lock", "", "poetry"],
  ["pdm.lock", "", "pdm"],
  ["Pipfile", "", "pipenv"],
  ["hatch.toml", "", "hatch"],
  ["pyproject.toml", "[tool.hatch.envs.default]\n", "hatch"],
] as const)("a project with %s is run with %s where that is installed", ([file, text, command]) => {
  const { folder, bin } = projectWithPath();
  const root = join(folder, "..");
  writeFiles(root, { [file]: text });
  const onPath = standIn(bin, "alembic", "");
  expect(findAlembic(folder, undefined).argv).toEqual([onPath]);
  standIn(bin, command, "");
  expect(findAlembic(folder, undefined)).toEqual({
    argv: [command, "run", "alembic"],
    found: command,
    folder: root,
  });
});

test("who builds with hatchling and keeps the environment with uv is run with uv", () => {
  const { folder, bin } = projectWithPath();
  writeFiles(folder, { "uv.lock": "", "pyproject.toml": "[tool.hatch.build]\n" });
  for (const name of ["hatch", "uv"]) standIn(bin, name, "");
  expect(findAlembic(folder, undefined)).toMatchObject({ found: "uv" });
});

test("the found command is really started, through uv as well", async () => {
  const { folder, bin } = projectWithPath();
  writeFiles(folder, { "uv.lock": "" });
  standIn(bin, "uv", 'echo "uv $*"');
  const { argv } = findAlembic(folder, undefined);
  const result = await alembicIn(folder, databaseUrl("nowhere"), { argv }).run(["current"]);
  expect(result).toMatchObject({
    output: ["uv run alembic current"],
    shown: "uv run alembic current",
  });
});

test("the option comes before everything else, and an empty one is none", () => {
  const { folder } = projectWithPath();
  const own = standIn(folder, ".venv/bin/alembic", "");
  expect(findAlembic(folder, "docker compose exec -T backend alembic")).toEqual({
    argv: ["docker", "compose", "exec", "-T", "backend", "alembic"],
    found: "option",
  });
  expect(findAlembic(folder, "  ").argv).toEqual([own]);
});

test("without any alembic the problem names the folder that was searched", () => {
  const { folder } = projectWithPath();
  expect(() => findAlembic(folder, undefined)).toThrowError(
    expect.objectContaining({
      code: "alembic_missing",
      details: expect.objectContaining({ directory: folder, reason: "not_found" }),
    }),
  );
});

test.for<readonly [string, readonly string[]]>([
  ["alembic", ["alembic"]],
  ["  python  -m   alembic ", ["python", "-m", "alembic"]],
  ['"/opt/my env/bin/alembic" -x a=b', ["/opt/my env/bin/alembic", "-x", "a=b"]],
  ["'/opt/my env/bin/alembic'", ["/opt/my env/bin/alembic"]],
  [`sh -c 'cd "a b" && exec alembic "$@"' --`, ["sh", "-c", 'cd "a b" && exec alembic "$@"', "--"]],
  [String.raw`a"b c"'d e' "say \"hi\" for \$5"`, ["ab cd e", 'say "hi" for $5']],
  ['alembic -x ""', ["alembic", "-x", ""]],
])("the command line %s is split as a shell does it", ([text, words]) => {
  expect(splitCommand(text)).toEqual(words);
});

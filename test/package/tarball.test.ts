/** What `npm pack` gives, installed where there is nothing else: neither its sources nor a registry. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { npmCommand } from "../../src/setup/packages.mjs";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { REVISIONS } from "../support/database.ts";
import { temporaryFolder } from "../support/restamp.ts";

const TREE = fileURLToPath(new URL("../..", import.meta.url));

/** All that packing reads. */
const SOURCES = [
  ..."src revisions packaging package.json package-lock.json".split(" "),
  ..."README.md CHANGELOG.md LICENSE docs/diagnose.schema.json".split(" "),
];

/** Nothing listens there: whoever needs a registry fails. */
const REFUSING = "http://127.0.0.1:9";

const populated = populatedDatabases(FIRST, WRONG);

/** Runs a program to its end, which must be a good one. @returns its stdout */
function run(argv: readonly string[], cwd: string, more: NodeJS.ProcessEnv = {}): string {
  const [file = "", ...args] = argv;
  const { PATH, RESTAMP_ALEMBIC } = process.env;
  const ran = spawnSync(file, args, {
    cwd,
    encoding: "utf8",
    // npm asks a registry that does not answer for minutes, again and again.
    timeout: 40_000,
    env: {
      PATH,
      RESTAMP_ALEMBIC,
      HOME: cwd,
      npm_config_update_notifier: "false",
      npm_config_registry: REFUSING,
      ...more,
    },
  });
  expect(ran, ran.stderr).toMatchObject({ status: 0 });
  return ran.stdout;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

const npm = npmCommand(process.env) ?? ["npm"];

/** Packs a copy of the tree, in which nothing is built. */
function pack(): Packed & { readonly path: string } {
  const root = join(temporaryFolder(), "tree");
  mkdirSync(root);
  for (const name of SOURCES) cpSync(join(TREE, name), join(root, name), { recursive: true });
  symlinkSync(join(TREE, "node_modules"), join(root, "node_modules"));
  // What the build says of itself comes first.
  const said = run([...npm, "pack", "--json", "--loglevel=error"], root);
  const [packed] = JSON.parse(said.slice(said.indexOf("[\n"))) as [Packed];
  return { ...packed, path: join(root, packed.filename) };
}

test("the package installs without a registry, and runs with npx in an empty folder", async () => {
  const packed = pack();
  const paths = packed.files.map(({ path }) => path);
  const listed = (folder: string) => paths.filter((path) => path.startsWith(`${folder}/`));
  const inTree = (folder: string) =>
    readdirSync(join(TREE, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".pyc"))
      .map((entry) => join(entry.parentPath, entry.name).slice(TREE.length));
  expect(listed("revisions").sort()).toEqual(inTree("revisions").sort());
  expect(listed("src").sort()).toEqual(inTree("src/practice/scenarios").sort());
  expect(paths.filter((path) => !/^(revisions|src)\//.test(path)).sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "dist/THIRD-PARTY-LICENSES.txt",
    "dist/program.js",
    "dist/restamp.js",
    "docs/diagnose.schema.json",
    "man/restamp.1",
    "package.json",
  ]);
  expect(packed.size).toBeLessThan(700_000);
  expect(packed.unpackedSize).toBeLessThan(2_200_000);

  const folder = temporaryFolder();
  const { version } = JSON.parse(readFileSync(join(TREE, "package.json"), "utf8"));
  cpSync(packed.path, join(folder, packed.filename));
  // An absolute path npx would start as a program.
  const fromFile = [...npm, "exec", "--yes", "--", `./${packed.filename}`];
  expect(run([...fromFile, "--version"], folder)).toBe(`${version}\n`);
  run([...npm, "install", packed.path], folder);
  expect(readdirSync(join(folder, "node_modules")).sort()).toEqual([
    ".bin",
    ".package-lock.json",
    "restamp",
  ]);

  const npx = (args: readonly string[], environment?: NodeJS.ProcessEnv) =>
    run([...npm, "exec", "--", "restamp", ...args], folder, environment);
  expect(npx(["--version"])).toBe(`${version}\n`);
  expect(npx(["repair", "--help"])).toContain("--confirm <database>");
  expect(npx(["practice", "--list", "--json"]).match(/"title"/g)?.length).toBe(
    listed("src").length,
  );

  const { text } = await populated();
  const { PATH, RESTAMP_ALEMBIC } = process.env;
  const command = join(folder, "node_modules", ".bin", "restamp");
  const args = ["-c", join(REVISIONS, "alembic.ini"), "--url", text, "diagnose", "--json"];
  const seen = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env: { PATH, RESTAMP_ALEMBIC, HOME: folder },
  });
  expect(seen).toMatchObject({ status: 1, stderr: "" });
  expect(JSON.parse(seen.stdout)).toMatchObject({
    verdict: "stamp_ahead",
    evidence: { exact: true, heads: [FIRST] },
  });

  const inside = (name: string) =>
    readFileSync(join(folder, "node_modules", "restamp", name), "utf8");
  expect(inside("man/restamp.1")).toMatch(/^\.TH RESTAMP 1 /);
  const [, ...licences] = inside("dist/THIRD-PARTY-LICENSES.txt").split(/^─+\n/m);
  const names = licences.map((each) => each.trim().split(" ")[0]);
  expect(names).toEqual(expect.arrayContaining(["ink", "react", "pg", "commander"]));
  expect(names).not.toContain("vitest");
  // Its package has no more than the name of its licence.
  const without = licences.filter((each) => each.length < 400).map((each) => each.trim());
  expect(without).toEqual([expect.stringMatching(/^yoga-layout \S+ \(MIT\), \S+/)]);
}, 120_000);

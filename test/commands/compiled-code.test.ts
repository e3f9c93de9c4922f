/** The program in compiled form, which a start takes from the user's cache. */
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { expect, test } from "vitest";
import { freshDatabase } from "../support/database.ts";
import { runRestamp, startWizard, temporaryFolder } from "../support/restamp.ts";

const DIST = fileURLToPath(new URL("../../dist/", import.meta.url));

/** A user's cache: what starts with it, and what they leave there. */
function cacheOf() {
  const environment = { XDG_CACHE_HOME: temporaryFolder() };
  const folder = join(environment.XDG_CACHE_HOME, "restamp", "compiled-code");
  const kept = () => readdirSync(folder);
  return {
    environment,
    folder,
    kept,
    /** @returns the only file there: its path, and what tells it from another one put in its place */
    file: () => {
      const [name = ""] = kept();
      const path = join(folder, name);
      const { ino, mtimeMs } = statSync(path);
      return { path, identity: [ino, mtimeMs] };
    },
    version: async () => (await runRestamp(["--version"], { environment })).stdout,
  };
}

const VERSION = /^\d+\.\d+\.\d+\n$/;

test("is kept where only its user can write, and taken from there", async () => {
  const { version, folder, kept, file } = cacheOf();
  expect(await version()).toMatch(VERSION);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(kept()).toHaveLength(1);
  const { identity } = file();
  expect(await version()).toMatch(VERSION);
  expect(file().identity).toEqual(identity);
});

test("holds the functions that were called", async () => {
  const { version, environment, folder, kept } = cacheOf();
  await version();
  await runRestamp(["completion", "bash"], { environment });
  const size = (part: string) =>
    statSync(join(folder, kept().find((name) => name.startsWith(part)) ?? "")).size;
  expect(size("completion-")).toBeGreaterThan(size("help-") + 10_000);
});

test.each([
  ["damaged", (content: Buffer) => content.fill(~(content[500_000] ?? 0), 500_000, 500_001)],
  ["cut off", (content: Buffer) => content.subarray(0, 300_000)],
  ["empty", () => Buffer.alloc(0)],
])("is made again where it is %s", async (_, broken) => {
  const { version, file } = cacheOf();
  await version();
  const { path } = file();
  const whole = readFileSync(path);
  const harmed = broken(Buffer.from(whole));
  writeFileSync(path, harmed);
  expect(await version()).toMatch(VERSION);
  expect(readFileSync(path).equals(harmed)).toBe(false);
  expect(readFileSync(path).length).toBeGreaterThan(500_000);
});

test("is never that of another program of the same length", async () => {
  const { environment } = cacheOf();
  const folder = temporaryFolder();
  for (const name of ["restamp.js", "program.js"]) cpSync(join(DIST, name), join(folder, name));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const argv = [join(folder, "restamp.js"), "--version"];
  const version = async () => (await execa(process.execPath, argv, { env: environment })).stdout;
  const before = await version();
  const program = join(folder, "program.js");
  const text = readFileSync(program, "utf8");
  writeFileSync(program, text.replaceAll(`"${before}"`, '"9.9.9"'));
  expect(statSync(program).size).toBe(text.length);
  expect(await version()).toBe("9.9.9");
});

test("is not kept by a run without an answer: the next would find little in it", async () => {
  const { environment, kept } = cacheOf();
  const { code } = await runRestamp(["diagnose", "--nonsense"], { environment });
  expect(code).toBe(2);
  expect(kept()).toEqual([]);
});

test("is kept by the wizard while that is running", async () => {
  const { environment, folder, kept } = cacheOf();
  const terminal = startWizard(await freshDatabase(), { environment });
  await terminal.waitFor("1/9");
  // Under its name only when it is whole.
  await expect
    .poll(kept, { timeout: 10_000 })
    .toEqual([expect.stringMatching(/^wizard-.*-[a-z][a-z0-9]*$/)]);
  expect(statSync(join(folder, kept()[0] ?? "")).size).toBeGreaterThan(1_000_000);
  terminal.press("Ctrl+C");
  await terminal.exit();
});

test("of other versions is kept, but not of many", async () => {
  const { version, folder, kept } = cacheOf();
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const left = (name: string, secondsAgo: number) => {
    writeFileSync(join(folder, name), "");
    const then = Date.now() / 1000 - secondsAgo;
    utimesSync(join(folder, name), then, then);
  };
  left("help-1-v24.0.0-x64", 40);
  left("help-2-v24.0.0-x64", 20);
  left("help-3-v24.0.0-x64", 30);
  left("wizard-1-v24.0.0-x64", 90);
  await version();
  expect(kept()).toHaveLength(4);
  expect(kept()).toEqual(
    expect.arrayContaining(["help-2-v24.0.0-x64", "help-3-v24.0.0-x64", "wizard-1-v24.0.0-x64"]),
  );
});

test("leaves nothing behind where it does not fit", async () => {
  const { environment, kept } = cacheOf();
  // Blocks of 512 bytes or 1 KB: either way less than the code, and more than anything else written.
  const argv = ["-c", 'ulimit -f 200 && exec "$@"', "sh", process.execPath];
  const { stdout } = await execa("sh", [...argv, join(DIST, "restamp.js"), "--version"], {
    env: environment,
  });
  expect(`${stdout}\n`).toMatch(VERSION);
  expect(kept()).toEqual([]);
});

test("is not taken from where others can write", async () => {
  const { version, folder, kept } = cacheOf();
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o777);
  expect(await version()).toMatch(VERSION);
  expect(kept()).toEqual([]);
});

test("needs no place: without one a start takes longer", async () => {
  const environment = { XDG_CACHE_HOME: "/dev/null" };
  const { code, stdout } = await runRestamp(["--version"], { environment });
  expect(code).toBe(0);
  expect(stdout).toMatch(VERSION);
});

test("imports nothing: Node would warn of an import in a script", () => {
  expect(readFileSync(join(DIST, "program.js"), "utf8")).not.toMatch(/\bimport\s*\(/);
});

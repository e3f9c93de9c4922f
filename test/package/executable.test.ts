/** The single executable, where there is nothing of Node: another user, an empty folder, no HOME. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { findBinaries, serverUser } from "../../src/io/shadow/binaries.ts";
import { pathsIn } from "../../src/setup/paths.mjs";
import { FIRST, populatedDatabases, WRONG } from "../support/broken-databases.ts";
import { REVISIONS } from "../support/database.ts";
import { temporaryFolder } from "../support/restamp.ts";
import { Terminal } from "../support/terminal.ts";

const TREE = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

const NOBODY = { uid: 65534, gid: 65534 };

const populated = populatedDatabases(FIRST, WRONG);

/** In a folder that nobody may write to. */
let executable: string;

beforeAll(() => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "restamp-executable-")));
  executable = join(folder, "restamp");
  if (!existsSync(pathsIn(TREE).nodeToPack)) return;
  const script = join(TREE, "src", "setup", "executable.mjs");
  execFileSync(process.execPath, [script, "--output", executable], { stdio: "pipe" });
  chmodSync(folder, 0o555);
}, 240_000);

afterAll(() => {
  chmodSync(dirname(executable), 0o755);
  rmSync(dirname(executable), { recursive: true, force: true });
});

/** Runs it with this environment and no other. */
function run(args: readonly string[], env: NodeJS.ProcessEnv, more: object = {}) {
  return spawnSync(executable, args, { env, encoding: "utf8", cwd: temporaryFolder(), ...more });
}

const alembic = () =>
  findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"])
    .argv.map((word) => `"${word}"`)
    .join(" ");

// Where no Node can be had that builds executables, there is none to try.
describe.runIf(existsSync(pathsIn(TREE).nodeToPack))("the single executable", () => {
  test("runs with nothing at all around it, also as a user without a home", () => {
    const { version } = JSON.parse(readFileSync(join(TREE, "package.json"), "utf8"));
    expect(run(["--version"], {})).toMatchObject({ status: 0, stdout: `${version}\n`, stderr: "" });
    expect(statSync(executable).size).toBeLessThan(180_000_000);
    const as = process.getuid?.() === 0 ? NOBODY : {};
    const closed = temporaryFolder();
    chmodSync(closed, 0o555);
    const listed = run(["practice", "--list"], {}, { ...as, cwd: closed });
    expect(listed).toMatchObject({ status: 0, stderr: "" });
    expect(listed.stdout).toMatch(/^ 1 {2}wrong-stamp-empty /);
  });

  test("takes every option for its own, whatever Node would make of it", () => {
    const env = { NODE_OPTIONS: "--require=/nowhere", DEV: "true" };
    const said = run(["--env-file", "/nowhere/.env", "--json", "diagnose"], env);
    expect(said.stdout).toContain('"code": "config_missing"');
    expect(said.status).toBe(3);
    expect(run(["--inspect"], env)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("There is no option --inspect."),
    });
  });

  test("keeps its own files in the cache, and mends them", () => {
    const XDG_CACHE_HOME = temporaryFolder();
    const list = () => run(["practice", "--list"], { XDG_CACHE_HOME });
    const first = list();
    const cache = join(XDG_CACHE_HOME, "restamp");
    const [kept = ""] = readdirSync(cache);
    expect(kept).toMatch(/^restamp-files-\d+-[0-9a-f]{16}$/);
    const script = join(cache, kept, "revisions", "env.py");
    expect(readFileSync(script, "utf8")).toBe(readFileSync(join(REVISIONS, "env.py"), "utf8"));
    rmSync(script);
    writeFileSync(join(cache, kept, "src/practice/scenarios/03-healthy.toml"), "[");
    expect(list().stdout).toBe(first.stdout);
    expect(existsSync(script)).toBe(true);
    expect(readdirSync(cache)).toEqual([kept]);
  });

  test("looks at a database as the bundle does", async () => {
    const { text } = await populated();
    const args = ["-c", join(REVISIONS, "alembic.ini"), "--url", text, "diagnose", "--json"];
    const seen = run(args, {});
    expect(seen).toMatchObject({ status: 1, stderr: "" });
    const bundle = spawnSync(process.execPath, ["--", pathsIn(TREE).entry, ...args], {
      env: {},
      encoding: "utf8",
    });
    expect(JSON.parse(seen.stdout)).toEqual(JSON.parse(bundle.stdout));
    expect(JSON.parse(seen.stdout)).toMatchObject({ verdict: "stamp_ahead" });
  });

  test("draws the wizard in a terminal", async () => {
    const { text } = await populated();
    const home = temporaryFolder();
    const args = ["-c", join(REVISIONS, "alembic.ini"), "--url", text];
    const terminal = new Terminal([executable, ...args], {
      columns: 80,
      rows: 24,
      cwd: home,
      home,
      environment: { TERM: "xterm-256color", LANG: "C.UTF-8", RESTAMP_ALEMBIC: alembic() },
    });
    await terminal.waitFor("1/9 Project and connection");
    terminal.press("Ctrl+C");
    expect((await terminal.exit()).code).toBe(130);
  });

  test("practises on the PostgreSQL programs of the machine, with the project inside it", async () => {
    const { postgres } = await findBinaries(serverUser());
    const home = temporaryFolder();
    const PATH = `${dirname(postgres)}:/usr/bin:/bin`;
    const played = run(["practice", "wrong-stamp-empty"], {
      PATH,
      HOME: home,
      XDG_CACHE_HOME: join(home, "cache"),
      RESTAMP_ALEMBIC: alembic(),
      LANG: "C.UTF-8",
    });
    expect(played.stderr).not.toMatch(/warning|restamp:/i);
    expect(played.stdout).toContain("The scenario ended verified healthy.");
    expect(played.status).toBe(0);
  });
});

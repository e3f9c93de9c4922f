import { existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { spawn } from "node-pty";
import { describe, expect, onTestFinished, test } from "vitest";
import { makeClone, run, started, until, write } from "./support.ts";

describe("npm start on a fresh clone", () => {
  test("sets everything up, then starts the practice", async () => {
    const clone = makeClone();
    const env = { ...clone.env, NODE_OPTIONS: "--no-deprecation" };
    const first = await run(clone.start("a", "b c"), env);

    expect(
      first.stderr
        .replace(/[\d.]+ s$/gm, "N s")
        .split("\n")
        .sort()
        .join("\n")
        .trim(),
    ).toBe(
      [
        "Setting up: Alembic …",
        "Setting up: Alembic … N s",
        "Setting up: build …",
        "Setting up: build … N s",
        "Setting up: node packages …",
        "Setting up: node packages … N s",
      ].join("\n"),
    );
    expect(JSON.parse(first.stdout)).toEqual({
      command: "practice",
      how: "a",
      rest: ["b c"],
      firstOnPath: join(clone.root, "node_modules", "node", "bin"),
      RESTAMP_ALEMBIC: `${clone.bin}/python3 -m alembic`,
    });
    expect(first.code).toBe(0);
    expect(clone.log().sort()).toEqual(["npm ci", "python3"]);
    expect(existsSync(clone.setupLock)).toBe(false);
  });

  test("does it once when two start at the same time", async () => {
    const clone = makeClone();
    const env = { ...clone.env, STAND_IN_NPM: "slow" };
    const one = started(clone.start("one"), env);
    await until(() => one.said.stderr.includes("node packages"));
    const [first, second] = await Promise.all([one.ended, run(clone.start("two"), env)]);

    expect([first.code, second.code]).toEqual([0, 0]);
    expect(clone.log().sort()).toEqual(["npm ci", "python3"]);
    expect(second.stderr).toBe(
      `Setting up: waiting for the set-up that process ${one.child.pid} is doing in this directory …\n`,
    );
  });

  test("takes an interrupted installation up again", async () => {
    const clone = makeClone();
    const endless = started(clone.start(), { ...clone.env, STAND_IN_NPM: "endless" });
    await until(() => clone.log().includes("npm ci"));
    endless.child.kill("SIGTERM");
    const first = await endless.ended;

    expect(first.code).toBe(143);
    expect(first.stderr).toContain("The set-up was interrupted. Nothing is broken");
    expect(existsSync(clone.setupLock)).toBe(false);
    clone.log();
    expect((await run(clone.start(), clone.env)).code).toBe(0);
    expect(clone.log()).toContain("npm ci");
  });

  test("does not take a killed installation for the one before it", async () => {
    const clone = makeClone();
    await run(clone.start(), clone.env);
    clone.log();
    write(join(clone.root, "package-lock.json"), "{ }");
    const endless = started(clone.start(), { ...clone.env, STAND_IN_NPM: "endless" });
    await until(() => clone.log().includes("npm ci"));
    endless.child.kill("SIGKILL");
    await endless.ended;

    write(join(clone.root, "package-lock.json"), "{}");
    expect((await run(clone.start(), clone.env)).stderr).toContain("node packages");
  });

  test("takes the lock over from a set-up that was killed", async () => {
    const clone = makeClone();
    const endless = started(clone.start(), { ...clone.env, STAND_IN_NPM: "endless" });
    await until(() => existsSync(join(clone.root, "node_modules")));
    endless.child.kill("SIGKILL");
    await until(() => endless.child.signalCode === "SIGKILL");
    expect(existsSync(clone.setupLock)).toBe(true);

    const next = await run(clone.start(), clone.env);
    expect(next.code).toBe(0);
    expect(next.stderr).not.toContain("waiting");
  });

  test("says in one message why the packages could not be installed", async () => {
    const clone = makeClone();
    const failed = await run(clone.start(), { ...clone.env, STAND_IN_NPM: "fail" });

    expect(failed.code).toBe(1);
    expect(failed.stdout).toBe("");
    const [npm = ""] = failed.stderr.split("The last lines of `npm ci`:\n").slice(1);
    expect(npm.split("\n").filter((line) => !line.includes("Alembic"))).toEqual([
      "  npm error code E404",
      "  npm error 404 Not Found - GET (address)",
      "Setting up: node packages … failed",
      "The node packages were not installed: `npm ci` ended with exit code 1. The reason should be in its last lines, above; once it is mended, run the same command again.",
      "",
    ]);
    clone.log();
    expect((await run(clone.start(), clone.env)).code).toBe(0);
    // Alembic was found the first time, and stays found.
    expect(clone.log()).toEqual(["npm ci"]);
  });
});

describe("npm start when all is there", () => {
  test("starts no npm, no Python and no build, and takes next to no time", async () => {
    const clone = makeClone();
    await run(clone.start(), clone.env);
    clone.log();
    const bare = [];
    const whole = [];
    for (let i = 0; i < 5; i += 1) {
      bare.push((await run([process.execPath, clone.entry, "practice"], clone.env)).ms);
      const again = await run(clone.start(), clone.env);
      expect(again.stderr).toBe("");
      whole.push(again.ms);
    }
    expect(clone.log()).toEqual([]);
    // The start of one more Node is in this; the best of five, because machines are busy at times.
    // Well under a second, which an npm or a pip would not be.
    expect(Math.min(...whole) - Math.min(...bare)).toBeLessThan(900);
  });

  test("installs again when the lock file is another one, builds again when a source is", async () => {
    const clone = makeClone();
    await run(clone.start(), clone.env);
    clone.log();

    write(join(clone.root, "package-lock.json"), '{ "lockfileVersion": 3 }');
    expect((await run(clone.start(), clone.env)).stderr).toContain("node packages");
    expect(clone.log()).toEqual(["npm ci"]);

    utimesSync(join(clone.root, "src", "restamp.ts"), new Date(), new Date());
    const after = await run(clone.start(), clone.env);
    expect(after.stderr).toMatch(/^Setting up: build …\nSetting up: build … [\d.]+ s\n$/);
    expect(clone.log()).toEqual([]);
  });

  test("takes an Alembic that the environment names, without a look at Python", async () => {
    const clone = makeClone();
    const env = { ...clone.env, RESTAMP_ALEMBIC: "docker compose exec -T backend alembic" };
    const { stdout } = await run(clone.start(), env);
    expect(JSON.parse(stdout).RESTAMP_ALEMBIC).toBe("docker compose exec -T backend alembic");
    expect(clone.log()).toEqual(["npm ci"]);
  });
});

describe("npm start and the practice", () => {
  test.each([
    { args: ["exit", "3"], code: 3 },
    { args: ["die"], code: 137 },
  ])("ends as the practice did: $args", async ({ args, code }) => {
    const clone = makeClone();
    const ended = await run(clone.start(...args), clone.env);
    expect({ code: ended.code, signal: ended.signal }).toEqual({ code, signal: null });
  });

  test.each(["SIGTERM", "SIGHUP", "SIGINT"] as const)("passes %s on and waits", async (signal) => {
    const clone = makeClone();
    const practice = started(clone.start("wait"), clone.env);
    await until(() => practice.said.stdout.includes("practice"));
    practice.child.kill(signal);
    const ended = await practice.ended;
    expect(ended.stdout.trim().split("\n").slice(1)).toEqual([signal]);
    expect(ended.code).toBe(7);
  });

  test("leaves Ctrl-C to the practice, which gets it once", async () => {
    const clone = makeClone();
    const [file = "", ...args] = clone.start("wait");
    const terminal = spawn(file, args, { cwd: clone.root, env: clone.env });
    onTestFinished(() => terminal.kill("SIGKILL"));
    let screen = "";
    terminal.onData((text) => {
      screen += text;
    });
    const ended = new Promise<number>((resolve) => {
      terminal.onExit(({ exitCode }) => resolve(exitCode));
    });
    await until(() => screen.includes("practice"));
    terminal.write("\x03");
    await until(() => screen.includes("SIGINT"));
    // npm passes on to us what the terminal has sent to everyone.
    process.kill(terminal.pid, "SIGINT");
    expect(await ended).toBe(7);
    expect(screen.match(/SIGINT/g)).toHaveLength(1);
  });
});

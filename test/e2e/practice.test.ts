/** restamp practice: a sandbox that leaves nothing behind. */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test, vi } from "vitest";
import { begin, ownTemporary } from "../support/lessons.ts";
import { canSeeProcesses } from "../support/processes.ts";
import { runRestamp, startRestamp } from "../support/restamp.ts";

test("practice plays without a terminal, ends healthy, and its sandbox is gone", async () => {
  const { home, environment, sandboxes, servers } = ownTemporary();
  const { code, stdout, stderr } = await runRestamp(["practice"], { home, environment });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(stdout).toContain("NoSuchTableError: users");
  for (let step = 1; step <= 9; step += 1) expect(stdout).toContain(`${step}/9 `);
  expect(stdout).toContain("Running upgrade  -> 9044ba1e3377");
  expect(stdout).toContain("✓ Verified on a new connection");
  expect(stdout.trimEnd()).toMatch(/The scenario ended verified healthy\.$/);
  expect(stdout).not.toContain("\u001b[?1049h");
  expect(stderr).toContain("The sandbox was removed.");
  expect(servers()).toEqual([]);
  expect(sandboxes()).toEqual([]);
});

test("a TMPDIR that nobody else may enter will do as well", async () => {
  const { home, environment, sandboxes } = ownTemporary();
  chmodSync(environment.TMPDIR, 0o700);
  const { code, stderr } = await runRestamp(["practice", "healthy"], { home, environment });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(sandboxes()).toEqual([]);
});

test("what restamp cannot repair alone ends with what a senior would have done", async () => {
  const { home, environment, sandboxes } = ownTemporary();
  const args = ["practice", "raw-password"];
  const { code, stdout } = await runRestamp(args, { home, environment });
  expect(code).toBe(3);
  expect(stdout).toContain("There is more than one @ in it");
  expect(stdout).toContain("A senior would have done this: Saw at once");
  expect(sandboxes()).toEqual([]);
});

test("what the environment says of other servers does not lead out of the sandbox", async () => {
  const { home, environment } = ownTemporary();
  const elsewhere = {
    PGHOSTADDR: "192.0.2.1",
    PGSSLMODE: "require",
    PGSSLNEGOTIATION: "direct",
    PGCHANNELBINDING: "require",
    PGREQUIREAUTH: "gss",
    PGGSSENCMODE: "require",
    PGTARGETSESSIONATTRS: "standby",
    PGOPTIONS: "-c role=nobody",
  };
  const { code, stderr } = await runRestamp(["practice", "wrong-stamp-populated"], {
    home,
    environment: { ...environment, ...elsewhere, DATABASE_URL: "postgresql://192.0.2.1/real" },
  });
  expect({ code, stderr }).toMatchObject({ code: 0 });
});

test("a trainer's own file is played like any other", async () => {
  const { home, environment } = ownTemporary();
  const folder = fileURLToPath(new URL("../../src/practice/scenarios", import.meta.url));
  const own = readFileSync(join(folder, "03-healthy.toml"), "utf8");
  writeFileSync(join(home, "mine.toml"), own.replace("A healthy database", "My own"));
  const { code, stdout } = await runRestamp(["practice", "./mine.toml"], { home, environment });
  expect(code).toBe(0);
  expect(stdout).toContain('Playing "My own" without a terminal');
});

test.runIf(canSeeProcesses)(
  "a practice that is killed with -9 leaves no server behind",
  async () => {
    const { home, environment, sandboxes, servers } = ownTemporary();
    const terminal = startRestamp(["practice", "wrong-stamp-empty"], { home, environment });
    await begin(terminal);
    expect(servers().some(({ args }) => args.join(" ").includes("postgres"))).toBe(true);
    terminal.kill("SIGKILL");
    expect(await terminal.exit()).toMatchObject({ signal: 9 });
    await vi.waitFor(() => {
      expect(servers()).toEqual([]);
      expect(sandboxes()).toEqual([]);
    }, 10_000);
  },
);

test.each(["/nowhere/bin/alembic", "alembic-that-is-nowhere"])(
  "without an alembic (%s) nothing is started, or said to be",
  async (command) => {
    const { home, environment } = ownTemporary();
    const { code, stdout, stderr } = await runRestamp(["practice", "wrong-stamp-empty"], {
      home,
      environment: { ...environment, RESTAMP_ALEMBIC: command },
    });
    expect({ code, stdout }).toEqual({ code: 3, stdout: "" });
    expect(stderr).toMatch(/^restamp: alembic cannot be started\.\n/);
    expect(stderr).toContain(command);
  },
);

test("Ctrl+C leaves the practice with 130 and takes the sandbox away", async () => {
  const { home, environment, sandboxes, servers } = ownTemporary();
  const terminal = startRestamp(["practice", "wrong-stamp-empty"], { home, environment });
  await begin(terminal);
  terminal.press("Ctrl+C");
  expect(await terminal.exit()).toEqual({ code: 130, signal: 0 });
  expect(terminal.modes().alternateScreen).toBe(false);
  expect(servers()).toEqual([]);
  expect(sandboxes()).toEqual([]);
});

import { spawn } from "node:child_process";
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished, vi } from "vitest";

/** The tree that runs these tests. It is read, never written. */
export const TREE = fileURLToPath(new URL("../..", import.meta.url)).replace(/\/$/, "");

/** A directory of its own for one test, gone when the test has ended. */
export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "restamp-setup-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true, maxRetries: 3 }));
  return directory;
}

/** Writes a file, and the directories above it. */
export function write(path: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** Puts a stand-in for a command into a directory for PATH. It needs nothing from PATH itself. */
export function standIn(bin: string, name: string, script: string): string {
  return write(join(bin, name), `#!/bin/sh\n${script}\n`, 0o755);
}

/** A stand-in for a Python which has Alembic and all that it needs. */
export function pythonWithAlembic(bin: string, log: string): string {
  const files = ["alembic", "sqlalchemy", "psycopg"].map((name) =>
    write(join(bin, "lib", name), ""),
  );
  const python = join(bin, "python3");
  const answer = JSON.stringify([python, ...files]);
  return standIn(bin, "python3", `echo python3 >> '${log}'\necho '${answer}'`);
}

/** Keeps what this process says on stderr during one test, instead of showing it. */
export function captureStderr(): () => string {
  const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  onTestFinished(() => write.mockRestore());
  return () => write.mock.calls.map(([text]) => text).join("");
}

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  ms: number;
}

/** Runs a command to its end. */
export function run(argv: string[], env: NodeJS.ProcessEnv, cwd = tmpdir()): Promise<Ended> {
  return started(argv, env, cwd).ended;
}

/** Starts a command, for tests that interfere with it. */
export function started(argv: string[], env: NodeJS.ProcessEnv, cwd = tmpdir()) {
  const start = performance.now();
  const [file = "", ...args] = argv;
  const child = spawn(file, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  const said = { stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said.stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said.stderr += text;
  });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({ code, signal, ...said, ms: performance.now() - start });
    });
  });
  return { child, said, ended };
}

/** Waits until something holds. */
export async function until(holds: () => boolean, ms = 8000): Promise<void> {
  const end = performance.now() + ms;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`It did not come about within ${ms} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Stands in for npm: notes each run, and "installs" the build tool and a Node that is this one. */
const NPM = `
const parent = process.ppid;
const { appendFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const { STAND_IN_LOG: log, STAND_IN_TREE: tree, STAND_IN_NPM: mode } = process.env;
appendFileSync(log, "npm " + process.argv.slice(2, 3) + "\\n");
// One that is interrupted may have left anything, such as the note of what was installed before.
rmSync(mode === "endless" ? "node_modules/node" : "node_modules", { recursive: true, force: true });
mkdirSync("node_modules/node/bin", { recursive: true });
if (mode === "fail") {
  console.error("npm error code E404\\nnpm error 404 Not Found - GET https://user:secret@example.org/left-pad");
  process.exit(1);
}
const install = () => {
  for (const name of ["esbuild", "@esbuild"]) symlinkSync(tree + "/node_modules/" + name, "node_modules/" + name);
  symlinkSync(process.execPath, "node_modules/node/bin/node");
  mkdirSync("node_modules/.bin");
  for (const tool of ["biome", "tsc", "knip", "vitest"]) {
    writeFileSync("node_modules/.bin/" + tool, process.env.STAND_IN_TOOL);
  }
};
// One that never ends by itself is not to outlive the test.
if (mode === "endless") setInterval(() => process.ppid === parent || process.exit(1), 50);
else setTimeout(install, mode === "slow" ? 500 : 0);
`;

/**
 * Stands in for each check, and for vitest: notes how it was called, fails if its name is in
 * STAND_IN_FAILING, and writes the report that it is given.
 */
const TOOL = `
const { appendFileSync, writeFileSync } = require("node:fs");
const { basename } = require("node:path");
const { STAND_IN_LOG, STAND_IN_FAILING = "", STAND_IN_REPORT } = process.env;
const name = basename(process.argv[1]);
const args = process.argv.slice(2);
appendFileSync(STAND_IN_LOG, [name, ...args.filter((arg) => !arg.startsWith("--"))].join(" ") + "\\n");
const output = args.find((arg) => arg.startsWith("--outputFile.json="));
if (output && STAND_IN_REPORT) writeFileSync(output.split("=")[1], STAND_IN_REPORT);
if (STAND_IN_FAILING.split(" ").includes(name)) process.exitCode = 1;
`;

/** What the stand-in for restamp does, by its first argument after "practice". */
const CLI = `
const [command, how, ...rest] = process.argv.slice(2);
const { RESTAMP_ALEMBIC, NODE_OPTIONS } = process.env;
const firstOnPath = process.env.PATH.split(":")[0];
if (how === "wait") {
  const timer = setInterval(() => {}, 1000);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      console.log(signal);
      setTimeout(() => { clearInterval(timer); process.exitCode = 7; }, 200);
    });
  }
}
console.log(JSON.stringify({ command, how, rest, firstOnPath, RESTAMP_ALEMBIC, NODE_OPTIONS }));
if (how === "exit") process.exitCode = Number(rest[0]);
if (how === "die") process.kill(process.pid, "SIGKILL");
`;

/** An entry that does nothing but start the program. */
export const ENTRY = `import { startProgram } from ${JSON.stringify(join(TREE, "src", "io", "start-program.ts"))};
await startProgram(import.meta, process.argv.slice(2));`;

/** A clone with the real set-up in it, on a machine where npm, Python and restamp are stand-ins. */
export function makeClone() {
  const directory = temporaryDirectory();
  const root = join(directory, "o'brien, a clone");
  cpSync(join(TREE, "src", "setup"), join(root, "src", "setup"), { recursive: true });
  write(join(root, "package.json"), JSON.stringify({ type: "module", version: "1.2.3" }));
  write(join(root, "package-lock.json"), "{}");
  write(join(root, "src", "restamp.ts"), ENTRY);
  write(join(root, "src", "program.ts"), CLI);
  const log = write(join(directory, "log"), "");
  const bin = join(directory, "bin");
  pythonWithAlembic(bin, log);
  const env: NodeJS.ProcessEnv = {
    PATH: bin,
    npm_execpath: write(join(directory, "npm-cli.js"), NPM),
    STAND_IN_LOG: log,
    STAND_IN_TREE: TREE,
    STAND_IN_TOOL: TOOL,
  };
  const command =
    (name: string) =>
    (...args: string[]) => [process.execPath, join(root, "src", "setup", name), ...args];
  return {
    root,
    bin,
    env,
    start: command("start.mjs"),
    test: command("test.mjs"),
    entry: join(root, "dist", "restamp.js"),
    setupLock: join(root, "dist", ".setup.lock"),
    /** Which stand-ins have run since the last look. */
    log: () => {
      const lines = readFileSync(log, "utf8").split("\n").filter(Boolean);
      writeFileSync(log, "");
      return lines;
    },
  };
}

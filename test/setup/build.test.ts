import { cpSync, readdirSync, readFileSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { build, buildIsCurrent } from "../../src/setup/build.mjs";
import { ENTRY, run, TREE, temporaryDirectory, write } from "./support.ts";

describe("the build", () => {
  let root: string;
  const file = (...names: string[]) => join(root, ...names);
  const dist = () => readdirSync(file("dist")).sort();

  beforeEach(() => {
    root = temporaryDirectory();
    symlinkSync(join(TREE, "node_modules"), file("node_modules"));
    write(file("package.json"), JSON.stringify({ type: "module", version: "4.5.6" }));
    write(file("package-lock.json"), "{}");
    write(file("src", "legacy.cjs"), `exports.os = require("node:os").EOL;`);
    write(
      file("src", "late.tsx"),
      `export class PlanError extends Error { name = this.constructor.name; }
       export const here = import.meta.url; export const element = <i>late</i>;`,
    );
    write(file("src", "restamp.ts"), ENTRY);
    write(
      file("src", "program.ts"),
      `import { os } from "./legacy.cjs";
       declare const RESTAMP_VERSION: string;
       const { element, here, PlanError } = await import("./late.tsx");
       console.log(JSON.stringify([RESTAMP_VERSION, os, element.type, new PlanError().name, here]));`,
    );
  });

  test("is one command, and one file that it starts", async () => {
    await build(root);
    expect(dist()).toEqual(["program.js", "restamp.js"]);
    expect(statSync(file("dist", "restamp.js")).mode & 0o111).toBe(0o111);

    const env = { PATH: join(process.execPath, "..") };
    const { stdout, stderr } = await run([file("dist", "restamp.js")], env);
    expect(stderr).toBe("");
    const [version, os, element, error, here] = JSON.parse(stdout);
    expect([version, os, element, error]).toEqual(["4.5.6", "\n", "i", "PlanError"]);
    // One level below the package: whoever looks for revisions/ relies on that.
    expect(new URL("..", here).pathname).toBe(`${root}/`);
  });

  test("reads nothing of Node's own modules that nobody asked for: a newer Node may warn of it", async () => {
    write(
      file("src", "program.ts"),
      `import { existsSync } from "node:fs";
       import * as path from "node:path";
       const { readFileSync } = await import("node:fs");
       console.log(existsSync(readFileSync.name + path.sep));`,
    );
    await build(root);
    const { stdout, stderr } = await run([file("dist", "restamp.js")], {
      PATH: join(process.execPath, ".."),
    });
    expect([stdout, stderr]).toEqual(["false\n", ""]);
    const text = readFileSync(file("dist", "program.js"), "utf8");
    expect(text).toContain('"existsSync"');
    for (const name of ["lchownSync", "opendirSync", "basename"]) expect(text).not.toContain(name);
  });

  test("is current until a source or a file of its own changes", async () => {
    const noted = await build(root);
    expect(buildIsCurrent(root, noted)).toBe(true);
    expect(buildIsCurrent(root, undefined)).toBe(false);
    const [first] = noted.outputs;
    utimesSync(first?.path ?? "", 0, 0);
    expect(buildIsCurrent(root, noted)).toBe(false);

    const again = await build(root);
    write(file("src", "new.ts"), "");
    expect(buildIsCurrent(root, again)).toBe(false);
  });

  test("names the place of an error, and leaves the last good build", async () => {
    await build(root);
    const before = dist();
    write(file("src", "program.ts"), `import "./nowhere.ts";`);
    await expect(build(root)).rejects.toThrow(
      /^restamp was not built: .*"\.\/nowhere\.ts"[\s\S]*src\/program\.ts:1:7/,
    );
    expect(dist()).toEqual(before);
  });

  test("says what to do when the build tool is not there", async () => {
    const bare = temporaryDirectory();
    for (const name of ["package.json", "package-lock.json"]) write(join(bare, name), "{}");
    write(join(bare, "src", "setup", "x"), "");
    const script = `import(process.argv[1]).then(({ bundle }) => bundle(".")).catch((e) => console.log(e.message))`;
    const copied = join(bare, "src", "setup");
    cpSync(join(TREE, "src", "setup"), copied, { recursive: true });
    const { stdout } = await run(
      [process.execPath, "-e", script, join(copied, "bundle.mjs")],
      {},
      bare,
    );
    expect(stdout).toBe(
      "restamp was not built: esbuild cannot be loaded. Run `npm ci`, then the same command again.\n",
    );
  });
});

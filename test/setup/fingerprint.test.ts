import { renameSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { fingerprint } from "../../src/setup/fingerprint.mjs";
import { TREE, temporaryDirectory, write } from "./support.ts";

/** Makes a file longer, and gives it back its time. */
function grow(path: string) {
  const { atime, mtime } = statSync(path);
  write(path, "22");
  utimesSync(path, atime, mtime);
}

describe("the fingerprint of what the build is made from", () => {
  let root: string;
  let before: string;
  const file = (...names: string[]) => join(root, ...names);

  beforeEach(() => {
    root = temporaryDirectory();
    for (const name of ["package.json", "package-lock.json"]) write(file(name), "{}");
    write(file("src", "restamp.ts"), "1");
    write(file("src", "core", "facts.ts"), "2");
    utimesSync(file("src", "core", "facts.ts"), 5000, 5000);
    before = fingerprint(root);
  });

  test("stays the same while nothing changes", () => {
    expect(fingerprint(root)).toBe(before);
  });

  test.each<[string, () => unknown]>([
    ["a file is added", () => write(file("src", "text", "en.ts"), "")],
    ["a file is removed", () => rmSync(file("src", "core", "facts.ts"))],
    ["a file is renamed", () => renameSync(file("src", "restamp.ts"), file("src", "cli.ts"))],
    ["a file grows within one tick of the clock", () => grow(file("src", "core", "facts.ts"))],
    ["a file is written again", () => utimesSync(file("src", "restamp.ts"), 1000, 2000)],
    ["an older file takes its place", () => utimesSync(file("src", "restamp.ts"), 0, 0)],
    ["the manifest changes", () => write(file("package.json"), '{"version":"2"}')],
    ["the lock file changes", () => write(file("package-lock.json"), '{"packages":{}}')],
  ])("changes when %s", (_, change) => {
    change();
    expect(fingerprint(root)).not.toBe(before);
  });

  test("does not mind what lies beside the sources, or a link that leads nowhere", () => {
    write(file("README.md"), "");
    write(file("dist", "restamp.js"), "");
    symlinkSync("someone@host.1234", file("src", ".#cli.tsx"));
    expect(fingerprint(root)).toBe(before);
  });

  test("takes a few milliseconds for this project", () => {
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now();
      fingerprint(TREE);
      return performance.now() - start;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });
});

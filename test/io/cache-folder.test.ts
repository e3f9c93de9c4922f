/** Where restamp keeps what is costly to make again: whose folder that is, and who gets there. */
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { temporaryFolder } from "../support/restamp.ts";

const SOURCE = fileURLToPath(new URL("../../src/io/cache-folder.ts", import.meta.url));
const SCRIPT = `import { cacheFolder } from ${JSON.stringify(SOURCE)}; console.log(cacheFolder());`;

const isRoot = process.getuid?.() === 0;
const NOBODY = 65_534;

/** @returns the folder that a restamp of its own chooses */
function chosen(named: string, { umask = "022", uid = process.getuid?.() ?? 0 } = {}): string {
  const argv = ["-c", `umask ${umask}; exec "$@"`, "sh", process.execPath];
  const script = ["--input-type=module", "--eval", SCRIPT];
  const env = { ...process.env, XDG_CACHE_HOME: named };
  const ran = spawnSync("/bin/sh", [...argv, ...script], { env, uid, cwd: "/", encoding: "utf8" });
  expect(ran.stderr).toBe("");
  return ran.stdout.trim();
}

const modeOf = (path: string) => statSync(path).mode & 0o777;

test("a folder that is named holds one of restamp's", () => {
  const named = temporaryFolder();
  expect(chosen(named)).toBe(join(named, "restamp"));
});

test.runIf(isRoot)("the server's user gets into root's, whatever root's umask", () => {
  const named = temporaryFolder();
  expect(chosen(named, { umask: "077" })).toBe(join(named, "restamp"));
  expect(modeOf(join(named, "restamp"))).toBe(0o755);
  // As an earlier restamp has left it.
  chmodSync(join(named, "restamp"), 0o700);
  chosen(named, { umask: "077" });
  expect(modeOf(join(named, "restamp"))).toBe(0o755);
});

test("where nothing can be written, the folder for what is kept for a while serves", () => {
  const named = temporaryFolder();
  mkdirSync(join(named, "restamp"), { mode: 0o555 });
  expect(chosen(named, isRoot ? { uid: NOBODY } : {})).toBe(tmpdir());
});

test.runIf(isRoot)("what belongs to another user is not used", () => {
  const named = temporaryFolder();
  mkdirSync(join(named, "restamp"));
  chownSync(join(named, "restamp"), NOBODY, NOBODY);
  expect(chosen(named)).toBe(tmpdir());
});

test.runIf(isRoot)("root keeps nothing where another user can move it away", () => {
  const theirs = temporaryFolder();
  chownSync(theirs, NOBODY, NOBODY);
  const named = join(theirs, "cache");
  mkdirSync(named);
  expect(chosen(named)).toBe("/var/cache/restamp");
});

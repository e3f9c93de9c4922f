/** Folders of restamps that were killed, and those of others. */
import { existsSync, readdirSync, renameSync, rmdirSync } from "node:fs";
import { hostname } from "node:os";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { deadFolders, makeOwnFolder, removeDeadFolders } from "../../src/io/process/own-folders.ts";
import { temporaryFolder } from "../support/restamp.ts";

/** Above every number that Linux gives (Linux docs, proc_pid_max, PID_MAX_LIMIT). */
const NOBODY = 4_194_305;

/** A folder as a killed restamp leaves it. */
function left(parent: string, kind: string, host?: string): string {
  const made = makeOwnFolder(parent, kind, host);
  const path = join(parent, basename(made).replace(`-${process.pid}-`, `-${NOBODY}-`));
  renameSync(made, path);
  return path;
}

test("what a killed restamp has left is removed; what another still uses, or has left of another kind, is not", () => {
  const parent = temporaryFolder();
  const [dead, alive, other] = [
    left(parent, "via"),
    makeOwnFolder(parent, "via"),
    left(parent, "config"),
  ];
  expect(deadFolders(parent, "via")).toEqual([dead]);
  removeDeadFolders(parent, "via");
  expect(readdirSync(parent).sort()).toEqual([alive, other].map((path) => basename(path)).sort());
});

test("a folder of another machine's is left alone, however alike the names of the two begin", () => {
  const parent = temporaryFolder();
  left(parent, "via", `${hostname()}-2`);
  expect(deadFolders(parent, "via")).toEqual([]);
});

test("a folder of another user's is left alone", () => {
  const parent = temporaryFolder();
  const dead = left(parent, "via");
  expect(deadFolders(parent, "via", (process.getuid?.() ?? 0) + 1)).toEqual([]);
  expect(existsSync(dead)).toBe(true);
  rmdirSync(dead);
});

test("a socket's path in it is short enough, also where temporary folders are deep", () => {
  const folder = basename(makeOwnFolder(temporaryFolder(), "via"));
  // macOS: /var/folders/xx/…/T has 49 characters, and a socket's path may have 103.
  expect(49 + "/".length + folder.length + "/.s.PGSQL.5432".length).toBeLessThanOrEqual(103);
});

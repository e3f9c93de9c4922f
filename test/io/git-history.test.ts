/** Revisions that only the project's history has. */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findInHistory } from "../../src/io/project/git-history.ts";
import { writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

const script = (id: string, parent: string) =>
  `"""Adds a column"""\n\nrevision = "${id}"\ndown_revision = "${parent}"\n`;

function repository(): { folder: string; git: (...args: string[]) => void } {
  const folder = temporaryFolder();
  const git = (...args: string[]) => {
    const identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"];
    execFileSync("git", [...identity, ...args], { cwd: folder, stdio: "pipe" });
  };
  git("init", "-q", "-b", "main");
  writeFiles(folder, { "back end/versions/one.py": script("aaa111", "base00") });
  git("add", "-A");
  git("commit", "-qm", "Begin");
  return { folder, git };
}

test("a script that was deleted is found, with what it stood on", async () => {
  const { folder, git } = repository();
  writeFiles(folder, { "back end/versions/two.py": script("bbb222", "aaa111") });
  git("add", "-A");
  git("commit", "-qm", "Add");
  rmSync(join(folder, "back end/versions/two.py"));
  git("commit", "-qam", "Delete");
  expect(await findInHistory(join(folder, "back end"), "bbb222")).toEqual({
    id: "bbb222",
    commit: expect.stringMatching(/^[0-9a-f]{7,}$/),
    date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    path: "back end/versions/two.py",
    downRevisions: ["aaa111"],
  });
});

test("a script on another branch is found, and one that was rewritten", async () => {
  const { folder, git } = repository();
  git("checkout", "-qb", "feature");
  writeFiles(folder, { "back end/versions/three.py": script("ccc333", "aaa111") });
  git("add", "-A");
  git("commit", "-qm", "Add");
  writeFiles(folder, { "back end/versions/three.py": script("ddd444", "aaa111") });
  git("commit", "-qam", "Give it another id");
  git("checkout", "-q", "main");
  expect(await findInHistory(folder, "ddd444")).toMatchObject({ downRevisions: ["aaa111"] });
  expect(await findInHistory(folder, "ccc333")).toMatchObject({ downRevisions: ["aaa111"] });
});

test.each(["fff666", "--all", "x' ; touch y", "base00", ""])("%j is in no script", async (id) => {
  const { folder } = repository();
  expect(await findInHistory(folder, id)).toBeNull();
});

test("where there is no repository, nothing is found and nothing fails", async () => {
  expect(await findInHistory(temporaryFolder(), "aaa111")).toBeNull();
});

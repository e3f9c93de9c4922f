import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Reference } from "../../src/core/reference.ts";
import {
  loadReference,
  REFERENCE_FILE,
  saveReference,
} from "../../src/io/project/reference-file.ts";
import { REVISIONS } from "../support/database.ts";
import { writeFiles } from "../support/files.ts";
import { temporaryFolder } from "../support/restamp.ts";

const REFERENCE: Reference = {
  format: 2,
  recordedWith: { alembic: "1.20.1", postgresql: "18.4" },
  versionTable: { schema: "public", name: "alembic_version" },
  baseline: null,
  stopped: null,
  revisions: [
    {
      id: "a1",
      sha256: "0".repeat(64),
      statements: null,
      added: { 'table public."Od""d\u001b"': "table" },
      changed: { "column public.t.a": ["integer", "bigint"] },
      removed: { "view public.v": "SELECT 1" },
    },
  ],
};

test("a saved reference is loaded as it was, and no draft is left beside it", () => {
  const folder = temporaryFolder();
  const path = join(folder, REFERENCE_FILE);
  expect(saveReference(path, REFERENCE)).toEqual({ path, unsaved: null });
  expect(loadReference(path)).toEqual(REFERENCE);
  expect(readdirSync(folder)).toEqual([REFERENCE_FILE]);
});

test("a reference is replaced as a whole", () => {
  const path = join(temporaryFolder(), REFERENCE_FILE);
  saveReference(path, {
    ...REFERENCE,
    revisions: [...REFERENCE.revisions, ...REFERENCE.revisions],
  });
  saveReference(path, REFERENCE);
  expect(loadReference(path)).toEqual(REFERENCE);
});

test("the committed reference is written the way a recording writes it", () => {
  const text = readFileSync(join(REVISIONS, REFERENCE_FILE), "utf8");
  const path = join(temporaryFolder(), REFERENCE_FILE);
  const reference = loadReference(join(REVISIONS, REFERENCE_FILE));
  if (!reference) throw new Error("there is no committed reference");
  saveReference(path, reference);
  expect(readFileSync(path, "utf8")).toBe(text);
});

test("no file is no reference, and a folder that cannot be written saves none", () => {
  const folder = temporaryFolder();
  expect(loadReference(join(folder, REFERENCE_FILE))).toBeNull();
  const path = join(folder, "nowhere", REFERENCE_FILE);
  const unsaved = "ENOENT: no such file or directory";
  expect(saveReference(path, REFERENCE)).toEqual({ path, unsaved });
  expect(readdirSync(folder)).toEqual([]);
});

test("a reference of an older format is none: it is recorded anew", () => {
  const path = join(temporaryFolder(), REFERENCE_FILE);
  saveReference(path, { ...REFERENCE, format: 1 as 2 });
  expect(loadReference(path)).toBeNull();
});

test.for<readonly [string, string]>([
  ["no JSON", "{"],
  ["another format", JSON.stringify({ ...REFERENCE, format: 99 })],
  ["no revisions", JSON.stringify({ ...REFERENCE, revisions: null })],
  ["a revision without its hash", JSON.stringify({ ...REFERENCE, revisions: [{ id: "a" }] })],
  ["half of a file", JSON.stringify(REFERENCE).slice(0, -9)],
  ["nothing", ""],
])("a file with %s is a problem that names it", ([, text]) => {
  const folder = temporaryFolder();
  writeFiles(folder, { [REFERENCE_FILE]: text });
  const path = join(folder, REFERENCE_FILE);
  expect(() => loadReference(path)).toThrowError(
    expect.objectContaining({ code: "reference_unreadable", exitCode: 3, details: { path } }),
  );
});

test("a folder in the place of the file is a problem, too", () => {
  expect(() => loadReference(temporaryFolder())).toThrowError(
    expect.objectContaining({ code: "reference_unreadable" }),
  );
});

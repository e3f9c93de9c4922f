import { expect, test } from "vitest";
import { Problem } from "../../src/core/problem.ts";
import type { Reference } from "../../src/core/reference.ts";
import { schemaStage } from "../../src/session/stages/schema-stage.ts";
import type { Connected } from "../../src/session/stages/stages.ts";
import { stampStage } from "../../src/session/stages/stamp-stage.ts";
import { PROJECT, REFERENCE, snapshotOf } from "./chain.ts";
import { fakeWorkbench, type Script, SERVER, said, script } from "./fakes.ts";
import { LIVE } from "./states.ts";

const snapshot = snapshotOf(LIVE.stampAhead);
const connected = (calls: Script): Connected => ({
  workbench: fakeWorkbench(calls),
  server: SERVER,
  checks: [],
});

/** Recorded from scripts that have changed since. */
const outdated: Reference = {
  ...REFERENCE,
  revisions: REFERENCE.revisions.map((revision, at) =>
    at === 1 ? { ...revision, sha256: "0".repeat(64) } : revision,
  ),
};

const SAVED = { path: "/srv/calls/restamp.reference.json", unsaved: null };

const UNSAVED = { ...SAVED, unsaved: "EROFS: read-only file system" };

test("the stamp is what alembic says, and beside it what the table has", async () => {
  const current = said("current", ["c7a3d9e12f8b"]);
  const calls = script(["alembic current", current], ["snapshot", snapshot]);
  const seen = await stampStage(connected(calls));
  expect(seen).toMatchObject({ current, server: SERVER });
  expect(seen.versionSnapshot).toBe(snapshot);
  expect(calls.faults()).toEqual([]);
});

test("an alembic that fails does not keep the version table from being read", async () => {
  const calls = script(
    ["alembic current", said("current", ["FAILED: Can't locate revision"], 255)],
    ["snapshot", snapshot],
  );
  expect((await stampStage(connected(calls))).current.exitCode).toBe(255);
});

test("a reference that fits the scripts is used as it is, and nothing is recorded", async () => {
  const calls = script(["reference load", REFERENCE], ["snapshot", snapshot]);
  const seen = await schemaStage(connected(calls), () => {});
  expect(seen).toMatchObject({ recorded: null, diagnosis: { verdict: "stamp_ahead" } });
  expect(seen.reference).toBe(REFERENCE);
  expect(calls.faults()).toEqual([]);
});

test.each([
  ["is missing", null],
  ["was recorded from other scripts", outdated],
])("a reference that %s is recorded and saved before the schema is read", async (_, kept) => {
  const calls = script(
    ["reference load", kept],
    [
      "reference record",
      (onLine: (line: string) => void) => {
        onLine("INFO  Running upgrade  -> 9044ba1e3377");
        return REFERENCE;
      },
    ],
    [
      "reference save",
      (saved: Reference) => {
        expect(saved).toBe(REFERENCE);
        return SAVED;
      },
    ],
    ["snapshot", snapshot],
  );
  const lines: string[] = [];
  const seen = await schemaStage(connected(calls), (line) => lines.push(line));
  expect(seen.recorded).toBe(SAVED);
  expect(lines).toEqual(["INFO  Running upgrade  -> 9044ba1e3377"]);
  expect(calls.faults()).toEqual([]);
});

test("a reference that cannot be saved is used all the same", async () => {
  const calls = script(
    ["reference load", null],
    ["reference record", REFERENCE],
    ["reference save", UNSAVED],
    ["snapshot", snapshot],
  );
  const seen = await schemaStage(connected(calls), () => {});
  expect(seen.recorded).toBe(UNSAVED);
  expect(seen.diagnosis.evidence.heads).toEqual(["9044ba1e3377"]);
});

test("without a reference and without a way to record one, the schema is not even read", async () => {
  const calls = script(
    ["reference load", null],
    ["reference record", new Problem("shadow_unavailable", { reason: "not_installed" })],
  );
  await expect(schemaStage(connected(calls), () => {})).rejects.toMatchObject({
    code: "shadow_unavailable",
  });
  expect(calls.faults()).toEqual([]);
});

test("a damaged reference is not silently replaced", async () => {
  const calls = script(["reference load", new Problem("reference_unreadable", { path: "/r" })]);
  await expect(schemaStage(connected(calls), () => {})).rejects.toMatchObject({
    code: "reference_unreadable",
  });
  expect(calls.faults()).toEqual([]);
});

test("the schema stage keeps what the earlier stages have seen", async () => {
  const calls = script(["reference load", REFERENCE], ["snapshot", snapshot]);
  const before = { ...connected(calls), current: said("current", []), versionSnapshot: snapshot };
  const seen = await schemaStage(before, () => {});
  expect(seen.current).toBe(before.current);
  expect(seen.workbench.project).toBe(PROJECT);
});

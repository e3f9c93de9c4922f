import { expect, test } from "vitest";
import type { Verdict } from "../../src/core/diagnosis/types.ts";
import { restampOn } from "../support/repairs.ts";
import { allStates } from "../support/states.ts";

const states = allStates();

/** What diagnose --json says of a database in the state. */
async function diagnosed(verdict: Verdict) {
  const database = await states.find((state) => state.verdict === verdict)?.make();
  if (!database) throw new Error("no such state");
  const { stdout } = await restampOn(database, ["diagnose", "--json"]);
  const { revisions, drift, tables } = JSON.parse(stdout);
  const verdicts: [string, string][] = revisions.map((each: { id: string; verdict: string }) => [
    each.id,
    each.verdict,
  ]);
  return { verdicts: Object.fromEntries(verdicts), drift, tables };
}

test("of a stamp that is ahead every revision is judged by what is there", async () => {
  const { verdicts, drift, tables } = await diagnosed("stamp_ahead");
  expect(verdicts).toMatchObject({
    "9044ba1e3377": "applied",
    fb958ba03c93: "absent",
    c7a3d9e12f8b: "absent",
  });
  expect(drift).toEqual([]);
  const rows = tables.map((t: Record<string, unknown>) => [t["schema"], t["name"], t["has_rows"]]);
  expect(rows).toEqual([
    ["public", "alembic_version", true],
    ["public", "calls", true],
    ["public", "participants", true],
    ["public", "users", true],
  ]);
});

test("of a hole the missing revision is named, and its objects", async () => {
  const { verdicts, drift } = await diagnosed("hole");
  expect(verdicts).toMatchObject({
    "9044ba1e3377": "applied",
    fb958ba03c93: "absent",
    c7a3d9e12f8b: "applied",
    e5f6a7b8c9d0: "applied",
  });
  expect(drift).toContainEqual({
    object: "table public.call_stats",
    change: "missing",
    expected: "table",
    actual: null,
  });
});

test("of a half-run revision exactly the missing objects are listed", async () => {
  const { verdicts, drift } = await diagnosed("partial");
  expect(verdicts).toMatchObject({ e5f6a7b8c9d0: "applied", f1a2b3c4d5e6: "partial" });
  expect(drift.map((d: { object: string; change: string }) => [d.change, d.object])).toEqual([
    ["missing", "index public.call_stats.ix_call_stats_collected_at"],
    ["missing", "index public.participants.ix_participants_call_id_joined_at"],
  ]);
});

test("of a change by hand the extra and the missing object are listed", async () => {
  const { drift } = await diagnosed("drift");
  expect(drift).toEqual([
    { object: "column public.users.nickname", change: "extra", expected: null, actual: "text" },
    {
      object: "index public.users.ix_users_last_seen_at",
      change: "missing",
      expected: expect.stringContaining("CREATE INDEX"),
      actual: null,
    },
  ]);
});

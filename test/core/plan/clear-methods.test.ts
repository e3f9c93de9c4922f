import { describe, expect, test } from "vitest";
import { clearOptions } from "../../../src/core/plan/clear-methods.ts";
import { linearChain, REAL, realSituation, situationOf, snapshotOf } from "../builders.ts";

/** The revision at which `downgrade base` would fail under a stamp on an empty database. */
function failsAt(...stamp: string[]): string | null | undefined {
  const options = clearOptions(realSituation(null, stamp));
  return options.find(({ method }) => method === "downgrade_base")?.failsAt;
}

describe("the ways to clear a stamp on an empty database", () => {
  test("are the three of the written procedure, in its order", () => {
    const options = clearOptions(realSituation(null, [REAL.bidirectional]));
    expect(options.map(({ method }) => method)).toEqual([
      "stamp_base",
      "drop_table",
      "downgrade_base",
    ]);
  });

  test("work by stamping base and by dropping the version table, whatever the stamp is", () => {
    for (const stamp of [[REAL.initial], [REAL.bidirectional], ["gone"]]) {
      const options = clearOptions(realSituation(null, stamp));
      const working = options.filter((option) => option.failsAt === null);
      expect(working.map(({ method }) => method)).toEqual(["stamp_base", "drop_table"]);
    }
  });
});

describe("downgrading an empty database to base", () => {
  test("fails at the stamped revision, for its objects are not there", () => {
    expect(failsAt(REAL.initial)).toBe(REAL.initial);
    expect(failsAt(REAL.photoUrl)).toBe(REAL.photoUrl);
  });

  test("passes the revisions that only move rows, and fails at the one before them", () => {
    expect(failsAt(REAL.bidirectional)).toBe(REAL.indexes);
    expect(failsAt(REAL.cleanup)).toBe(REAL.indexes);
  });

  test("fails at the newest of several rows", () => {
    expect(failsAt(REAL.initial, REAL.photoUrl)).toBe(REAL.photoUrl);
  });

  test("fails at a stamp that no script has", () => {
    expect(failsAt("gone")).toBe("gone");
  });

  test("never reaches a revision that was not stamped", () => {
    const chain = linearChain([
      { "table public.a": "table" },
      { "table public.a": "table", "table public.b": "table" },
    ]);
    const situation = situationOf(chain, snapshotOf(new Map(), { stamp: ["r1"] }));
    expect(clearOptions(situation).at(-1)?.failsAt).toBe("r1");
  });
});

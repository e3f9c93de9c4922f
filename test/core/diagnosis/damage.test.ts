import { describe, expect, test } from "vitest";
import type { Diagnosis } from "../../../src/core/diagnosis/types.ts";
import type { RecordedRevision } from "../../../src/core/reference.ts";
import {
  at,
  linearChain,
  REAL,
  realChain,
  realSchema,
  realSituation,
  situationOf,
  snapshotOf,
} from "../builders.ts";

const indexes = [...realSchema(REAL.indexes).keys()].filter(
  (key) => !realSchema(REAL.friendLinks).has(key),
);

/** The revisions with a given verdict. */
const those = ({ revisions }: Diagnosis, verdict: string) =>
  revisions.filter((each) => each.verdict === verdict).map(({ id }) => id);

function recorded(id: string): RecordedRevision {
  const { reference, ids } = realChain();
  return at(reference.revisions, ids.indexOf(id));
}

describe("drift", () => {
  test("is a column that somebody added to a table of the chain", () => {
    const { diagnosis } = realSituation(REAL.bidirectional, [REAL.bidirectional], (facts) => {
      facts.set("column public.users.nickname", "text");
    });
    expect(diagnosis.verdict).toBe("drift");
    expect(diagnosis.evidence.exact).toBe(false);
    expect(diagnosis.evidence.heads).toEqual([REAL.bidirectional]);
    expect(diagnosis.drift).toEqual([
      { key: "column public.users.nickname", change: "extra", expected: null, actual: "text" },
    ]);
  });

  test.each([
    ["an index", "index public.calls.ix_calls_extra"],
    ["a constraint", "constraint public.calls.ck_extra"],
    ["a trigger", "trigger public.calls.touch"],
    ["a policy", "policy public.calls.own"],
  ])("is %s on a table of the chain too", (_, key) => {
    const { diagnosis } = realSituation(REAL.callStats, [REAL.callStats], (facts) => {
      facts.set(key, "by hand");
    });
    expect(diagnosis.verdict).toBe("drift");
    expect(diagnosis.drift).toMatchObject([{ key, change: "extra" }]);
  });

  test("is no object that hangs on no table of the chain", () => {
    const { diagnosis } = realSituation(REAL.callStats, [REAL.callStats], (facts) => {
      facts.set("function public.users(integer)", "returns integer");
      facts.set("enum public.mood", "'good', 'bad'");
      facts.set("view public.active_users", "SELECT 1");
    });
    expect(diagnosis.verdict).toBe("pending");
    expect(diagnosis.drift).toEqual([]);
  });

  test("is an index that somebody dropped", () => {
    const key = "index public.users.ix_users_last_seen_at";
    const { diagnosis } = realSituation(REAL.bidirectional, [REAL.bidirectional], (facts) => {
      facts.delete(key);
    });
    expect(diagnosis.verdict).toBe("drift");
    expect(diagnosis.drift).toMatchObject([{ key, change: "missing", actual: null }]);
    expect(diagnosis.evidence).toEqual({
      exact: false,
      heads: [REAL.bidirectional],
      candidates: [],
    });
  });

  test("is a default that somebody changed, shown with both values", () => {
    const key = "column public.users.is_active";
    const { diagnosis } = realSituation(REAL.photoUrl, [REAL.photoUrl], (facts) => {
      facts.set(key, "boolean not null default false");
    });
    expect(diagnosis.verdict).toBe("drift");
    expect(diagnosis.drift).toEqual([
      {
        key,
        change: "changed",
        expected: "boolean not null default true",
        actual: "boolean not null default false",
      },
    ]);
  });

  test("leaves a wrong stamp wrong: the schema's own objects still prove where it is", () => {
    const { diagnosis } = realSituation(REAL.photoUrl, [REAL.initial], (facts) => {
      facts.set("column public.users.nickname", "text");
    });
    expect(diagnosis.verdict).toBe("stamp_behind");
    expect(diagnosis.evidence.heads).toEqual([REAL.photoUrl]);
    expect(diagnosis.evidence.exact).toBe(false);
    expect(diagnosis.drift).toMatchObject([{ change: "extra" }]);
  });
});

describe("a hole", () => {
  test("is a revision behind the stamp that never ran, and it alone is absent", () => {
    const { diagnosis } = realSituation(REAL.bidirectional, [REAL.bidirectional], (facts) => {
      for (const key in recorded(REAL.photoUrl).added) facts.delete(key);
    });
    expect(diagnosis.verdict).toBe("hole");
    expect(those(diagnosis, "absent")).toEqual([REAL.photoUrl]);
    expect(those(diagnosis, "partial")).toEqual([]);
    expect(diagnosis.drift).toMatchObject([
      { key: "column public.users.photo_url", change: "missing" },
    ]);
    expect(diagnosis.evidence.candidates).toEqual([]);
  });

  test("may be a revision that changes columns and adds none", () => {
    const { diagnosis } = realSituation(REAL.bidirectional, [REAL.bidirectional], (facts) => {
      for (const [key, [before]] of Object.entries(recorded(REAL.timezones).changed))
        facts.set(key, before);
    });
    expect(diagnosis.verdict).toBe("hole");
    expect(those(diagnosis, "absent")).toEqual([REAL.timezones]);
    expect(diagnosis.drift.map(({ change }) => change)).toEqual(["changed", "changed", "changed"]);
  });

  test("may be a table that somebody dropped, with all that later revisions had hung on it", () => {
    const index = "index public.call_stats.ix_call_stats_collected_at";
    const { diagnosis } = realSituation(REAL.bidirectional, [REAL.bidirectional], (facts) => {
      for (const key in recorded(REAL.callStats).added) facts.delete(key);
      facts.delete(index);
    });
    expect(diagnosis.verdict).toBe("hole");
    expect(those(diagnosis, "absent")).toEqual([REAL.callStats]);
    expect(those(diagnosis, "partial")).toEqual([REAL.indexes]);
    // What the later revision made elsewhere is as it should be: nothing there is to be dropped.
    expect(new Set(diagnosis.drift.map(({ change }) => change))).toEqual(new Set(["missing"]));
    expect(diagnosis.drift.map(({ key }) => key)).toContain(index);
  });

  test("does not count a later revision as run that is there in part and not in the stamp", () => {
    const { diagnosis } = realSituation(REAL.indexes, [REAL.friendLinks], (facts) => {
      for (const key in recorded(REAL.photoUrl).added) facts.delete(key);
      facts.delete("index public.calls.ix_calls_open");
    });
    expect(diagnosis.verdict).toBe("hole");
    expect(diagnosis.evidence.heads).toEqual([REAL.friendLinks]);
  });

  test("is no schema that merely ends early: the revisions after it may all be absent", () => {
    const { diagnosis } = realSituation(REAL.photoUrl, [REAL.bidirectional]);
    expect(diagnosis.verdict).toBe("stamp_ahead");
  });
});

describe("a half-run revision", () => {
  test("has some of its objects, most of them here, and the missing ones are listed", () => {
    const { diagnosis } = realSituation(REAL.indexes, [REAL.friendLinks], (facts) => {
      for (const key of indexes.slice(5)) facts.delete(key);
    });
    expect(diagnosis.verdict).toBe("partial");
    expect(those(diagnosis, "partial")).toEqual([REAL.indexes]);
    expect(those(diagnosis, "absent")).toEqual([]);
    expect(diagnosis.evidence.exact).toBe(false);
    expect(diagnosis.drift.map(({ key, change }) => ({ key, change }))).toEqual(
      indexes.slice(5).map((key) => ({ key, change: "missing" })),
    );
  });

  test("may have left an INVALID index, which exists and is still not what the revision made", () => {
    const key = "index public.calls.ix_calls_open";
    const { diagnosis } = realSituation(REAL.indexes, [REAL.friendLinks], (facts) => {
      facts.set(key, `${facts.get(key)} INVALID`);
    });
    expect(diagnosis.verdict).toBe("partial");
    expect(those(diagnosis, "partial")).toEqual([REAL.indexes]);
    expect(diagnosis.drift).toMatchObject([{ key, change: "changed" }]);
  });

  test("is not an enum type that dropped tables left behind, unused and as the chain makes it", () => {
    const { diagnosis } = realSituation(null, [REAL.bidirectional], (facts) => {
      facts.set("enum public.call_status", "'ringing', 'active', 'ended', 'missed', 'declined'");
    });
    expect(diagnosis.verdict).toBe("empty_stamped");
    expect(those(diagnosis, "applied")).toEqual([]);
    expect(diagnosis.evidence.heads).toEqual([]);
    expect(diagnosis.findings).toEqual([{ code: "leftover_types", items: ["public.call_status"] }]);
    expect(diagnosis.drift).toMatchObject([{ key: "enum public.call_status", change: "extra" }]);
  });

  test("is one that has added its new column and not yet removed the old one", () => {
    const chain = linearChain([
      { "table public.a": "table", "column public.a.old": "text" },
      { "table public.a": "table", "column public.a.new": "text" },
    ]);
    const live = new Map([...at(chain.schemas, 1), ...at(chain.schemas, 2)]);
    for (const stamp of ["r1", "r2"]) {
      const { diagnosis } = situationOf(chain, snapshotOf(live, { stamp: [stamp] }));
      expect(those(diagnosis, "partial")).toEqual(["r2"]);
      expect(those(diagnosis, "applied")).toEqual(["r1"]);
      expect(diagnosis.drift).toMatchObject([{ change: "extra" }]);
    }
  });
});

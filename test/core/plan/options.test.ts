import { describe, expect, test } from "vitest";
import { pathOptions, recommendedPath, whyAsked } from "../../../src/core/plan/options.ts";
import type { Situation } from "../../../src/core/plan/situation.ts";
import type { PathOption, Refusal, RepairPath } from "../../../src/core/plan/types.ts";
import {
  REAL,
  realChain,
  realSchema,
  realSituation,
  situationOf,
  snapshotOf,
  versionTable,
} from "../builders.ts";

type Reason = Refusal["reason"] | null;

/** Each path's reason for a refusal; null for a path that may be taken. */
function reasons(situation: Situation): Partial<Record<RepairPath, Reason>> {
  return Object.fromEntries(
    pathOptions(situation).map(({ path, refusal }) => [path, refusal?.reason ?? null]),
  );
}

function refusalOf(situation: Situation, path: RepairPath): Refusal | null | undefined {
  return pathOptions(situation).find((option) => option.path === path)?.refusal;
}

const HEAD = [REAL.bidirectional];
const dropColumn = (facts: Map<string, string>) => facts.delete("column public.users.photo_url");
const dropIndex = (facts: Map<string, string>) =>
  facts.delete("index public.users.ix_users_last_seen_at");

const dropDefault = (facts: Map<string, string>) =>
  facts.set("column public.users.is_active", "boolean not null");

const twoVersionTables = situationOf(
  realChain(),
  snapshotOf(realSchema(REAL.photoUrl), {
    versionTables: [
      versionTable({ rows: [REAL.photoUrl] }),
      versionTable({ schema: "tenant", rows: [REAL.photoUrl] }),
    ],
  }),
);

const full = { fresh: "has_tables", adopt: null, reset: null } as const;
const damaged = { fresh: "has_tables", adopt: "not_proven", reset: null } as const;
const nothing = { fresh: null, adopt: "nothing_there", reset: "nothing_there" } as const;

test.each<[string, Situation, string, Partial<Record<RepairPath, Reason>>]>([
  [
    "healthy",
    realSituation(REAL.bidirectional, HEAD),
    "none",
    { fresh: "already_right", adopt: "already_right", reset: "already_right" },
  ],
  ["empty", realSituation(null, null), "fresh", nothing],
  ["empty_stamped", realSituation(null, HEAD), "fresh", nothing],
  ["stamp_ahead", realSituation(REAL.initial, HEAD), "adopt", full],
  ["stamp_behind", realSituation(REAL.photoUrl, [REAL.initial]), "adopt", full],
  ["unstamped", realSituation(REAL.photoUrl, null), "adopt", full],
  ["unknown_stamp", realSituation(REAL.photoUrl, ["gone"]), "adopt", full],
  ["overlapping", realSituation(REAL.photoUrl, [REAL.initial, REAL.photoUrl]), "adopt", full],
  ["ambiguous", realSituation(REAL.indexes, [REAL.initial]), "ask", full],
  [
    "hole",
    realSituation(REAL.bidirectional, HEAD, dropColumn),
    "replay",
    { ...damaged, replay: null },
  ],
  ["drift", realSituation(REAL.bidirectional, HEAD, dropIndex), "ask", damaged],
  ["partial", realSituation(REAL.indexes, [REAL.friendLinks], dropIndex), "ask", damaged],
  [
    "several_version_tables",
    twoVersionTables,
    "ask",
    {
      fresh: "several_version_tables",
      adopt: "several_version_tables",
      reset: "several_version_tables",
    },
  ],
])("a database that is %s has its paths and its recommendation", (verdict, found, path, all) => {
  expect(found.diagnosis.verdict).toBe(verdict);
  expect(recommendedPath(found)).toBe(path);
  expect(reasons(found)).toEqual(all);
  const recommended = pathOptions(found).filter((option) => option.recommended);
  expect(recommended.map((option) => option.path)).toEqual(
    path === "ask" || path === "none" ? [] : [path],
  );
  expect(recommended.every((option: PathOption) => option.refusal === null)).toBe(true);
});

test.each<[string, Situation, string]>([
  ["several revisions fit", realSituation(REAL.indexes, [REAL.initial]), "ask_candidates"],
  [
    "something differs even when what is missing has run",
    realSituation(REAL.bidirectional, HEAD, (facts) => dropColumn(facts) && dropIndex(facts)),
    "ask_leaves",
  ],
  ["no revision fits", realSituation(REAL.photoUrl, HEAD, dropDefault), "ask_unproven"],
  ["there are several version tables", twoVersionTables, "ask_tables"],
  [
    "the tables stand in another schema",
    realSituation(null, HEAD, (facts) => facts.set("table app.users", "table")),
    "ask_elsewhere",
  ],
])("where nothing is recommended it is said why: %s", (_, situation, why) => {
  expect(recommendedPath(situation)).toBe("ask");
  expect(whyAsked(situation)).toBe(why);
});

describe("a database that is pending", () => {
  test("is offered a plain upgrade, and neither a new stamp nor an empty start", () => {
    const found = realSituation(REAL.photoUrl, [REAL.photoUrl]);
    expect(found.diagnosis.verdict).toBe("pending");
    expect(recommendedPath(found)).toBe("upgrade");
    expect(reasons(found)).toMatchObject({
      upgrade: null,
      fresh: "already_right",
      adopt: "already_right",
    });
  });

  test("is the only one that is offered it", () => {
    for (const found of [
      realSituation(REAL.bidirectional, HEAD),
      realSituation(REAL.photoUrl, null),
      realSituation(null, null),
    ])
      expect(pathOptions(found).map(({ path }) => path)).toEqual(["fresh", "adopt", "reset"]);
  });
});

describe("a fresh start is refused", () => {
  test("where any object of the chain is left, and names it: tables first, by name", () => {
    expect(refusalOf(realSituation(REAL.callStats, null), "fresh")).toEqual({
      reason: "has_tables",
      tables: [
        "public.call_stats",
        "public.calls",
        "public.participants",
        "public.users",
        "enum public.call_status",
      ],
    });
  });

  test("where only a type is left behind", () => {
    const found = realSituation(null, HEAD, (facts) => facts.set("enum public.call_status", "'x'"));
    expect(refusalOf(found, "fresh")).toEqual({
      reason: "has_tables",
      tables: ["enum public.call_status"],
    });
    expect(recommendedPath(found)).toBe("ask");
  });

  test.each([[null], [HEAD]])("where the tables stand in another schema, stamp %j", (stamp) => {
    const found = realSituation(null, stamp, (facts) => facts.set("table app.users", "table"));
    expect(refusalOf(found, "fresh")).toEqual({
      reason: "tables_elsewhere",
      tables: ["app.users"],
    });
    expect(recommendedPath(found)).toBe("ask");
  });

  test("by nothing that belongs to somebody else", () => {
    const found = realSituation(null, HEAD, (facts) => facts.set("table public.own", "table"));
    expect(refusalOf(found, "fresh")).toBeNull();
  });
});

describe("a new stamp", () => {
  test("is offered for the one proven state, and for that alone", () => {
    const found = realSituation(REAL.timezones, HEAD);
    const adopt = pathOptions(found).find(({ path }) => path === "adopt");
    expect(adopt?.candidates).toEqual([[REAL.timezones]]);
  });

  test("is refused where the schema proves nothing", () => {
    const found = realSituation(REAL.bidirectional, null, dropColumn);
    expect(refusalOf(found, "adopt")).toEqual({ reason: "not_proven" });
  });
});

describe("a reset", () => {
  const referring = (table: string) =>
    situationOf(
      realChain(),
      snapshotOf(realSchema(REAL.initial), {
        stamp: HEAD,
        tableLinks: [{ constraint: "fk_user", table, references: "public.users" }],
      }),
    );

  test("is refused where a table outside the chain refers to one that it would drop", () => {
    expect(refusalOf(referring("billing.invoices"), "reset")).toEqual({
      reason: "used_by_others",
      links: ["billing.invoices.fk_user"],
    });
  });

  test("is not refused for foreign keys among the chain's own tables", () => {
    expect(refusalOf(referring("public.calls"), "reset")).toBeNull();
  });

  test("is not refused for the references of a table that stays to another that stays", () => {
    const found = situationOf(
      realChain(),
      snapshotOf(realSchema(REAL.initial), {
        stamp: HEAD,
        tableLinks: [{ constraint: "fk", table: "own.a", references: "own.b" }],
      }),
    );
    expect(refusalOf(found, "reset")).toBeNull();
  });

  test("is possible where tables are gone and a type is left behind", () => {
    const found = realSituation(null, HEAD, (facts) => facts.set("enum public.call_status", "'x'"));
    expect(refusalOf(found, "reset")).toBeNull();
  });

  test("is never recommended, whatever is wrong", () => {
    for (const found of [twoVersionTables, realSituation(REAL.initial, HEAD, dropColumn)])
      expect(recommendedPath(found)).not.toBe("reset");
  });

  test("names every version table where there are several", () => {
    expect(refusalOf(twoVersionTables, "reset")).toEqual({
      reason: "several_version_tables",
      tables: ["public.alembic_version", "tenant.alembic_version"],
    });
  });
});

test("no path that runs every revision is offered where they failed in an empty database", () => {
  const chain = realChain();
  const stopped = { revision: REAL.photoUrl, line: "it fails", scripts: {} };
  const kept = chain.reference.revisions.slice(0, 3);
  const part = { ...chain, reference: { ...chain.reference, stopped, revisions: kept } };
  const empty = situationOf(part, snapshotOf(new Map(), { stamp: HEAD }));
  expect(refusalOf(empty, "fresh")).toEqual({
    reason: "fails_from_start",
    revision: REAL.photoUrl,
    line: "it fails",
  });
  expect(recommendedPath(empty)).toBe("ask");
  const filled = situationOf(part, snapshotOf(realSchema(REAL.timezones), { stamp: HEAD }));
  expect(refusalOf(filled, "reset")?.reason).toBe("fails_from_start");
  // What could be recorded is proven no more than the stamp says: later revisions are unknown.
  expect(filled.diagnosis.verdict).toBe("ambiguous");
  expect(filled.diagnosis.findings).toContainEqual(
    expect.objectContaining({ code: "not_recorded", failed: REAL.photoUrl }),
  );
  expect(recommendedPath(filled)).toBe("ask");
  const agreed = situationOf(
    part,
    snapshotOf(realSchema(REAL.timezones), { stamp: [REAL.timezones] }),
  );
  expect(agreed.diagnosis.verdict).toBe("pending");
});

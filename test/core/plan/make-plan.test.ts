import { describe, expect, test } from "vitest";
import { type Choice, makePlan } from "../../../src/core/plan/make-plan.ts";
import type { Situation } from "../../../src/core/plan/situation.ts";
import type { Plan } from "../../../src/core/plan/types.ts";
import {
  addingChain,
  REAL,
  realChain,
  realSituation,
  revision,
  situationOf,
  snapshotOf,
  stampedIn,
  versionTable,
} from "../builders.ts";

const { ids } = realChain();
const HEAD = [REAL.bidirectional];
const plan = (situation: Situation, choice: Choice) => makePlan(situation, choice);

/** The plan's steps: what each is for, and what it does. */
const written = ({ steps }: Plan) =>
  steps.map(({ purpose, action, danger }) => [
    purpose,
    action.kind === "alembic"
      ? `alembic ${action.args.join(" ")}`
      : action.kind === "sql"
        ? action.statements.join("; ")
        : `verify ${action.heads.join(" ")}`,
    danger,
  ]);

const UPGRADE = ["upgrade", "alembic upgrade head", "writes"];
const VERIFY = ["verify", `verify ${REAL.bidirectional}`, "none"];

describe("an upgrade", () => {
  test("starts at the stamp and runs what is missing", () => {
    const made = plan(realSituation(REAL.friendLinks, [REAL.friendLinks]), { path: "upgrade" });
    expect(written(made)).toEqual([UPGRADE, VERIFY]);
    expect(made.stamp).toEqual([REAL.friendLinks]);
    expect(made.revisionsToRun).toEqual([REAL.indexes, REAL.cleanup, REAL.bidirectional]);
    expect(made.drops).toEqual([]);
  });
});

describe("a fresh start", () => {
  const stamped = realSituation(null, HEAD);

  test.each([{ path: "fresh" }, { path: "fresh", clear: "stamp_base" }] as const)(
    "chosen as %j stamps base, then runs every revision",
    (choice) => {
      const made = plan(stamped, choice);
      expect(written(made)).toEqual([
        ["clear_stamp", "alembic stamp base", "writes"],
        UPGRADE,
        VERIFY,
      ]);
      expect(made).toMatchObject({ path: "fresh", stamp: [], drops: [], revisionsToRun: ids });
    },
  );

  test("may drop the version table instead", () => {
    const made = plan(stamped, { path: "fresh", clear: "drop_table" });
    expect(written(made)).toEqual([
      ["drop_version_table", 'DROP TABLE "public"."alembic_version"', "writes"],
      UPGRADE,
      VERIFY,
    ]);
    expect(made.drops).toEqual([]);
  });

  test("drops a version table of any name, quoted", () => {
    const table = versionTable({ schema: 'my"app', name: "v; DROP TABLE x", rows: HEAD });
    const found = situationOf(stampedIn(table), snapshotOf(new Map(), { versionTables: [table] }));
    const made = plan(found, { path: "fresh", clear: "drop_table" });
    expect(made.steps[0]?.action).toEqual({
      kind: "sql",
      statements: ['DROP TABLE "my""app"."v; DROP TABLE x"'],
    });
  });

  test.each([
    ["no version table", null],
    ["an empty one", []],
  ])("has nothing to clear with %s", (_, stamp) => {
    const found = realSituation(null, stamp);
    expect(written(plan(found, { path: "fresh" }))).toEqual([UPGRADE, VERIFY]);
    expect(written(plan(found, { path: "fresh", clear: "drop_table" }))).toEqual([UPGRADE, VERIFY]);
  });

  test.each([
    ["an unknown stamp", ["gone"]],
    ["overlapping stamps", [REAL.initial, REAL.photoUrl]],
  ])("purges %s, at which a plain stamp would fail", (_, stamp) => {
    const made = plan(realSituation(null, stamp), { path: "fresh" });
    expect(written(made)[0]).toEqual(["clear_stamp", "alembic stamp --purge base", "writes"]);
  });
});

describe("adopting a schema", () => {
  test("stamps what it proves and runs the rest", () => {
    const made = plan(realSituation(REAL.friendLinks, [REAL.initial]), { path: "adopt" });
    expect(written(made)).toEqual([
      ["stamp_proven", `alembic stamp ${REAL.friendLinks}`, "writes"],
      UPGRADE,
      VERIFY,
    ]);
    expect(made.stamp).toEqual([REAL.friendLinks]);
    expect(made.revisionsToRun).toEqual([REAL.indexes, REAL.cleanup, REAL.bidirectional]);
    expect(made.drops).toEqual([]);
  });

  test("runs nothing where the last revision is proven", () => {
    const made = plan(realSituation(REAL.bidirectional, null), { path: "adopt", heads: HEAD });
    expect(written(made)).toEqual([
      ["stamp_proven", `alembic stamp ${REAL.bidirectional}`, "writes"],
      VERIFY,
    ]);
    expect(made.revisionsToRun).toEqual([]);
  });

  test.each([
    ["an unknown stamp", ["gone"]],
    ["an unknown stamp beside a known one", ["gone", REAL.photoUrl]],
    ["overlapping stamps", [REAL.initial, REAL.photoUrl]],
  ])("purges %s, at which a plain stamp would fail", (_, stamp) => {
    const made = plan(realSituation(REAL.photoUrl, stamp), { path: "adopt" });
    expect(written(made)[0]).toEqual([
      "stamp_proven",
      `alembic stamp --purge ${REAL.photoUrl}`,
      "writes",
    ]);
  });

  test("stamps nothing where the stamp is right already", () => {
    const made = plan(realSituation(REAL.indexes, [REAL.cleanup]), {
      path: "adopt",
      heads: [REAL.cleanup],
    });
    expect(written(made)).toEqual([UPGRADE, VERIFY]);
  });
});

describe("a chain with several heads", () => {
  const chain = addingChain([revision("a"), revision("b", ["a"]), revision("c", ["a"])], {
    a: { "table public.a": "table" },
    b: { "table public.b": "table" },
  });

  test("is stamped with all that is proven, upgraded to heads, and verified at both", () => {
    const facts = new Map([
      ["table public.a", "table"],
      ["table public.b", "table"],
    ]);
    const situation = situationOf(chain, snapshotOf(facts, { stamp: ["a"] }));
    const choice = { path: "adopt", heads: ["b", "c"] } as const;
    expect(written(makePlan(situation, choice))).toEqual([
      ["stamp_proven", "alembic stamp --purge b c", "writes"],
      ["verify", "verify b c", "none"],
    ]);
    expect(written(makePlan(situation, { path: "adopt", heads: ["b"] }))).toEqual([
      ["stamp_proven", "alembic stamp b", "writes"],
      ["upgrade", "alembic upgrade heads", "writes"],
      ["verify", "verify b c", "none"],
    ]);
  });
});

test("every plan ends with a verification, and each step has an id of its own", () => {
  for (const choice of [
    { path: "upgrade" },
    { path: "fresh" },
    { path: "fresh", clear: "drop_table" },
    { path: "adopt" },
    { path: "reset" },
  ] as const) {
    const { steps } = plan(realSituation(REAL.photoUrl, [REAL.initial]), choice);
    expect(steps.at(-1)).toMatchObject({ action: { kind: "verify", heads: HEAD } });
    expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
  }
});

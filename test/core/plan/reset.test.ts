import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { identityOf } from "../../../src/core/facts.ts";
import { chainObjects, dropChainObjects } from "../../../src/core/plan/drop-objects.ts";
import { makePlan } from "../../../src/core/plan/make-plan.ts";
import {
  quoteIdent,
  REAL,
  realChain,
  realSchema,
  realSituation,
  situationOf,
  snapshotOf,
  stampedIn,
  versionTable,
} from "../builders.ts";
import { anyFacts, hostileName } from "../generators.ts";

/** What is dropped when the chain made all of the facts. */
const dropAll = (facts: Record<string, string>) =>
  dropChainObjects(new Map(Object.entries(facts)), new Set(Object.keys(facts)));

describe("the statements of a reset", () => {
  test("drop what the chain has made, one statement per kind", () => {
    expect(
      dropChainObjects(realSchema(REAL.callStats), new Set(realSchema(REAL.bidirectional).keys())),
    ).toEqual([
      "DROP TABLE public.call_stats, public.calls, public.participants, public.users",
      "DROP TYPE public.call_status",
    ]);
  });

  test("name every kind of object that can stand alone, dependants first", () => {
    const statements = dropAll({
      "table public.a": "table",
      "view public.v": "SELECT 1",
      "materialized_view public.m": "SELECT 1",
      "sequence public.s": "bigint start 1",
      "enum public.e": "'a'",
      "domain public.d": "text",
      "composite public.c": "x integer",
      "range public.r": "of double precision",
      "collation public.l": "icu not deterministic",
      "function public.f(integer)": "returns integer",
      "extension pgcrypto": "in public",
      "schema app": "",
    });
    expect(statements.join("\n")).toContain("DROP MATERIALIZED VIEW public.m");
    for (const name of [
      "public.a",
      "public.v",
      "public.s",
      "public.e",
      "public.d",
      "public.c",
      "public.r",
      "public.l",
    ])
      expect(statements.filter((each) => each.includes(name))).toHaveLength(1);
    const at = (part: string) => statements.findIndex((each) => each.includes(part));
    expect(at("public.m")).toBeLessThan(at("public.a"));
    expect(at("public.v")).toBeLessThan(at("public.a"));
    expect(at("public.a")).toBeLessThan(at("public.f(integer)"));
    expect(at("public.a")).toBeLessThan(at("public.e"));
    expect(at("public.f(integer)")).toBeLessThan(at("public.e"));
    expect(at("public.r")).toBeLessThan(at("DROP COLLATION public.l"));
    expect(at("DROP EXTENSION pgcrypto")).toBeLessThan(at("DROP SCHEMA app"));
    expect(statements.at(-1)).toBe("DROP SCHEMA app");
  });

  test("leave a sequence that belongs to a column to its table", () => {
    expect(
      dropAll({
        "table public.a": "table",
        "sequence public.a_id_seq": "integer start 1 increment 1 owned by public.a.id",
        "sequence public.tickets": "bigint start 1 increment 1",
      }),
    ).toEqual(["DROP TABLE public.a", "DROP SEQUENCE public.tickets"]);
  });

  test("take what uses something before what it uses, whatever the kinds", () => {
    expect(
      dropAll({
        "table public.users": "table",
        "column public.users.name": "text default public.clean('x'::text)",
        "table public.far": "foreign table server far",
        "function public.clean(text)": "returns text",
        "function public.everybody()": "returns SETOF public.users",
        "materialized_view public.kept": " SELECT users.id FROM public.users;",
        "view public.few": " SELECT kept.id FROM public.kept;",
        "domain public.label": "text constraint known CHECK (public.known(VALUE))",
        "function public.known(text)": "returns boolean",
        "table public.labels": "table",
        "column public.labels.label": "public.label",
      }),
    ).toEqual([
      "DROP VIEW public.few",
      "DROP MATERIALIZED VIEW public.kept",
      "DROP FOREIGN TABLE public.far",
      "DROP TABLE public.labels",
      "DROP TYPE public.label",
      "DROP ROUTINE public.everybody(), public.known(text)",
      "DROP TABLE public.users",
      "DROP ROUTINE public.clean(text)",
    ]);
  });

  test("keep tables that refer to each other in one statement", () => {
    expect(
      dropAll({
        "table public.a": "table",
        "constraint public.a.fk": "FOREIGN KEY (b) REFERENCES public.b(id)",
        "table public.b": "table",
        "constraint public.b.fk": "FOREIGN KEY (a) REFERENCES public.a(id)",
        "function public.of_b(public.b)": "returns text",
      }),
    ).toEqual(["DROP ROUTINE public.of_b(public.b)", "DROP TABLE public.a, public.b"]);
  });

  test("leave columns, constraints, indexes, triggers and policies to their tables", () => {
    expect(
      dropAll({
        "column public.a.id": "integer",
        "constraint public.a.pk": "PRIMARY KEY (id)",
        "index public.a.ix": "CREATE INDEX",
        "trigger public.a.t": "CREATE TRIGGER",
        "policy public.a.p": "permissive",
      }),
    ).toEqual([]);
  });

  test("leave alone what the chain did not make", () => {
    const live = realSchema(REAL.initial);
    for (const key of ["table public.own", "view public.report", "enum public.mood", "schema app"])
      live.set(key, "");
    const statements = dropChainObjects(live, new Set(realSchema(REAL.bidirectional).keys()));
    expect(statements).toEqual([
      "DROP TABLE public.calls, public.participants, public.users",
      "DROP TYPE public.call_status",
    ]);
  });

  test("never say CASCADE, nor name anything outside the chain, whatever is there", () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (chain, others) => {
        const keys = new Set(chain.keys());
        const statements = dropChainObjects(new Map([...others, ...chain]), keys);
        const named = statements.flatMap((each) => {
          expect(each).toMatch(/^DROP (TABLE|TYPE) /);
          return identitiesIn(each.replace(/^DROP (TABLE|TYPE) /, ""));
        });
        const own = [...keys].filter((key) => /^(table|enum) /.test(key)).map(identityOf);
        expect(named.sort()).toEqual(own.sort());
        expect(statements.join().replace(/"(?:[^"]|"")*"/g, "")).not.toMatch(/cascade/i);
      }),
    );
  });

  test("hold hostile names as quoted identifiers and nothing else", () => {
    fc.assert(
      fc.property(hostileName, (name) => {
        const identity = `public.${quoteIdent(name)}`;
        const [statement = ""] = dropAll({ [`table ${identity}`]: "table" });
        expect(statement).toBe(`DROP TABLE ${identity}`);
        expect(identitiesIn(statement.slice("DROP TABLE ".length))).toEqual([identity]);
      }),
    );
  });
});

/** Identities between commas, reading quoted names as PostgreSQL does. */
function identitiesIn(list: string): string[] {
  return list.match(/(?:"(?:[^"]|"")*"|[^",])+(?=, |$)/gs)?.map((each) => each.trim()) ?? [];
}

describe("a reset", () => {
  const { ids } = realChain();
  const reset = { path: "reset" } as const;

  test("drops the chain's objects and the version table in one step, then starts anew", () => {
    const plan = makePlan(realSituation(REAL.callStats, [REAL.bidirectional]), reset);
    expect(plan.steps.map(({ purpose, danger }) => [purpose, danger])).toEqual([
      ["drop_chain_objects", "destroys"],
      ["upgrade", "writes"],
      ["verify", "none"],
    ]);
    expect(plan.steps[0]?.action).toEqual({
      kind: "sql",
      statements: [
        "DROP TABLE public.call_stats, public.calls, public.participants, public.users",
        "DROP TYPE public.call_status",
        'DROP TABLE "public"."alembic_version"',
      ],
      empty: ["public.calls", "public.participants", "public.users", "public.call_stats"],
    });
    expect(plan.stamp).toEqual([]);
    expect(plan.revisionsToRun).toEqual(ids);
  });

  test("says which tables it drops, and names no other", () => {
    const situation = realSituation(REAL.initial, null, (facts) => {
      facts.set("table public.own", "table");
    });
    expect(makePlan(situation, reset).drops).toEqual([
      "public.calls",
      "public.participants",
      "public.users",
    ]);
  });

  test("drops no version table where there is none", () => {
    const plan = makePlan(realSituation(REAL.initial, null), reset);
    expect(JSON.stringify(plan.steps)).not.toContain("alembic_version");
  });

  test("quotes a version table of any name", () => {
    const table = versionTable({ schema: "My App", name: 'version"s', rows: ["gone"] });
    const snapshot = snapshotOf(realSchema(REAL.initial), { versionTables: [table] });
    const plan = makePlan(situationOf(stampedIn(table), snapshot), reset);
    expect(plan.steps[0]?.action).toMatchObject({
      statements: expect.arrayContaining(['DROP TABLE "My App"."version""s"']),
    });
  });

  test("finds the chain's objects of a kind, sorted, with none that is owned or foreign", () => {
    const keys = new Set(["table public.b", "table public.a", "sequence public.s"]);
    const live = new Map([
      ["table public.b", "table"],
      ["table public.a", "table"],
      ["table public.own", "table"],
      ["sequence public.s", "bigint owned by public.a.id"],
    ]);
    expect(chainObjects(live, keys, "table")).toEqual(["public.a", "public.b"]);
    expect(chainObjects(live, keys, "sequence")).toEqual([]);
  });
});

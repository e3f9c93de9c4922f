import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  applyDelta,
  compareFacts,
  deltaBetween,
  identityOf,
  isEmptyDelta,
  kindOf,
  relationOf,
  sameFacts,
  splitIdentity,
} from "../../src/core/facts.ts";
import { quoteIdent } from "./builders.ts";
import { anyFacts, anyName, hostileName } from "./generators.ts";

describe("a fact's key", () => {
  test("is a kind and an identity, parted at the first space", () => {
    expect(kindOf("column public.users.email")).toBe("column");
    expect(identityOf("column public.users.email")).toBe("public.users.email");
    expect(kindOf('table public."two words"')).toBe("table");
    expect(identityOf('table public."two words"')).toBe('public."two words"');
    expect(identityOf("function public.f(integer, text)")).toBe("public.f(integer, text)");
  });
});

describe("an identity", () => {
  test.each([
    ["public.users", ["public", "users"]],
    ['public."a.b"', ["public", '"a.b"']],
    ['"a""b"."c"".""d".e', ['"a""b"', '"c"".""d"', "e"]],
    ['public."line\nbreak"', ["public", '"line\nbreak"']],
    ['public.""""', ["public", '""""']],
    ["pgcrypto", ["pgcrypto"]],
  ])("%j has the parts %j", (identity, parts) => {
    expect(splitIdentity(identity)).toEqual(parts);
  });

  test("of any names falls apart into these names again", () => {
    const names = fc.array(fc.oneof(hostileName, anyName), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(names, (each) => {
        const quoted = each.map(quoteIdent);
        expect(splitIdentity(quoted.join("."))).toEqual(quoted);
      }),
    );
  });
});

describe("the relation of a fact", () => {
  test.each([
    ["table public.users", "public.users"],
    ["view public.active", "public.active"],
    ["materialized_view public.totals", "public.totals"],
    ["column public.users.email", "public.users"],
    ["constraint public.users.pk_users", "public.users"],
    ["index public.users.ix_email", "public.users"],
    ["trigger public.users.touch", "public.users"],
    ["policy public.users.own", "public.users"],
    ['column "my app"."a.b"."c.d"', '"my app"."a.b"'],
  ])("%s is %s", (key, relation) => {
    expect(relationOf(key)).toBe(relation);
  });

  test.each([
    "enum public.users",
    "sequence public.users_id_seq",
    "domain public.email",
    "composite public.pair",
    "function public.users(integer)",
    "extension pgcrypto",
    "schema app",
  ])("%s is none", (key) => {
    expect(relationOf(key)).toBeNull();
  });
});

describe("a comparison", () => {
  const expected = new Map([
    ["table public.a", "table"],
    ["column public.a.id", "integer"],
    ["column public.a.name", "text"],
  ]);

  test("of equal facts finds nothing, in whatever order they stand", () => {
    expect(compareFacts(expected, new Map([...expected].reverse()))).toEqual([]);
    expect(sameFacts(expected, new Map([...expected].reverse()))).toBe(true);
  });

  test("names what is missing, extra and changed, by key", () => {
    const actual = new Map([
      ["table public.a", "table"],
      ["column public.a.name", "text not null"],
      ["column public.a.extra", "bytea"],
    ]);
    expect(compareFacts(expected, actual)).toEqual([
      { key: "column public.a.extra", change: "extra", expected: null, actual: "bytea" },
      { key: "column public.a.id", change: "missing", expected: "integer", actual: null },
      {
        key: "column public.a.name",
        change: "changed",
        expected: "text",
        actual: "text not null",
      },
    ]);
    expect(sameFacts(expected, actual)).toBe(false);
  });

  test("tells a fact without a value from a missing one", () => {
    const schema = new Map([["schema app", ""]]);
    expect(compareFacts(schema, schema)).toEqual([]);
    expect(compareFacts(schema, new Map())).toMatchObject([{ change: "missing", expected: "" }]);
    expect(compareFacts(new Map(), schema)).toMatchObject([{ change: "extra", actual: "" }]);
  });

  test("the other way round finds the same keys, missing for extra", () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (a, b) => {
        const there = compareFacts(a, b);
        const turned = { missing: "extra", extra: "missing", changed: "changed" } as const;
        const back = there.map(({ key, change, expected: e, actual }) => {
          return { key, change: turned[change], expected: actual, actual: e };
        });
        expect(compareFacts(b, a)).toEqual(back);
        expect(sameFacts(a, b)).toBe(there.length === 0);
      }),
    );
  });
});

describe("a delta", () => {
  test("between two states, applied to the first, gives the second", () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (a, b) => {
        const facts = new Map(a);
        applyDelta(facts, deltaBetween(a, b));
        expect(new Map([...facts].sort())).toEqual(new Map([...b].sort()));
      }),
    );
  });

  test("is empty exactly between equal states", () => {
    fc.assert(
      fc.property(anyFacts, anyFacts, (a, b) => {
        expect(isEmptyDelta(deltaBetween(a, a))).toBe(true);
        expect(isEmptyDelta(deltaBetween(a, b))).toBe(sameFacts(a, b));
      }),
    );
  });

  test("keeps the value before and the value after", () => {
    const before = new Map([
      ["column public.a.x", "integer"],
      ["column public.a.y", "text"],
    ]);
    const after = new Map([
      ["column public.a.x", "bigint"],
      ["column public.a.z", "date"],
    ]);
    expect(deltaBetween(before, after)).toEqual({
      added: { "column public.a.z": "date" },
      changed: { "column public.a.x": ["integer", "bigint"] },
      removed: { "column public.a.y": "text" },
    });
  });
});

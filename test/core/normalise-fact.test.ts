import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  normaliseFact,
  normaliseIdentity,
  normaliseKey,
} from "../../src/core/normalise-fact/index.ts";

const check = (expression: string) => normaliseFact("constraint public.t.c", expression);

const view = (definition: string) => normaliseFact("view public.v", definition);

describe("what one schema is printed as becomes one text", () => {
  test.each([
    [
      "IN on varchar, before and after a restore",
      "CHECK (((a)::text = ANY ((ARRAY['x'::character varying, 'it''s'::character varying])::text[])))",
      "CHECK (((a)::text = ANY (ARRAY[('x'::character varying)::text, ('it''s'::character varying)::text])))",
    ],
    [
      "NOT IN, with columns among the values",
      "CHECK (((a)::text <> ALL ((ARRAY[b, (c || 'x'::text)])::text[])))",
      "CHECK (((a)::text <> ALL (ARRAY[(b)::text, ((c || 'x'::text))::text])))",
    ],
    [
      "BETWEEN and a further condition",
      "CHECK ((((a >= 1) AND (a <= 2)) AND (b > 3)))",
      "CHECK (((a >= 1) AND (a <= 2) AND (b > 3)))",
    ],
    [
      "an OR in an OR",
      "CHECK (((a = 1) OR ((a = 2) OR (a = 3))))",
      "CHECK (((a = 1) OR (a = 2) OR (a = 3)))",
    ],
    [
      "a time zone, since 14 and before",
      "CHECK ((made > (now() AT TIME ZONE 'utc'::text)))",
      "CHECK ((made > timezone('utc'::text, now())))",
    ],
    [
      "a name that a later version reserves",
      "CHECK ((\"json\" > ''::text))",
      "CHECK ((json > ''::text))",
    ],
  ])("%s", (_, one, other) => {
    expect(check(one)).toBe(check(other));
  });

  test.each([
    ["of a table", "SELECT t.a,\n    t.b\n   FROM public.t;", "SELECT a, b FROM public.t;"],
    [
      "with an alias, in functions and conditions",
      " SELECT lower((p.a)::text) AS x\n   FROM public.t p\n  WHERE (p.b = ANY (ARRAY[1, 2]));",
      " SELECT lower((a)::text) AS x\n   FROM public.t p\n  WHERE (b = ANY (ARRAY[1, 2]));",
    ],
    [
      "whose inner queries stay as they are",
      "SELECT x.a, ( SELECT max(o.n) AS max FROM o WHERE (o.p = x.a)) AS m FROM ( SELECT t.a FROM t) x;",
      "SELECT a, ( SELECT max(o.n) AS max FROM o WHERE (o.p = x.a)) AS m FROM ( SELECT t.a FROM t) x;",
    ],
    [
      "of a function",
      "SELECT g.g FROM generate_series(1, 3) g(g);",
      "SELECT g FROM generate_series(1, 3) g(g);",
    ],
  ])("a view %s", (_, one, other) => {
    expect(view(one)).toBe(view(other));
  });
});

describe("what differs stays different", () => {
  test.each([
    ["a cast of a column", "(((a)::text = 'x'::text))", "((a = 'x'::text))"],
    ["another element", "ANY ((ARRAY['a'::x, 'b'::x])::text[])", "ANY ((ARRAY['a'::x])::text[])"],
    ["another type", "((ARRAY['a'::x])::text[])", "((ARRAY['a'::x])::citext[])"],
    ["an array cast to a scalar", "((ARRAY[a])::text)", "((ARRAY[a])::text[])"],
    ["white space in a literal", "((a = 'x  y'::text))", "((a = 'x y'::text))"],
    ["a bracket in a literal", "((a = '(x)'::text))", "((a = 'x'::text))"],
    ["a cast in a literal", "((a = 'x)::text[]'::text))", "((a = 'x'::text))"],
    ["a case in a literal", "((a = 'AND'::text))", "((a = 'and'::text))"],
    ["a backslash", "((a = 'a\\b'::text))", "((a = 'ab'::text))"],
    ["AND among OR", "((a OR (b AND c)))", "(((a OR b) AND c))"],
    ["NOT of a list", "((a AND (NOT (b AND c))))", "((a AND (NOT b) AND c))"],
    ["a quoted name with capitals", '(("A" > 1))', "((a > 1))"],
    ["a quoted name that looks like two", '(("a.b" > 1))', "((a.b > 1))"],
    ["the order of two in a list", "((a - b))", "((b - a))"],
    ["a time zone's place", "(timezone(a, b))", "((a AT TIME ZONE b))"],
  ])("%s", (_, one, other) => {
    expect(check(one)).not.toBe(check(other));
  });

  test.each([
    [
      "which of two tables a column is of",
      "SELECT a.x FROM (public.a JOIN public.b ON ((a.x = b.x)));",
      "SELECT b.x FROM (public.a JOIN public.b ON ((a.x = b.x)));",
    ],
    [
      "two tables in a list",
      "SELECT a.x FROM public.a, public.b;",
      "SELECT b.x FROM public.a, public.b;",
    ],
    [
      "a function of a schema",
      "SELECT t.f(t.a) AS f FROM public.t;",
      "SELECT f(t.a) AS f FROM public.t;",
    ],
    [
      "a type of a schema",
      "SELECT (a)::t.x AS a FROM public.t;",
      "SELECT (a)::x AS a FROM public.t;",
    ],
    ["the whole row", "SELECT t.* FROM public.t;", "SELECT * FROM public.t;"],
    [
      "the other side of a union",
      "SELECT a.x FROM a UNION SELECT b.x FROM b;",
      "SELECT x FROM a UNION SELECT b.x FROM b;",
    ],
    [
      "the column of an inner query",
      "SELECT ( SELECT t.a FROM o) AS m FROM t;",
      "SELECT ( SELECT a FROM o) AS m FROM t;",
    ],
  ])("in a view: %s", (_, one, other) => {
    expect(view(one)).not.toBe(view(other));
  });

  test("labels of an enum are never touched", () => {
    const labels = "'a  b', '(ARRAY[1])::text[]', '\n'";
    expect(normaliseFact("enum public.e", labels)).toBe(labels);
  });

  test("a text whose brackets do not match is left alone", () => {
    expect(check("CHECK ((a > 1)\n")).toBe("CHECK ((a > 1)\n");
  });
});

test("keys quote what any version reserves, and nothing else changes", () => {
  expect(normaliseKey("column public.json.json_table")).toBe('column public."json"."json_table"');
  expect(normaliseKey('column public."json".a')).toBe('column public."json".a');
  expect(normaliseKey("function public.json(json,jsonb)")).toBe(
    'function public."json"(json,jsonb)',
  );
  expect(normaliseKey('function public."json(x".f(json)')).toBe('function public."json(x".f(json)');
  expect(normaliseIdentity('public."a.json.b"')).toBe('public."a.json.b"');
  expect(normaliseIdentity("public.jsons")).toBe("public.jsons");
});

/** What an expression means; how it is printed is drawn separately. */
type Meaning =
  | { readonly is: "compare"; readonly column: string; readonly literal: string }
  | { readonly is: "in"; readonly column: string; readonly literals: readonly string[] }
  | { readonly is: "zone"; readonly column: string; readonly zone: string }
  | { readonly is: "not"; readonly of: Meaning }
  | { readonly is: "AND" | "OR"; readonly of: readonly Meaning[] };

const column = fc.constantFrom("a", "b", '"A b"', '"x::text"', "json");

const literal = fc
  .oneof(
    fc.constantFrom(
      "a",
      "b",
      " ",
      ")::text[]",
      "(ARRAY['x'",
      " AND ",
      "it's",
      '"',
      "a  b",
      "AT TIME ZONE",
    ),
    fc.string({ maxLength: 6 }).filter((text) => !text.includes("\\")),
  )
  .map((text) => `'${text.replaceAll("'", "''")}'::character varying`);

const { meaning } = fc.letrec<{ meaning: Meaning }>((tie) => ({
  meaning: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ is: fc.constant("compare" as const), column, literal }),
    fc.record({
      is: fc.constant("in" as const),
      column,
      literals: fc.array(literal, { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ is: fc.constant("zone" as const), column, zone: literal }),
    fc.record({ is: fc.constant("not" as const), of: tie("meaning") }),
    fc.record({
      is: fc.constantFrom("AND" as const, "OR" as const),
      of: fc.array(tie("meaning"), { minLength: 2, maxLength: 3 }),
    }),
  ),
}));

/** One of the ways in which servers print it. @param draw a choice between two of them */
function printed(of: Meaning, draw: () => boolean): string {
  const name = (text: string) => (text === "json" && draw() ? '"json"' : text);
  const gap = draw() ? " " : "\n   ";
  switch (of.is) {
    case "compare":
      return `((${name(of.column)})::text =${gap}(${of.literal})::text)`;
    case "in": {
      const cast = of.literals.map((each) => `(${each})::text`).join(",".concat(gap));
      const array = draw() ? `(ARRAY[${of.literals.join(", ")}])::text[]` : `ARRAY[${cast}]`;
      return `((${name(of.column)})::text = ANY (${array}))`;
    }
    case "zone": {
      const inner = draw()
        ? `(${name(of.column)} AT TIME ZONE ${of.zone})`
        : `timezone(${of.zone}, ${name(of.column)})`;
      return `(${inner} IS NULL)`;
    }
    case "not":
      return `(NOT ${printed(of.of, draw)})`;
    default: {
      const operands = of.of.flatMap((each) => {
        const text = printed(each, draw);
        return each.is === of.is && draw() ? [text.slice(1, -1)] : [text];
      });
      return `(${operands.join(`${gap}${of.is} `)})`;
    }
  }
}

/** AND in AND and OR in OR mean the same without the inner brackets. */
function flat(of: Meaning): Meaning {
  if (of.is === "not") return { ...of, of: flat(of.of) };
  if (of.is !== "AND" && of.is !== "OR") return of;
  const operands = of.of.map(flat).flatMap((each) => (each.is === of.is ? each.of : [each]));
  return { is: of.is, of: operands as readonly Meaning[] };
}

/** A source of choices from drawn bits. */
function chooser(bits: readonly boolean[]): () => boolean {
  let at = 0;
  return () => bits[at++ % bits.length] ?? false;
}

const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });

test("however an expression is printed, its normal form is one", () => {
  fc.assert(
    fc.property(meaning, bits, bits, (of, some, others) => {
      const one = check(`CHECK (${printed(of, chooser(some))})`);
      expect(check(`CHECK (${printed(of, chooser(others))})`)).toBe(one);
      expect(check(one)).toBe(one);
    }),
    { numRuns: 1000 },
  );
});

test("two expressions with another meaning never get the same normal form", () => {
  fc.assert(
    fc.property(meaning, meaning, bits, (one, other, some) => {
      const draw = chooser(some);
      const isSame = JSON.stringify(flat(one)) === JSON.stringify(flat(other));
      expect(check(printed(one, draw)) === check(printed(other, draw))).toBe(isSame);
    }),
    { numRuns: 2000 },
  );
});

test("a normal form is its own, whatever the text, and every literal comes through whole", () => {
  const piece = fc.oneof(
    fc.constantFrom(
      "(",
      ")",
      "[",
      "]",
      "ARRAY",
      "::",
      "text",
      "AND",
      "OR",
      "AT",
      "TIME",
      "ZONE",
      " ",
    ),
    fc.constantFrom(
      "SELECT",
      "FROM",
      "t",
      ".",
      "a",
      ",",
      ";",
      "WHERE",
      "'l  t'",
      '"q  n"',
      "\n",
      "= ",
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      for (const normal of [check, view]) {
        const once = normal(pieces.join(""));
        expect(normal(once)).toBe(once);
        // A view's quoted names may be qualifiers, which are dropped.
        const literal = normal === check ? /'l {2}t'|"q {2}n"/g : /'l {2}t'/g;
        const literals = (text: string) => text.match(literal)?.length ?? 0;
        expect(literals(once)).toBe(literals(pieces.join("")));
      }
    }),
    { numRuns: 3000 },
  );
});

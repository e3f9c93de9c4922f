import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isEmptyDelta } from "../../src/core/facts.ts";
import { parseReference } from "../../src/core/parse-reference.ts";
import { chainKeys, fitOf, schemaAfter } from "../../src/core/reference.ts";
import { at, graphOf, linearChain, REAL, realChain, revision } from "./builders.ts";
import { anyChain } from "./generators.ts";

const chain = linearChain([
  { "table public.a": "table", "column public.a.x": "integer" },
  { "table public.a": "table", "column public.a.x": "bigint" },
  { "table public.a": "table", "column public.a.y": "text" },
]);

/** The reference's text, with something changed in it. */
function written(change: (data: Record<string, unknown>) => void): string {
  const data = JSON.parse(JSON.stringify(chain.reference));
  change(data);
  return JSON.stringify(data);
}

/** The reference's text, with something changed in its first revision. */
const withFirst = (parts: Record<string, unknown>) =>
  written((data) => Object.assign((data["revisions"] as object[])[0] ?? {}, parts));

describe("a reference file", () => {
  test("is read as it was written", () => {
    expect(parseReference(JSON.stringify(chain.reference))).toEqual(chain.reference);
    expect(parseReference(JSON.stringify(chain.reference, null, 2))).toEqual(chain.reference);
  });

  test.each([
    ["empty", ""],
    ["no JSON", "revisions:"],
    ["cut off", JSON.stringify(chain.reference).slice(0, -10)],
    ["null", "null"],
    ["a number", "1"],
    ["a list", "[]"],
    ["an empty object", "{}"],
    ["without its format", written((data) => delete data["format"])],
    ["of another format", written((data) => Object.assign(data, { format: 99 }))],
    ["of a format that is text", written((data) => Object.assign(data, { format: "1" }))],
    ["without revisions", written((data) => delete data["revisions"])],
    ["with revisions that are no list", written((d) => Object.assign(d, { revisions: {} }))],
    ["with a revision that is text", written((d) => Object.assign(d, { revisions: ["r1"] }))],
    ["with a revision that is null", written((d) => Object.assign(d, { revisions: [null] }))],
    ["without what recorded it", written((data) => delete data["recordedWith"])],
    ["without where it stopped", written((data) => delete data["stopped"])],
    ["stopped without a line", written((d) => Object.assign(d, { stopped: { revision: "r1" } }))],
    [
      "stopped without its scripts",
      written((d) => Object.assign(d, { stopped: { revision: "r1", line: "x" } })),
    ],
    ["with a revision without an id", withFirst({ id: undefined })],
    ["with an id that is a number", withFirst({ id: 9044 })],
    ["with a revision without a hash", withFirst({ sha256: undefined })],
    ["with a revision that adds nothing said", withFirst({ added: undefined })],
    ["with a list of what was added", withFirst({ added: ["table public.a"] })],
    ["with an added fact that is no text", withFirst({ added: { "table public.a": 1 } })],
    ["with a removed fact that is null", withFirst({ removed: { "table public.a": null } })],
    ["with a changed fact without its before", withFirst({ changed: { "table a": "table" } })],
    ["with a changed fact of three values", withFirst({ changed: { k: ["a", "b", "c"] } })],
    ["with a changed fact of numbers", withFirst({ changed: { k: [1, 2] } })],
  ])("that is %s is no reference", (_, text) => {
    expect(parseReference(text)).toBeNull();
  });
});

describe("a reference fits its scripts", () => {
  test("when every script's hash is the recorded one", () => {
    expect(fitOf(chain.reference, chain.graph)).toEqual({ fit: "fits" });
  });

  test.each([
    [
      "a script was edited",
      [revision("r1"), revision("r2", ["r1"], { sha256: "new" }), revision("r3", ["r2"])],
      ["r2"],
    ],
    [
      "a script was added",
      [revision("r1"), revision("r2", ["r1"]), revision("r3", ["r2"]), revision("r4", ["r3"])],
      ["r4"],
    ],
    ["a script is gone", [revision("r1"), revision("r2", ["r1"])], ["r3"]],
    [
      "a script got another id",
      [revision("r1"), revision("r2", ["r1"]), revision("z", ["r2"])],
      ["z", "r3"],
    ],
  ])("no longer when %s; then it says which", (_, revisions, ids) => {
    const fit = fitOf(chain.reference, graphOf(...revisions));
    expect(fit).toEqual({ fit: "outdated", revisions: ids });
  });
});

describe("the schema after some revisions", () => {
  test("of none of them is empty", () => {
    expect(schemaAfter(chain.reference, new Set())).toEqual(new Map());
  });

  test("is what adding, changing and removing leaves", () => {
    expect(schemaAfter(chain.reference, new Set(["r1", "r2"]))).toEqual(
      new Map([
        ["table public.a", "table"],
        ["column public.a.x", "bigint"],
      ]),
    );
    expect(schemaAfter(chain.reference, new Set(["r1", "r2", "r3"]))).toEqual(
      new Map([
        ["table public.a", "table"],
        ["column public.a.y", "text"],
      ]),
    );
  });

  test("is that of every state of any linear chain", () => {
    fc.assert(
      fc.property(anyChain, ({ reference, ids, schemas }) => {
        for (const [k, schema] of schemas.entries())
          expect(schemaAfter(reference, new Set(ids.slice(0, k)))).toEqual(schema);
      }),
      { numRuns: 60 },
    );
  });
});

describe("the chain's own keys", () => {
  test("are all that it ever adds, changes or removes", () => {
    expect(chainKeys(chain.reference)).toEqual(
      new Set(["table public.a", "column public.a.x", "column public.a.y"]),
    );
    const removing = {
      ...chain.reference,
      revisions: [
        {
          ...at(chain.reference.revisions, 0),
          added: {},
          removed: { "table public.old": "table" },
        },
      ],
    };
    expect(chainKeys(removing)).toEqual(new Set(["table public.old"]));
  });

  test("are none of a chain that only moves rows", () => {
    expect(chainKeys(linearChain([{}, {}]).reference)).toEqual(new Set());
  });
});

describe("the bundled reference", () => {
  const { graph, reference } = realChain();

  test("was recorded from the bundled scripts as they are now (else: restamp record)", () => {
    expect(fitOf(reference, graph)).toEqual({ fit: "fits" });
  });

  test("holds the revisions in the order of the chain", () => {
    expect(reference.revisions.map(({ id }) => id)).toEqual(graph.order.map(({ id }) => id));
    expect(graph.order.map(({ id }) => id)).toEqual(Object.values(REAL));
  });

  test("says that the two revisions which only move rows leave no trace, and no other", () => {
    const traceless = reference.revisions.filter(isEmptyDelta).map(({ id }) => id);
    expect(traceless).toEqual([REAL.cleanup, REAL.bidirectional]);
  });

  test("changes and removes only what an earlier revision has left", () => {
    const { schemas } = realChain();
    for (const [index, { added, changed, removed }] of reference.revisions.entries()) {
      const before = schemas[index];
      for (const key in added) expect(before?.has(key)).toBe(false);
      for (const key in changed) expect(before?.get(key)).toBe(changed[key]?.[0]);
      for (const key in removed) expect(before?.get(key)).toBe(removed[key]);
    }
  });

  test("does not record alembic's own version table", () => {
    expect(JSON.stringify(reference.revisions)).not.toContain("alembic_version");
  });
});

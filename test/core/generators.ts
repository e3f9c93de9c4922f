/** Random facts, chains and graphs for property tests. */
import fc from "fast-check";
import type { Facts } from "../../src/core/facts.ts";
import {
  buildGraph,
  parentsOf,
  type Revision,
  type RevisionGraph,
} from "../../src/core/revision-graph.ts";
import { type Chain, linearChain, quoteIdent, revision } from "./builders.ts";

/** Any name that PostgreSQL would store: one character at least, no NUL. */
export const anyName = fc
  .string({ unit: "binary", minLength: 1, maxLength: 12 })
  .filter((name) => !name.includes("\0"));

/** Names with all that makes trouble in SQL and in identities. */
export const hostileName = fc
  .array(fc.constantFrom('"', '""', ".", " ", ";", "'", "\\", "--", "$$", "\n", "A", "é", "x"), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(""));

const columnKey = fc
  .tuple(fc.constantFrom("column", "index", "constraint"), hostileName, hostileName)
  .map(([kind, table, name]) => `${kind} public.${quoteIdent(table)}.${quoteIdent(name)}`);

const factKey = fc.oneof(
  columnKey,
  hostileName.map((name) => `table public.${quoteIdent(name)}`),
  hostileName.map((name) => `enum public.${quoteIdent(name)}`),
);

export const anyFacts: fc.Arbitrary<Facts> = fc
  .array(fc.tuple(factKey, fc.constantFrom("text", "integer", "text not null", "")))
  .map((entries) => new Map(entries));

type Edit = readonly [
  what: "table" | "column" | "index" | "enum" | "change" | "drop" | "drop table",
  table: number,
  name: number,
];

const adding = ["table", "column", "index", "enum"] as const;

function editsOf(whats: readonly Edit[0][], atLeast: number) {
  const edit: fc.Arbitrary<Edit> = fc.tuple(
    fc.constantFrom(...whats),
    fc.nat({ max: 2 }),
    fc.nat({ max: 3 }),
  );
  return fc.array(fc.array(edit, { minLength: atLeast, maxLength: 5 }), {
    minLength: 1,
    maxLength: 7,
  });
}

/**
 * Linear chains of revisions that add, change and remove; some leave no trace, some take an
 * earlier one back, so that two states of the chain may be alike.
 */
export const anyChain: fc.Arbitrary<Chain> = editsOf(
  [...adding, "change", "drop", "drop table"],
  0,
).map(chainOfEdits);

/** Linear chains in which nothing is taken back: a state is like its neighbours at most. */
export const growingChain: fc.Arbitrary<Chain> = editsOf(adding, 0).map(chainOfEdits);

function chainOfEdits(revisions: readonly (readonly Edit[])[]): Chain {
  const facts = new Map<string, string>();
  return linearChain(
    revisions.map((edits, index) => {
      for (const edit of edits) perform(facts, edit, index);
      return new Map(facts);
    }),
  );
}

function perform(facts: Map<string, string>, [what, t, n]: Edit, version: number): void {
  const table = `public.t${t}`;
  const column = `column ${table}.c${n}`;
  const add = (key: string, value: string) => {
    if (!facts.has(key)) facts.set(key, value);
  };
  switch (what) {
    case "enum":
      add(`enum public.e${n}`, "'a', 'b'");
      break;
    case "change":
      if (facts.has(column)) facts.set(column, `numeric(${version + 10})`);
      break;
    case "drop":
      facts.delete(column);
      break;
    case "drop table":
      for (const key of [...facts.keys()])
        if (key === `table ${table}` || key.includes(` ${table}.`)) facts.delete(key);
      break;
    default:
      add(`table ${table}`, "table");
      if (what === "column") add(column, "integer");
      if (what === "index") add(`index ${table}.ix${n}`, `CREATE INDEX ON ${table} (c${n})`);
  }
}

/**
 * Chains in which every revision makes a table of its own with some columns, or nothing at
 * all: what each one did can be taken out of the schema without touching the others.
 */
export const separateChain: fc.Arbitrary<Chain> = fc
  .array(fc.nat({ max: 4 }), { minLength: 2, maxLength: 8 })
  .map((columns) => {
    const facts = new Map<string, string>();
    return linearChain(
      columns.map((count, index) => {
        if (count > 0) facts.set(`table public.t${index}`, "table");
        for (let c = 1; c < count; c += 1) facts.set(`column public.t${index}.c${c}`, "text");
        return new Map(facts);
      }),
    );
  });

/** Revisions in which each names any of the earlier ones as parents; shuffled. */
export const anyRevisions: fc.Arbitrary<Revision[]> = fc
  .array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 7 })
  .map((masks) => masks.map(([down, depends], index) => drawn(index, down, depends)))
  .chain((revisions) => fc.shuffledSubarray(revisions, { minLength: revisions.length }));

export const anyGraph: fc.Arbitrary<RevisionGraph> = anyRevisions.map(
  (revisions) => buildGraph(revisions) as RevisionGraph,
);

function drawn(index: number, down: number, depends: number): Revision {
  const earlier = Array.from({ length: index }, (_, parent) => parent);
  const chosen = (mask: number) => earlier.filter((parent) => (mask >> parent) % 2 === 1);
  const downRevisions = chosen(down).map((parent) => `r${parent}`);
  // One in four revisions has depends_on; never on what it stands on already.
  const dependsOn = depends % 4 === 0 ? chosen(depends >> 2).map((parent) => `r${parent}`) : [];
  return revision(`r${index}`, downRevisions, {
    dependsOn: dependsOn.filter((id) => !downRevisions.includes(id)),
  });
}

/** Sets of revisions that hold each one's parents, from all subsets. */
export function statesOf({ order }: RevisionGraph): Set<string>[] {
  const states: Set<string>[] = [];
  for (let mask = 0; mask < 2 ** order.length; mask += 1) {
    const chosen = order.filter((_, place) => (mask >> place) % 2 === 1);
    const ids = new Set(chosen.map(({ id }) => id));
    if (chosen.every((one) => parentsOf(one).every((id) => ids.has(id)))) states.push(ids);
  }
  return states;
}

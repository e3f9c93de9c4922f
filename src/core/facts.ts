/**
 * Facts: named properties of a schema, comparable one by one.
 *
 * A key is a kind and an identity, `column public.users.email`; the value is what is so,
 * `text not null`. Identities are quoted as PostgreSQL's quote_ident quotes them, so a
 * name may hold dots, spaces and anything else.
 */

export type FactKind =
  | "extension"
  | "schema"
  | "table"
  | "column"
  | "constraint"
  | "index"
  | "sequence"
  | "enum"
  | "domain"
  | "composite"
  | "range"
  | "collation"
  | "view"
  | "materialized_view"
  | "function"
  | "trigger"
  | "policy";

export type Facts = ReadonlyMap<string, string>;

/** What one revision did to the facts. */
export interface FactDelta {
  readonly added: Readonly<Record<string, string>>;
  readonly changed: Readonly<Record<string, readonly [before: string, after: string]>>;
  readonly removed: Readonly<Record<string, string>>;
}

export interface Difference {
  readonly key: string;
  readonly change: "missing" | "extra" | "changed";
  readonly expected: string | null;
  readonly actual: string | null;
}

/** Kinds whose identity is schema.relation.name: they live and die with their relation. */
const PARTS_OF_A_RELATION: ReadonlySet<FactKind> = new Set([
  "column",
  "constraint",
  "index",
  "trigger",
  "policy",
]);

export function kindOf(key: string): FactKind {
  return key.slice(0, key.indexOf(" ")) as FactKind;
}

export function identityOf(key: string): string {
  return key.slice(key.indexOf(" ") + 1);
}

/** @returns the parts of a quoted identity, still quoted: `public."a.b"` gives two. */
export function splitIdentity(identity: string): string[] {
  return identity.match(/"(?:[^"]|"")*"|[^.]+/g) ?? [];
}

/** @returns `schema.relation` of the table or view that the fact describes or belongs to, else null. */
export function relationOf(key: string): string | null {
  const kind = kindOf(key);
  if (kind === "table" || kind === "view" || kind === "materialized_view") return identityOf(key);
  if (!PARTS_OF_A_RELATION.has(kind)) return null;
  const [schema, relation] = splitIdentity(identityOf(key));
  return schema !== undefined && relation !== undefined ? `${schema}.${relation}` : null;
}

/** @returns the relations that the facts describe or belong to, sequences as well */
export function relationsOf(keys: Iterable<string>): Set<string> {
  const relations = new Set<string>();
  for (const key of keys) {
    const relation = kindOf(key) === "sequence" ? identityOf(key) : relationOf(key);
    if (relation !== null) relations.add(relation);
  }
  return relations;
}

/** @returns every fact in which `actual` differs from `expected`, in the order of their keys. */
export function compareFacts(expected: Facts, actual: Facts): Difference[] {
  const differences: Difference[] = [];
  for (const [key, value] of expected) {
    const found = actual.get(key);
    if (found === undefined) {
      differences.push({ key, change: "missing", expected: value, actual: null });
    } else if (found !== value) {
      differences.push({ key, change: "changed", expected: value, actual: found });
    }
  }
  for (const [key, value] of actual) {
    if (!expected.has(key)) {
      differences.push({ key, change: "extra", expected: null, actual: value });
    }
  }
  return differences.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

export function sameFacts(one: Facts, other: Facts): boolean {
  if (one.size !== other.size) return false;
  for (const [key, value] of one) if (other.get(key) !== value) return false;
  return true;
}

/** @returns what turns `before` into `after`. */
export function deltaBetween(before: Facts, after: Facts): FactDelta {
  const added: Record<string, string> = {};
  const changed: Record<string, readonly [string, string]> = {};
  const removed: Record<string, string> = {};
  for (const { key, change, expected, actual } of compareFacts(before, after)) {
    if (change === "extra" && actual !== null) added[key] = actual;
    else if (change === "missing" && expected !== null) removed[key] = expected;
    else if (expected !== null && actual !== null) changed[key] = [expected, actual];
  }
  return { added, changed, removed };
}

/** What a revision makes of one fact; null stands for "not there". */
export interface Effect {
  readonly key: string;
  readonly before: string | null;
  readonly after: string | null;
}

export function effectsOf({ added, changed, removed }: FactDelta): Effect[] {
  return [
    ...Object.entries(added).map(([key, after]) => ({ key, before: null, after })),
    ...Object.entries(changed).map(([key, [before, after]]) => ({ key, before, after })),
    ...Object.entries(removed).map(([key, before]) => ({ key, before, after: null })),
  ];
}

export function applyDelta(facts: Map<string, string>, delta: FactDelta): void {
  for (const key of Object.keys(delta.removed)) facts.delete(key);
  for (const [key, value] of Object.entries(delta.added)) facts.set(key, value);
  for (const [key, [, after]] of Object.entries(delta.changed)) facts.set(key, after);
}

export function isEmptyDelta(delta: FactDelta): boolean {
  return [delta.added, delta.changed, delta.removed].every(
    (part) => Object.keys(part).length === 0,
  );
}

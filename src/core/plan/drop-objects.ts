/**
 * The statements that take away what a chain has made, and nothing else.
 *
 * Never CASCADE: where something else depends on an object, PostgreSQL refuses and the
 * whole transaction is taken back. Objects of one kind go in one statement, because within
 * one DROP PostgreSQL resolves what they need of each other, circular foreign keys included.
 */
import { type FactKind, type Facts, identityOf, kindOf } from "../facts.ts";
import type { LiveTable, Snapshot } from "../snapshot.ts";
import { nameOf, namesByOwner } from "./mentions.ts";

/** In this order, unless one of the later ones uses one of the earlier. */
const COMMANDS = [
  ["DROP MATERIALIZED VIEW", "materialized_view"],
  ["DROP VIEW", "view"],
  ["DROP FOREIGN TABLE", "table"],
  ["DROP TABLE", "table"],
  ["DROP ROUTINE", "function"], // procedures and aggregates too
  ["DROP SEQUENCE", "sequence"],
  ["DROP TYPE", "enum", "composite", "domain", "range"], // together: each may be made of the others
  ["DROP COLLATION", "collation"],
  ["DROP EXTENSION", "extension"],
  ["DROP SCHEMA", "schema"],
] as const satisfies readonly (readonly [string, ...FactKind[]])[];

export const DROPPED_KINDS: readonly FactKind[] = [
  ...new Set(COMMANDS.flatMap(([, ...kinds]): FactKind[] => kinds)),
];

/** A sequence that belongs to a column goes with its table. */
const OWNED = / owned by /;

/** DROP TABLE refuses one. */
const FOREIGN = /\bforeign table\b/;

/**
 * @param live facts of the database
 * @param chainKeys every key that the chain writes
 */
export function dropChainObjects(live: Facts, chainKeys: ReadonlySet<string>): string[] {
  return dropStatements(
    [...live.keys()].filter((key) => chainKeys.has(key)),
    live,
  );
}

/** @param keys of the facts that are to go @param live facts of the database */
export function dropStatements(keys: readonly string[], live: Facts): string[] {
  const objects = new Set(keys.filter((key) => isDropped(key, live.get(key) ?? "")).sort());
  const users = usersOf(objects, live);
  const statements: string[] = [];
  while (objects.size > 0) {
    const { command, keys: dropped } = nextBatch(objects, users, live);
    statements.push(`${command} ${[...dropped].map(identityOf).join(", ")}`);
    for (const key of dropped) objects.delete(key);
  }
  return statements;
}

interface Batch {
  readonly command: string;
  readonly keys: ReadonlySet<string>;
}

/** All of one kind, where nothing else that is left uses them; else as many of one kind as can go. */
function nextBatch(
  objects: ReadonlySet<string>,
  users: ReadonlyMap<string, ReadonlySet<string>>,
  live: Facts,
): Batch {
  const batches = COMMANDS.map(([command]): Batch & { readonly all: Batch } => {
    const all = { command, keys: ofCommand(objects, command, live) };
    return { command, keys: usedByNoOther(all.keys, objects, users), all };
  }).filter(({ all }) => all.keys.size > 0);
  const whole = batches.find(({ keys, all }) => keys.size === all.keys.size);
  const some = whole ?? batches.find(({ keys }) => keys.size > 0);
  // In a circle of several kinds the server refuses, and says why.
  return some ?? batches[0]?.all ?? { command: "", keys: objects };
}

function isDropped(key: string, value: string): boolean {
  return DROPPED_KINDS.includes(kindOf(key)) && !OWNED.test(value);
}

function commandOf(key: string, live: Facts): string | undefined {
  const kind = kindOf(key);
  if (kind === "table")
    return FOREIGN.test(live.get(key) ?? "") ? "DROP FOREIGN TABLE" : "DROP TABLE";
  return COMMANDS.find(([, ...kinds]) => (kinds as readonly FactKind[]).includes(kind))?.[0];
}

function ofCommand(objects: ReadonlySet<string>, command: string, live: Facts): Set<string> {
  return new Set([...objects].filter((key) => commandOf(key, live) === command));
}

/** @returns by key of each object, the keys of those that use it */
function usersOf(objects: ReadonlySet<string>, live: Facts): Map<string, Set<string>> {
  const byName = new Map<string, string[]>();
  for (const key of objects) byName.set(nameOf(key), [...(byName.get(nameOf(key)) ?? []), key]);
  const users = new Map<string, Set<string>>();
  for (const [user, names] of namesByOwner(live)) {
    if (!objects.has(user)) continue;
    for (const used of [...names].flatMap((name) => byName.get(name) ?? [])) {
      if (used !== user) users.set(used, (users.get(used) ?? new Set()).add(user));
    }
  }
  return users;
}

/** @returns of these objects, those that none of the others uses which are still there */
function usedByNoOther(
  batch: ReadonlySet<string>,
  there: ReadonlySet<string>,
  users: ReadonlyMap<string, ReadonlySet<string>>,
): Set<string> {
  const free = new Set(batch);
  for (let before = -1; before !== free.size; ) {
    before = free.size;
    for (const key of free) {
      const inTheWay = [...(users.get(key) ?? [])].some(
        (user) => there.has(user) && !free.has(user),
      );
      if (inTheWay) free.delete(key);
    }
  }
  return free;
}

/** @returns identities of the chain's objects of one kind that are there, sorted. */
export function chainObjects(
  live: Facts,
  chainKeys: ReadonlySet<string>,
  kind: FactKind,
): string[] {
  return [...live]
    .filter(([key, value]) => kindOf(key) === kind && chainKeys.has(key) && !OWNED.test(value))
    .map(([key]) => identityOf(key))
    .sort();
}

/** @returns the chain's tables that are there */
export function chainTables(
  { facts, tables }: Pick<Snapshot, "facts" | "tables">,
  chainKeys: ReadonlySet<string>,
): LiveTable[] {
  const identities = new Set(chainObjects(facts, chainKeys, "table"));
  return tables.filter(({ identity }) => identities.has(identity));
}

/** @returns identities of those that have no rows, as far as that was seen */
export function withoutRows(tables: readonly LiveTable[]): string[] {
  return tables.filter(({ hasRows }) => hasRows === false).map(({ identity }) => identity);
}

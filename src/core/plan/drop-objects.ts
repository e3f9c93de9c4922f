/**
 * The statements that take away what a chain has made, and nothing else.
 *
 * Never CASCADE: where something else depends on an object, PostgreSQL refuses and the
 * whole transaction is taken back. Objects of one kind go in one statement, because within
 * one DROP PostgreSQL resolves what they need of each other, circular foreign keys included.
 */
import { type FactKind, type Facts, identityOf, kindOf } from "../facts.ts";

const DROP_ORDER: readonly (readonly [command: string, ...kinds: FactKind[]])[] = [
  ["DROP MATERIALIZED VIEW", "materialized_view"],
  ["DROP VIEW", "view"],
  ["DROP TABLE", "table"],
  ["DROP ROUTINE", "function"], // procedures and aggregates too
  ["DROP SEQUENCE", "sequence"],
  ["DROP TYPE", "enum", "composite", "domain"], // together: each may be made of the others
  ["DROP EXTENSION", "extension"],
  ["DROP SCHEMA", "schema"],
];

export const DROPPED_KINDS = DROP_ORDER.flatMap(([, ...kinds]) => kinds);

/** A sequence that belongs to a column goes with its table. */
const OWNED = / owned by /;

/**
 * @param live facts of the database
 * @param chainKeys every key that the chain writes
 */
export function dropChainObjects(live: Facts, chainKeys: ReadonlySet<string>): string[] {
  const statements: string[] = [];
  for (const [command, ...kinds] of DROP_ORDER) {
    const identities = kinds.flatMap((kind) => chainObjects(live, chainKeys, kind)).sort();
    if (identities.length === 0) continue;
    statements.push(`${command} ${identities.join(", ")}`);
  }
  return statements;
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

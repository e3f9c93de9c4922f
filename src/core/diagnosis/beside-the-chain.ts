/** Tables that the chain did not make. */
import { identityOf, kindOf, splitIdentity } from "../facts.ts";
import type { Snapshot } from "../snapshot.ts";
import type { ChainIndex } from "./chain-index.ts";

/** @returns identities of tables that are called as one of the chain's, in another schema */
export function tablesElsewhere(index: ChainIndex, snapshot: Snapshot): string[] {
  const own = new Set(
    [...index.writes.keys()].filter((k) => kindOf(k) === "table").map(identityOf),
  );
  const names = new Set([...own].map((identity) => splitIdentity(identity)[1]));
  return snapshot.tables
    .map((table) => table.identity)
    .filter((identity) => !own.has(identity) && names.has(splitIdentity(identity)[1]));
}

/** @returns identities; version tables are nobody's */
export function unmanagedTables(index: ChainIndex, snapshot: Snapshot): string[] {
  const versionTables = new Set(snapshot.versionTables.map((t) => `${t.schema}\0${t.name}`));
  return snapshot.tables
    .filter((table) => !index.writes.has(`table ${table.identity}`))
    .filter((table) => !versionTables.has(`${table.schema}\0${table.name}`))
    .map((table) => table.identity);
}

/** The tables that are there beside those that the stamp promises. */

import { visible } from "../../core/display.ts";
import { identityOf, kindOf, splitIdentity } from "../../core/facts.ts";
import { chainKeys, schemaAfter } from "../../core/reference.ts";
import { withAncestors } from "../../core/revision-graph.ts";
import { isVersionTable, type LiveTable } from "../../core/snapshot.ts";
import type { Diagnosed } from "../stages/stages.ts";

export interface TableRow {
  /** Made safe to draw. */
  readonly schema: string;
  readonly name: string;
  /** Null for a table that is promised and missing. */
  readonly table: LiveTable | null;
  readonly promise: "there" | "missing" | "not_yet" | "unclear" | "not_of_chain" | "version_table";
}

/** @returns identities of the tables that the schema has at the stamp. */
export function promisedTables({ diagnosis, reference, workbench }: Diagnosed): Set<string> {
  const stamped = withAncestors(workbench.project.graph, diagnosis.stamp ?? []);
  const keys = [...schemaAfter(reference, stamped).keys()];
  return new Set(keys.filter((key) => kindOf(key) === "table").map(identityOf));
}

/** @returns missing tables first, then the chain's, then all others. */
export function tableRows(seen: Diagnosed): TableRow[] {
  const { snapshot, reference } = seen;
  const promised = promisedTables(seen);
  const ofChain = chainKeys(reference);
  const there = new Set(snapshot.tables.map((table) => table.identity));
  const missing = [...promised]
    .filter((identity) => !there.has(identity))
    .map((identity): TableRow => {
      const [schema = "", name = ""] = splitIdentity(identity);
      return { schema: visible(schema), name: visible(name), table: null, promise: "missing" };
    });
  const live = snapshot.tables.map(
    (table): TableRow => ({
      schema: visible(table.schema),
      name: visible(table.name),
      table,
      promise: promiseOf(table, promised, ofChain, seen),
    }),
  );
  const rank = ({ promise }: TableRow) => (promise === "not_of_chain" ? 1 : 0);
  return [...missing, ...live.sort((a, b) => rank(a) - rank(b))];
}

function promiseOf(
  table: LiveTable,
  promised: ReadonlySet<string>,
  ofChain: ReadonlySet<string>,
  { snapshot, diagnosis }: Diagnosed,
): TableRow["promise"] {
  if (isVersionTable(snapshot, table)) return "version_table";
  if (promised.has(table.identity)) return "there";
  if (!ofChain.has(`table ${table.identity}`)) return "not_of_chain";
  return diagnosis.versionTables.length > 1 ? "unclear" : "not_yet";
}

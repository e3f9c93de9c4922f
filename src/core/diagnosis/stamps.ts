/** Which of the version tables is the chain's, and what it says. */
import type { Reference } from "../reference.ts";
import { referenceInSchema } from "../reference-in-schema.ts";
import { type RevisionGraph, withAncestors } from "../revision-graph.ts";
import type { Snapshot, VersionTable } from "../snapshot.ts";
import type { Diagnosis, SchemaDiagnosis } from "./types.ts";

export interface Stamps {
  /** Version tables that may be this chain's. */
  readonly own: readonly VersionTable[];
  /** Another application's. */
  readonly others: readonly VersionTable[];
  /** The rows of the only one; null without one, or when there are several. */
  readonly stamp: readonly string[] | null;
  /** The revisions that the stamp says have run. */
  readonly stamped: ReadonlySet<string>;
}

/**
 * The recording tells how the chain's table is called. A table of that name in another schema
 * is believed to be another application's only if it knows none of the chain's revisions.
 */
export function readStamps(
  graph: RevisionGraph,
  { versionTable }: Reference,
  { versionTables }: Snapshot,
): Stamps {
  const atHome = (table: VersionTable) => table.schema === versionTable.schema;
  const named = versionTables.filter((table) => table.name === versionTable.name);
  const isStrange = (table: VersionTable) =>
    table.rows.length > 0 && table.rows.every((row) => !graph.byId.has(row));
  const own = named.some(atHome)
    ? named.filter((table) => atHome(table) || !isStrange(table))
    : named;
  const [only, another] = own;
  const stamp = only && !another && !only.hidden ? only.rows : null;
  return {
    own,
    others: versionTables.filter((table) => !own.includes(table)),
    stamp,
    stamped: withAncestors(graph, stamp ?? []),
  };
}

/** Each of several version tables with the schema that it stands in, as if it were the only one. */
export function diagnoseEach(
  graph: RevisionGraph,
  reference: Reference,
  snapshot: Snapshot,
  { own }: Stamps,
  diagnose: (g: RevisionGraph, r: Reference, s: Snapshot) => Diagnosis,
): SchemaDiagnosis[] {
  if (own.length < 2) return [];
  return own.map((table) => {
    const moved = referenceInSchema(reference, table.schema);
    const { verdict, evidence } = diagnose(graph, moved, { ...snapshot, versionTables: [table] });
    return { schema: table.schema, stamp: table.rows, verdict, heads: evidence.heads };
  });
}

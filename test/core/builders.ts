/** Data for tests of the pure rooms: revisions, chains, snapshots, situations. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { diagnose } from "../../src/core/diagnosis/diagnose.ts";
import { deltaBetween, type Facts } from "../../src/core/facts.ts";
import { parseReference } from "../../src/core/parse-reference.ts";
import type { Situation } from "../../src/core/plan/situation.ts";
import { REFERENCE_FORMAT, type Reference } from "../../src/core/reference.ts";
import {
  buildGraph,
  isGraphFault,
  type Revision,
  type RevisionGraph,
} from "../../src/core/revision-graph.ts";
import type { LiveTable, Snapshot, TableLink, VersionTable } from "../../src/core/snapshot.ts";
import { findProject } from "../../src/io/project/find-project.ts";

/** The bundled Alembic project and its recorded reference. */
export const REVISIONS = fileURLToPath(new URL("../../revisions", import.meta.url));
const REFERENCE_FILE = `${REVISIONS}/restamp.reference.json`;

/** @throws RangeError instead of giving `undefined` */
export function at<T>(items: readonly T[], index: number): T {
  const item = items.at(index);
  if (item === undefined) throw new RangeError(`nothing at ${index} of ${items.length}`);
  return item;
}

export function revision(
  id: string,
  downRevisions: readonly string[] = [],
  more: Partial<Revision> = {},
): Revision {
  const path = `versions/${id}.py`;
  return { id, message: `Does ${id}`, downRevisions, dependsOn: [], path, sha256: id, ...more };
}

/** @throws Error when the revisions make no graph */
export function graphOf(...revisions: readonly Revision[]): RevisionGraph {
  const graph = buildGraph(revisions);
  if (isGraphFault(graph)) throw new Error(`no graph: ${JSON.stringify(graph)}`);
  return graph;
}

/** What a chain is, and the schemas between its revisions. */
export interface Chain {
  readonly graph: RevisionGraph;
  readonly reference: Reference;
  /** Revision ids, first to last. */
  readonly ids: readonly string[];
  /** `schemas[k]` is the schema after the first k revisions. */
  readonly schemas: readonly Facts[];
}

/** The head of a reference that covers its whole chain. */
const RECORDED: Omit<Reference, "revisions"> = {
  format: REFERENCE_FORMAT,
  recordedWith: { alembic: "1.20.1", postgresql: "18.4" },
  versionTable: { schema: "public", name: "alembic_version" },
  baseline: null,
  stopped: null,
};

/** A linear chain r1, r2, … that takes the empty schema through the given ones. */
export function linearChain(steps: readonly (Facts | Readonly<Record<string, string>>)[]): Chain {
  const schemas = [new Map(), ...steps.map((s) => (s instanceof Map ? s : toFacts(s)))];
  const ids = steps.map((_, index) => `r${index + 1}`);
  return {
    graph: graphOf(...ids.map((id, index) => revision(id, index === 0 ? [] : [`r${index}`]))),
    reference: {
      ...RECORDED,
      revisions: ids.map((id, index) => ({
        id,
        sha256: id,
        statements: null,
        ...deltaBetween(at(schemas, index), at(schemas, index + 1)),
      })),
    },
    ids,
    schemas,
  };
}

function toFacts(steps: Facts | Readonly<Record<string, string>>): Facts {
  return new Map(Object.entries(steps));
}

/** A graph of any shape; each revision adds its own facts and touches nobody else's. */
export function addingChain(
  revisions: readonly Revision[],
  facts: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Pick<Chain, "graph" | "reference"> {
  const graph = graphOf(...revisions);
  return {
    graph,
    reference: {
      ...RECORDED,
      revisions: graph.order.map(({ id, sha256 }) => {
        return { id, sha256, statements: null, added: facts[id] ?? {}, changed: {}, removed: {} };
      }),
    },
  };
}

let real: Chain | undefined;

/** The bundled chain, its schemas replayed here and not by the code under test. */
export function realChain(): Chain {
  if (real) return real;
  const { graph } = findProject(REVISIONS, {});
  const reference = parseReference(readFileSync(REFERENCE_FILE, "utf8"));
  if (!reference) throw new Error(`${REFERENCE_FILE} is no reference`);
  const schemas: Facts[] = [new Map()];
  for (const { added, changed, removed } of reference.revisions) {
    const after = new Map(schemas.at(-1));
    for (const key in added) after.set(key, added[key] ?? "");
    for (const key in changed) after.set(key, changed[key]?.[1] ?? "");
    for (const key in removed) after.delete(key);
    schemas.push(after);
  }
  real = { graph, reference, ids: reference.revisions.map((r) => r.id), schemas };
  return real;
}

/** Ids of the bundled chain by what they do. */
export const REAL = {
  initial: "9044ba1e3377",
  callStats: "fb958ba03c93",
  timezones: "c7a3d9e12f8b",
  photoUrl: "d1e2f3a4b5c6",
  friendLinks: "e5f6a7b8c9d0",
  indexes: "f1a2b3c4d5e6",
  cleanup: "a1b2c3d4e5f6",
  bidirectional: "g1h2i3j4k5l6",
} as const;

/** @returns the bundled chain's schema after the given revision, free to be changed */
export function realSchema(id: string | null): Map<string, string> {
  const { ids, schemas } = realChain();
  return new Map(at(schemas, id === null ? 0 : ids.indexOf(id) + 1));
}

export interface SnapshotParts {
  /** Rows of `public.alembic_version`; null when there is no such table. */
  readonly stamp?: readonly string[] | null;
  readonly versionTables?: readonly VersionTable[];
  readonly tableLinks?: readonly TableLink[];
  readonly answers?: Snapshot["answers"];
}

/** A database with these facts, and the version table's own as a server would list them. */
export function snapshotOf(facts: Facts, parts: SnapshotParts = {}): Snapshot {
  const { stamp = null, tableLinks = [], answers = new Map() } = parts;
  const versionTables =
    parts.versionTables ?? (stamp === null ? [] : [versionTable({ rows: stamp })]);
  const all = new Map(facts);
  for (const { schema, name } of versionTables) {
    all.set(`table ${schema}.${name}`, "table");
    all.set(`column ${schema}.${name}.version_num`, "character varying(32) not null");
    all.set(`constraint ${schema}.${name}.${name}_pkc`, "PRIMARY KEY (version_num)");
  }
  const tables = [...all.keys()].filter((key) => key.startsWith("table ")).map(liveTable);
  return { facts: all, tables, versionTables, tableLinks, answers };
}

function liveTable(key: string): LiveTable {
  const identity = key.slice("table ".length);
  const [schema = "", name = ""] = identity.split(".");
  return { schema, name, identity, owner: "app", isOurs: true, rowsEstimate: null, hasRows: false };
}

export function versionTable(parts: Partial<VersionTable> = {}): VersionTable {
  return { schema: "public", name: "alembic_version", rows: [], maxLength: 32, ...parts };
}

/** What the wizard knows once it has diagnosed. */
export function situationOf(
  { graph, reference }: Pick<Chain, "graph" | "reference">,
  snapshot: Snapshot,
): Situation {
  return { graph, diagnosis: diagnose(graph, reference, snapshot), reference, snapshot };
}

/** The bundled chain, as env.py would have it with another version table. */
export function stampedIn({ schema, name }: VersionTable): Chain {
  const chain = realChain();
  return { ...chain, reference: { ...chain.reference, versionTable: { schema, name } } };
}

/** A situation of the bundled chain: the schema after a revision (null: none), and a stamp. */
export function realSituation(
  after: string | null,
  stamp: readonly string[] | null,
  change: (facts: Map<string, string>) => void = () => {},
): Situation {
  const facts = realSchema(after);
  change(facts);
  return situationOf(realChain(), snapshotOf(facts, { stamp }));
}

/** PostgreSQL's quote_ident, but for reserved words. */
export function quoteIdent(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;
}

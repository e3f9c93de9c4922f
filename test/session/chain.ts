/** The bundled revisions with their recorded reference, and snapshots of databases made of them. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Facts, identityOf, kindOf, splitIdentity } from "../../src/core/facts.ts";
import { parseReference } from "../../src/core/parse-reference.ts";
import { type Reference, schemaAfter } from "../../src/core/reference.ts";
import { withAncestors } from "../../src/core/revision-graph.ts";
import type { LiveTable, Snapshot, TableLink, VersionTable } from "../../src/core/snapshot.ts";
import type { Project } from "../../src/io/ports/project.ts";
import { findProject } from "../../src/io/project/find-project.ts";

const FOLDER = fileURLToPath(new URL("../../revisions", import.meta.url));

/** Under a name that does not depend on where the tests run. */
export const PROJECT: Project = {
  ...findProject(FOLDER, {}),
  configPath: "/srv/calls/alembic.ini",
  directory: "/srv/calls",
  versionsPath: "/srv/calls/versions",
  composeFiles: [],
};

export const REFERENCE: Reference = readReference();

/** The chain, oldest first, by what each revision is about. */
export const ID = {
  initial: "9044ba1e3377",
  callStats: "fb958ba03c93",
  timezone: "c7a3d9e12f8b",
  photo: "d1e2f3a4b5c6",
  friends: "e5f6a7b8c9d0",
  indexes: "f1a2b3c4d5e6",
  cleanup: "a1b2c3d4e5f6",
  head: "g1h2i3j4k5l6",
} as const;

/** A database: how far its schema really is, and what its version table says. */
export interface Live {
  /** The newest revision whose objects are there; null for an empty schema. */
  readonly schema: string | null;
  /** Rows of the version table; null without one. */
  readonly stamp: readonly string[] | null;
  /** Whether the chain's tables hold rows. They do unless said otherwise. */
  readonly filled?: boolean;
  /** Facts over and above the chain's, or other than the chain's; null takes one away. */
  readonly facts?: Readonly<Record<string, string | null>>;
  readonly otherTables?: readonly LiveTable[];
  readonly otherVersionTables?: readonly VersionTable[];
  readonly tableLinks?: readonly TableLink[];
}

function factsAt(revision: string | null): Facts {
  const applied = withAncestors(PROJECT.graph, revision === null ? [] : [revision]);
  return schemaAfter(REFERENCE, applied);
}

export function snapshotOf(live: Live): Snapshot {
  const facts = new Map(factsAt(live.schema));
  for (const [key, value] of Object.entries(live.facts ?? {})) {
    if (value === null) facts.delete(key);
    else facts.set(key, value);
  }
  const named = [...facts.keys()].filter((key) => kindOf(key) === "table").map(identityOf);
  const filled = live.filled ?? true;
  const tables = named.map((identity) => tableOf(identity, filled));
  const versionTables: VersionTable[] = [...(live.otherVersionTables ?? [])];
  if (live.stamp !== null) {
    facts.set("table public.alembic_version", "table");
    facts.set("column public.alembic_version.version_num", "character varying(32) not null");
    tables.unshift(tableOf("public.alembic_version", live.stamp.length > 0));
    const rows = [...live.stamp].sort();
    versionTables.unshift({ schema: "public", name: "alembic_version", rows, maxLength: 32 });
  }
  return {
    facts,
    tables: [...tables, ...(live.otherTables ?? [])],
    versionTables,
    tableLinks: live.tableLinks ?? [],
    answers: new Map(),
  };
}

export function tableOf(identity: string, filled: boolean): LiveTable {
  const [schema = "", name = ""] = splitIdentity(identity);
  return {
    schema,
    name,
    identity,
    owner: "calls_owner",
    isOurs: true,
    rowsEstimate: filled ? 40 : null,
    hasRows: filled,
  };
}

function readReference(): Reference {
  const reference = parseReference(readFileSync(`${FOLDER}/restamp.reference.json`, "utf8"));
  if (reference === null) throw new Error("the bundled reference cannot be read");
  return reference;
}

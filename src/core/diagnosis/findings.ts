/** What is worth knowing beside the verdict. */
import { identityOf, kindOf } from "../facts.ts";
import type { Reference } from "../reference.ts";
import type { RevisionGraph } from "../revision-graph.ts";
import type { Snapshot } from "../snapshot.ts";
import type { SchemaState } from "./schema-state.ts";
import type { Stamps } from "./stamps.ts";
import type { Finding, ListedFinding } from "./types.ts";

export interface Found {
  readonly graph: RevisionGraph;
  readonly reference: Reference;
  readonly snapshot: Snapshot;
  readonly stamps: Stamps;
  readonly schema: SchemaState;
}

export function findingsOf(found: Found): Finding[] {
  return [
    ...notRecorded(found),
    ...invalidIndexes(found),
    ...besideTheSchema(found),
    ...undecided(found),
    ...shortVersionNumber(found),
    ...inTheServer(found),
    ...listed("several_heads", found.graph.heads.length > 1 ? found.graph.heads : []),
  ];
}

function notRecorded({ graph, reference }: Found): Finding[] {
  const recorded = new Set(reference.revisions.map(({ id }) => id));
  const revisions = graph.order.map(({ id }) => id).filter((id) => !recorded.has(id));
  if (revisions.length === 0) return [];
  const { revision = null, line = "" } = reference.stopped ?? {};
  return [{ code: "not_recorded", items: revisions, failed: revision, line }];
}

function invalidIndexes({ snapshot }: Found): Finding[] {
  const indexes = [...snapshot.facts]
    .filter(([key, value]) => kindOf(key) === "index" && value.endsWith(" INVALID"))
    .map(([key]) => identityOf(key));
  return listed("invalid_index", indexes);
}

function besideTheSchema({ schema }: Found): Finding[] {
  const { types, harmless } = schema.leftovers;
  return [
    ...listed("leftover_types", [...types].map(identityOf)),
    ...listed("already_there", [...harmless]),
    ...listed("evidence_contradicts", schema.contradicted),
  ];
}

function undecided({ graph, schema }: Found): Finding[] {
  const ids = graph.order.map(({ id }) => id);
  const inSome = (id: string) => schema.equal.some((set) => set.has(id));
  const inAll = (id: string) => schema.equal.every((set) => set.has(id));
  const open = schema.isOpen ? ids.filter((id) => inSome(id) && !inAll(id)) : [];
  const believed =
    schema.damage === "hole"
      ? schema.revisions.filter((r) => r.verdict === "no_trace" && r.stamped).map((r) => r.id)
      : [];
  return [...listed("undecided", open), ...listed("believed", believed)];
}

function shortVersionNumber({ graph, stamps }: Found): Finding[] {
  const [table] = stamps.own;
  const length = table?.maxLength ?? null;
  // One that is not there yet is made by env.py; whether with enough room, the rehearsal shows.
  if (!table || length === null || stamps.own.length > 1) return [];
  const long = graph.order.map(({ id }) => id).filter((id) => [...id].length > length);
  if (long.length === 0) return [];
  const { schema, name } = table;
  const needed = Math.max(...long.map((id) => [...id].length));
  return [{ code: "version_num_short", table: `${schema}.${name}`, length, needed, items: long }];
}

function inTheServer({ snapshot, stamps, reference }: Found): Finding[] {
  const own = new Set(
    reference.revisions
      .flatMap(({ added }) => Object.keys(added))
      .filter((k) => kindOf(k) === "table"),
  );
  const foreign = snapshot.tables.filter((t) => !t.isOurs && own.has(`table ${t.identity}`));
  const [first] = foreign;
  const locked = snapshot.tables.filter((table) => table.isLocked);
  const hidden = snapshot.tables.filter((table) => table.hasRows === null && !table.isLocked);
  const unread = stamps.own.filter((table) => table.hidden === true);
  return [
    ...listed(
      "stamp_hidden",
      unread.map((table) => `${table.schema}.${table.name}`),
    ),
    ...listed(
      "tables_locked",
      locked.map((table) => table.identity),
    ),
    ...listed(
      "rows_hidden",
      hidden.map((table) => table.identity),
    ),
    ...(first
      ? [{ code: "not_owned" as const, items: foreign.map((t) => t.identity), owner: first.owner }]
      : []),
    ...listed(
      "other_version_tables",
      stamps.others.map((t) => `${t.schema}.${t.name}`),
    ),
  ];
}

function listed(code: ListedFinding, items: readonly string[]): Finding[] {
  return items.length === 0 ? [] : [{ code, items }];
}

/** Every state that the chain goes through, built by alembic and kept as a database to copy. */
import type { Revision } from "../../src/core/revision-graph.ts";
import { readSchema, readVersionTable, type Schema } from "./catalog.ts";
import type { Chain } from "./chain.ts";
import type { Server } from "./server.ts";

/** A database that is rightly stamped. */
export interface State {
  /** The rows that alembic itself has written, sorted: the truth. */
  readonly heads: readonly string[];
  readonly applied: ReadonlySet<string>;
  /** The revision that ran last; null in the empty state. */
  readonly last: string | null;
  /** The state before the last revision. */
  readonly before: State | null;
  /** The database to copy. */
  readonly template: string;
  readonly schema: Schema;
}

export interface States {
  readonly all: readonly State[];
  /** Where every revision has run; null when alembic did not get there. */
  readonly head: State | null;
  /** Qualified and quoted. */
  readonly versionTable: string;
  /** Where alembic itself failed, and how. */
  readonly failure: string | null;
}

const WORK = "sweep_work";

export async function buildStates(chain: Chain, server: Server): Promise<States> {
  const found = new Map<string, State>();
  let failure: string | null = null;
  for (const walk of walks(chain.revisions)) {
    failure = (await walkOnce(walk, chain, server, found)) ?? failure;
  }
  const all = [...found.values()];
  const head = all.find((state) => state.applied.size === chain.revisions.length) ?? null;
  const stamped = all.find((state) => state.last !== null);
  const table = stamped && (await server.within(stamped.template, readVersionTable));
  return { all, head, versionTable: table?.named ?? "public.alembic_version", failure };
}

async function walkOnce(
  walk: readonly Revision[],
  chain: Chain,
  server: Server,
  found: Map<string, State>,
): Promise<string | null> {
  await server.create(WORK);
  try {
    let state = await keep(server, found, null, null);
    for (const { id } of walk) {
      const problem = await chain.run(WORK, "upgrade", id);
      if (problem !== null) return `${id}: ${problem}`;
      state = await keep(server, found, state, id);
    }
    return null;
  } finally {
    await server.drop(WORK);
  }
}

async function keep(
  server: Server,
  found: Map<string, State>,
  before: State | null,
  last: string | null,
): Promise<State> {
  const applied = new Set(before?.applied);
  if (last !== null) applied.add(last);
  const name = [...applied].sort().join(" ");
  const known = found.get(name);
  if (known) return known;
  const [schema, table] = await server.within(WORK, async (client) => [
    await readSchema(client),
    await readVersionTable(client),
  ]);
  const template = `state_${found.size}`;
  await server.copy(WORK, template);
  const state = { heads: table?.rows ?? [], applied, last, before, template, schema };
  found.set(name, state);
  return state;
}

/** @returns the chain's own order; with branches also the one that goes up the last branch first */
function walks(revisions: readonly Revision[]): (readonly Revision[])[] {
  const done = new Set<string>();
  const other: Revision[] = [];
  const isReady = (revision: Revision) =>
    !done.has(revision.id) &&
    [...revision.downRevisions, ...revision.dependsOn].every((id) => done.has(id));
  for (let next = revisions.findLast(isReady); next; next = revisions.findLast(isReady)) {
    done.add(next.id);
    other.push(next);
  }
  const isSame = other.every((revision, at) => revision === revisions[at]);
  return isSame ? [revisions] : [revisions, other];
}

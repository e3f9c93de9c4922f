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
  /** The state before the last revision, where that was kept as well. */
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

/** @param every keep so-many-th states only, and the one before each: alembic is slow on long chains */
export async function buildStates(chain: Chain, server: Server, every: number): Promise<States> {
  const found = new Map<string, State>();
  let failure: string | null = null;
  for (const walk of walks(chain.revisions)) {
    failure = (await walkOnce(stepsOf(walk, every), chain, server, found)) ?? failure;
  }
  const all = [...found.values()];
  const head = all.find((state) => state.applied.size === chain.revisions.length) ?? null;
  const stamped = all.find((state) => state.last !== null);
  const table = stamped && (await server.within(stamped.template, readVersionTable));
  return { all, head, versionTable: table?.named ?? "public.alembic_version", failure };
}

/** @returns the revisions that run between two states that are kept */
function stepsOf(walk: readonly Revision[], every: number): (readonly Revision[])[] {
  const steps: Revision[][] = [[]];
  for (const [at, revision] of walk.entries()) {
    steps.at(-1)?.push(revision);
    const isKept = [0, 1].some((more) => (at + 1 + more) % every === 0) || at + 2 >= walk.length;
    if (isKept) steps.push([]);
  }
  return steps.filter((step) => step.length > 0);
}

async function walkOnce(
  steps: readonly (readonly Revision[])[],
  chain: Chain,
  server: Server,
  found: Map<string, State>,
): Promise<string | null> {
  await server.create(WORK);
  try {
    let state = await keep(server, found, null, []);
    for (const step of steps) {
      const parents = new Set(step.flatMap((each) => [...each.downRevisions, ...each.dependsOn]));
      for (const { id } of step.filter((each) => !parents.has(each.id))) {
        const problem = await chain.run(WORK, "upgrade", id);
        if (problem !== null) return `${id}: ${problem}`;
      }
      state = await keep(server, found, state, step);
    }
    return null;
  } finally {
    await server.drop(WORK);
  }
}

async function keep(
  server: Server,
  found: Map<string, State>,
  previous: State | null,
  step: readonly Revision[],
): Promise<State> {
  const applied = new Set([...(previous?.applied ?? []), ...step.map(({ id }) => id)]);
  const name = [...applied].sort().join(" ");
  const known = found.get(name);
  if (known) return known;
  const [schema, table] = await server.within(WORK, async (client) => [
    await readSchema(client),
    await readVersionTable(client),
  ]);
  const template = `state_${found.size}`;
  await server.copy(WORK, template);
  const last = step.at(-1)?.id ?? null;
  const before = step.length === 1 ? previous : null;
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

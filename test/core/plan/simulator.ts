/** A database and an alembic, as far as a plan can tell: stamps, revisions that fail, drops. */
import type { Facts } from "../../../src/core/facts.ts";
import type { Plan, Step } from "../../../src/core/plan/types.ts";
import { withAncestors } from "../../../src/core/revision-graph.ts";
import { at, type Chain } from "../builders.ts";

export interface Simulated {
  readonly facts: Map<string, string>;
  /** Rows of the version table, null without one. */
  rows: readonly string[] | null;
  /** Revisions whose upgrade ran, in order. */
  readonly ran: string[];
}

/** @throws Error where the real thing would fail */
export function runOn(
  chain: Chain,
  live: Facts,
  stamp: readonly string[] | null,
  plan: Plan,
): Simulated {
  const database: Simulated = { facts: new Map(live), rows: stamp, ran: [] };
  for (const step of plan.steps) run(chain, database, step);
  return database;
}

function run(chain: Chain, database: Simulated, { action }: Step): void {
  switch (action.kind) {
    case "sql":
      for (const statement of action.statements) execute(database, statement);
      return;
    case "verify":
      if (String(database.rows) !== String(action.heads)) throw new Error(`at ${database.rows}`);
      return;
    case "alembic": {
      const [command, ...args] = action.args;
      if (command === "stamp") stampWith(chain, database, args);
      else if (action.args.join(" ") === "upgrade head") upgrade(chain, database, chain.ids);
      else if (command === "upgrade" && args.length === 1) upgrade(chain, database, args);
      else throw new Error(`alembic ${action.args.join(" ")}`);
    }
  }
}

function stampWith(chain: Chain, database: Simulated, args: readonly string[]): void {
  const purge = args[0] === "--purge";
  if (!purge) requireReadable(chain, database.rows ?? []);
  const targets = purge ? args.slice(1) : args;
  database.rows = targets.join() === "base" ? [] : targets;
  requireReadable(chain, database.rows);
}

/** On one line, alembic can work with one row that it knows, and with no other stamp. */
function requireReadable({ ids }: Chain, rows: readonly string[]): void {
  for (const row of rows) if (!ids.includes(row)) throw new Error(`Can't locate ${row}`);
  if (rows.length > 1) throw new Error(`${rows[0]} overlaps`);
}

/** Runs what the targets stand on and is not counted as run; a missing object is an error. */
function upgrade(chain: Chain, database: Simulated, targets: readonly string[]): void {
  const wanted = withAncestors(chain.graph, targets);
  const rows = database.rows ?? [];
  requireReadable(chain, rows);
  const applied = withAncestors(chain.graph, rows);
  for (const { id, added, changed, removed } of chain.reference.revisions) {
    if (applied.has(id) || !wanted.has(id)) continue;
    for (const [key, value] of Object.entries(added)) {
      if (database.facts.has(key)) throw new Error(`${id}: ${key} already exists`);
      database.facts.set(key, value);
    }
    for (const [key, [before, after]] of Object.entries(changed)) {
      if (database.facts.get(key) !== before) throw new Error(`${id}: ${key} is something else`);
      database.facts.set(key, after);
    }
    for (const key of Object.keys(removed))
      if (!database.facts.delete(key)) throw new Error(`${id}: ${key} does not exist`);
    database.ran.push(id);
    database.rows = [id];
  }
}

/** Reads the few statements that restamp writes; names here hold no quotes but a whole pair. */
function execute(database: Simulated, statement: string): void {
  const [, kind = "", list = ""] = /^DROP (TABLE|TYPE) (.*)$/s.exec(statement) ?? [];
  if (kind === "") throw new Error(`syntax error: ${statement}`);
  for (const identity of list.split(", ")) {
    if (identity === '"public"."alembic_version"') {
      if (database.rows === null) throw new Error("there is no version table");
      database.rows = null;
      continue;
    }
    const own = kind === "TABLE" ? `table ${identity}` : `enum ${identity}`;
    if (!database.facts.delete(own)) throw new Error(`${own} does not exist`);
    for (const key of [...database.facts.keys()])
      if (kind === "TABLE" && key.includes(` ${identity}.`)) database.facts.delete(key);
  }
}

/** The schema at the end of the chain. */
export function lastSchema({ schemas }: Chain): Facts {
  return at(schemas, -1);
}

/** Damage, done for real: each kind takes a copy of a state and leaves it broken. */
import type { Bench } from "./bench.ts";
import { differences, readSchema, type Schema } from "./catalog.ts";
import { tablesOf } from "./kinds-stamp.ts";
import type { State } from "./states.ts";

/**
 * Revisions that never ran although the stamp stepped over them: `stamp` in place of `upgrade`.
 * @param start a state before the first of them
 * @returns null, or why alembic could not go on
 */
export async function runWithout(
  { chain }: Bench,
  database: string,
  start: State,
  left: ReadonlySet<string>,
): Promise<string | null> {
  const run = (...args: string[]) => chain.run(database, ...args);
  for (const { id } of chain.revisions) {
    if (start.applied.has(id)) continue;
    const problem = await (left.has(id) ? run("stamp", id) : run("upgrade", id));
    if (problem !== null) return problem;
  }
  return null;
}

/** Takes away some of what a state's last revision has added. @returns what has gone */
export async function dropSome(
  bench: Bench,
  database: string,
  state: State,
  share: "one" | "half",
): Promise<string[]> {
  const before: Schema = state.before?.schema ?? new Map();
  const added = [...state.schema].filter(([name, { drop }]) => drop !== "" && !before.has(name));
  const most = share === "one" ? 1 : Math.ceil(added.length / 2);
  return bench.within(database, async (client) => {
    for (const [, { drop }] of bench.chance.some(added, most)) {
      // What others stand on, or what has gone with its table, stays out of it.
      await client.query(drop).catch(() => {});
    }
    const after = await readSchema(client);
    return differences(state.schema, after);
  });
}

const DRIFTS = ["extra column", "extra index", "other default", "dropped index"] as const;

/** @returns what was changed by hand, or null where the state offers nothing to change */
export async function drift(
  bench: Bench,
  database: string,
  state: State,
): Promise<{ readonly name: (typeof DRIFTS)[number]; readonly statement: string } | null> {
  const [name = "extra column"] = bench.chance.some(DRIFTS, 1);
  const [table] = bench.chance.some(tablesOf(state), 1);
  if (!table) return null;
  const [named, columns] = table;
  const [column] = bench.chance.some(columns, 1);
  const indexes = [...state.schema].filter(([key]) => key.startsWith("index "));
  const [index] = bench.chance.some(indexes, 1);
  const statement = {
    "extra column": `ALTER TABLE ${named} ADD COLUMN added_by_hand text`,
    "extra index": column && `CREATE INDEX made_by_hand ON ${named} (${column})`,
    "other default": column && `ALTER TABLE ${named} ALTER COLUMN ${column} SET DEFAULT NULL::text`,
    "dropped index": index?.[1].drop,
  }[name];
  if (!statement) return null;
  return bench.within(database, async (client) => {
    const isDone = await client.query(statement).then(
      () => true,
      () => false,
    );
    const isSeen = isDone && differences(state.schema, await readSchema(client)).length > 0;
    return isSeen ? { name, statement } : null;
  });
}

/** Databases that equal no state of the chain: holes, half-run revisions, drift. */
import { type Bench, setStamp, told } from "./bench.ts";
import { differences, readSchema, type Schema } from "./catalog.ts";
import { drift, dropSome, runWithout } from "./damage.ts";
import { judgeProof, judgeRevisions, said, statesLike, stateWith } from "./judge.ts";
import type { Answer } from "./restamp.ts";
import type { State } from "./states.ts";
import type { Judged } from "./tally.ts";

export async function holes(bench: Bench): Promise<void> {
  const { sample, chance } = bench;
  for (const state of chance.some(sample, sample.length)) {
    if (bench.isOver()) return;
    if (state.before === null || state.last === null) continue;
    await hole(bench, "hole", state.before, new Set([state.last]));
  }
}

/** Several revisions that never ran. */
export async function manyHoles(bench: Bench): Promise<void> {
  const { sample, chance, chain } = bench;
  for (const state of chance.some(sample, sample.length)) {
    if (bench.isOver()) return;
    if (state.before === null) continue;
    const later = chain.revisions
      .map(({ id }) => id)
      .filter((id) => !state.before?.applied.has(id));
    await hole(bench, "holes", state.before, new Set(chance.some(later, 2 + chance.number(3))));
  }
}

async function hole(
  bench: Bench,
  kind: string,
  start: State,
  left: ReadonlySet<string>,
): Promise<void> {
  await bench.withCopy(start.template, async (database) => {
    const problem = await runWithout(bench, database, start, left);
    if (problem !== null) return bench.tally.skip(kind, "alembic cannot go on");
    const how = `all but [${[...left]}] have run, stamped at the end`;
    const schema = await bench.within(database, readSchema);
    const [like] = statesLike(bench.states, schema);
    const whole = bench.states.head?.schema ?? schema;
    const answer = await bench.ask(kind, how, database);
    if (!answer) return;
    const run = new Set(bench.chain.revisions.map(({ id }) => id).filter((id) => !left.has(id)));
    const judged = like
      ? judgeProof(answer, like, bench.states)
      : judgeRevisions(answer, run, new Set(), bench.states, whole);
    bench.tally.add(like ? `${kind}, no trace` : kind, how, judged);
  });
}

export async function halfRun(bench: Bench): Promise<void> {
  for (const state of bench.chance.some(bench.sample, bench.sample.length)) {
    if (bench.isOver()) return;
    if (state.last === null || state.before === null) continue;
    for (const share of ["one", "half"] as const) {
      for (const stamp of [state.heads, state.before.heads]) {
        await bench.withCopy(state.template, (database) =>
          halfRunCase(bench, database, state, share, stamp),
        );
      }
    }
  }
}

async function halfRunCase(
  bench: Bench,
  database: string,
  state: State,
  share: "one" | "half",
  stamp: readonly string[],
): Promise<void> {
  const gone = await dropSome(bench, database, state, share);
  if (gone.length === 0) return bench.tally.skip("half-run", "nothing to take away");
  const schema = await bench.within(database, async (client) => {
    await setStamp(client, bench.states.versionTable, stamp);
    return readSchema(client);
  });
  const how = `${told(state, stamp)}, without ${gone.join(", ")}`;
  const answer = await bench.ask("half-run", how, database);
  if (!answer) return;
  // A type that is left behind makes no state: restamp may name what is there beside it.
  const isButForTypes = (before: Schema) =>
    differences(before, schema).every((name) => name.startsWith("type "));
  const like =
    state.before && isButForTypes(state.before.schema)
      ? state.before
      : statesLike(bench.states, schema)[0];
  const run = new Set([...state.applied].filter((id) => id !== state.last));
  const half = new Set(state.last === null ? [] : [state.last]);
  const judged = like
    ? judgeProof(answer, like, bench.states)
    : judgeRevisions(answer, run, half, bench.states, state.schema);
  bench.tally.add("half-run", how, judged);
}

export async function drifts(bench: Bench): Promise<void> {
  for (const state of bench.chance.some(bench.sample, bench.sample.length)) {
    if (bench.isOver()) return;
    for (const stamp of [state.heads, state.before?.heads ?? null]) {
      await bench.withCopy(state.template, async (database) => {
        const done = await drift(bench, database, state);
        if (!done) return bench.tally.skip("drift", "nothing to change");
        const schema = await bench.within(database, readSchema);
        if (statesLike(bench.states, schema).length > 0) {
          return bench.tally.skip("drift", "equals another state");
        }
        await bench.within(database, (client) =>
          setStamp(client, bench.states.versionTable, stamp),
        );
        const how = `${told(state, stamp)}, then ${done.statement}`;
        const answer = await bench.ask("drift", how, database);
        if (answer) bench.tally.add("drift", how, judgeDrift(bench, answer, state));
      });
    }
  }
}

function judgeDrift({ states }: Bench, answer: Answer, truth: State): Judged {
  if (answer.verdict === "healthy" || answer.verdict === "pending" || answer.evidence.exact) {
    return { outcome: "wrong", said: `does not see it: ${said(answer)}` };
  }
  const isLike = (heads: readonly string[]) => {
    const state = stateWith(states, heads);
    return state !== undefined && statesLike(states, truth.schema).includes(state);
  };
  const { candidates, heads } = answer.evidence;
  const fits = candidates.some(isLike);
  if (candidates.length > 0 && !fits) {
    return { outcome: "wrong", said: `claims another state: ${said(answer)}` };
  }
  if (isLike(heads) && answer.drift.length > 0) return { outcome: "right", said: "" };
  return { outcome: fits ? "among" : "asks", said: said(answer) };
}

/** One sweep over one chain: docs/maintainers/sweep.md. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { openBench } from "./bench.ts";
import { differences } from "./catalog.ts";
import { openChain } from "./chain.ts";
import { drifts, halfRun, holes, manyHoles } from "./kinds-damage.ts";
import { repairs } from "./kinds-repair.ts";
import { foreignObjects, rightStamps, wrongStamps } from "./kinds-stamp.ts";
import { chanceFrom } from "./random.ts";
import { isBuilt, runProgram } from "./restamp.ts";
import { openServer, type Server } from "./server.ts";
import { buildStates, type States } from "./states.ts";
import type { Tally } from "./tally.ts";

export interface SweepOptions {
  readonly config: string;
  /** Cases are made from every so-many-th state of the chain. */
  readonly every: number;
  readonly stamps: "all" | "some";
  /** Minutes for all kinds of cases together. */
  readonly limit: number;
  /** So many states to repair, in up to three ways each. */
  readonly repairs: number;
  readonly seed: number;
}

export async function sweep(
  options: SweepOptions,
  urlOf: (database: string) => DatabaseUrl,
  tally: Tally,
  tell: (line: string) => void,
): Promise<void> {
  const server = await openServer(urlOf);
  const folder = mkdtempSync(join(tmpdir(), "restamp-sweep-"));
  const chain = openChain(options.config, server, urlOf("postgres"));
  try {
    const reference = join(folder, "reference.json");
    const config = chain.configPath;
    const recorded = await timed(() =>
      runProgram(["record"], { config, reference, url: urlOf("postgres").text }),
    );
    if (recorded.result.code !== 0) {
      const said = recorded.result.stderr.trim().split("\n").slice(-3).join(" ");
      tally.add("record", "restamp record", { outcome: "wrong", said });
      return;
    }
    tally.add("record", "restamp record", { outcome: "right", said: "" });
    tell(`${chain.revisions.length} revisions, heads ${chain.heads.join(", ")}`);
    const plain = await timed(() => plainUpgrade(server, chain.run));
    tell(`record ${recorded.took} s, alembic upgrade heads ${plain.took} s`);
    const states = await buildStates(chain, server, options.every);
    tell(`${states.all.length} states, ${dataOnly(states)} of them made by data alone`);
    if (states.failure !== null) tell(`alembic itself fails: ${states.failure}`);
    const deadline = Date.now() + options.limit * 60_000;
    const chance = chanceFrom(options.seed);
    const sample = states.all.filter(({ before, last }) => before !== null || last === null);
    let over = 0;
    const settings = { chain, states, chance, tally, sample, server, reference, config };
    const bench = openBench({
      ...settings,
      withProgram: isBuilt(),
      isOver: () => Date.now() > over,
    });
    const kinds = [
      () => rightStamps(bench),
      () => wrongStamps(bench, options.stamps === "all"),
      () => foreignObjects(bench),
      () => drifts(bench),
      () => halfRun(bench),
      ...(states.head ? [() => holes(bench), () => manyHoles(bench)] : []),
      ...(states.head ? [() => repairs(bench, options.repairs)] : []),
    ];
    for (const [at, run] of kinds.entries()) {
      over = Date.now() + (deadline - Date.now()) / (kinds.length - at);
      await run();
    }
  } finally {
    await chain.end();
    await server.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

const dataOnly = ({ all }: States): number =>
  all.filter(({ before, schema }) => before && differences(before.schema, schema).length === 0)
    .length;

async function plainUpgrade(
  server: Server,
  run: (database: string, ...args: string[]) => Promise<string | null>,
): Promise<void> {
  await server.create("plain");
  await run("plain", "upgrade", "heads");
  await server.drop("plain");
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; took: string }> {
  const started = performance.now();
  const result = await work();
  return { result, took: ((performance.now() - started) / 1000).toFixed(1) };
}

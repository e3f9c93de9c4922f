/** The recommended plan, run by the program: the schema of a healthy head, and every row kept. */
import { type Bench, setStamp, told } from "./bench.ts";
import { differences, readSchema, readVersionTable } from "./catalog.ts";
import { dropSome, runWithout } from "./damage.ts";
import { sameHeads } from "./judge.ts";
import { runProgram } from "./restamp.ts";
import { fillTables, lostRows, readContents } from "./rows.ts";
import type { State } from "./states.ts";
import type { Judged } from "./tally.ts";

interface Damage {
  readonly kind: string;
  readonly how: string;
  readonly start: State;
  /** @returns null, or why it could not be done */
  break(database: string): Promise<string | null>;
}

export async function repairs(bench: Bench, most: number): Promise<void> {
  const starts = bench.chance.some(bench.sample, bench.sample.length);
  for (const start of starts.slice(0, most)) {
    for (const damage of damages(bench, start)) {
      if (bench.isOver()) return;
      // The chain's own data migrations may not take rows like these.
      if (!(await repairOne(bench, damage, true))) await repairOne(bench, damage, false);
    }
  }
}

function damages(bench: Bench, start: State): Damage[] {
  const { states, chance } = bench;
  const [other] = chance.some(states.all, 1);
  const stamp = chance.number(3) === 0 ? null : (other?.heads ?? []);
  const wrongStamp: Damage = {
    kind: "repair of a wrong stamp",
    how: told(start, stamp),
    start,
    break: async (database) => {
      await bench.within(database, (client) => setStamp(client, states.versionTable, stamp));
      return null;
    },
  };
  const { before, last } = start;
  if (before === null || last === null) return [wrongStamp];
  return [
    wrongStamp,
    {
      kind: "repair of a hole",
      how: `all but [${last}] have run`,
      start: before,
      break: (database) => runWithout(bench, database, before, new Set([last])),
    },
    {
      kind: "repair of a half-run revision",
      how: `${told(start, before.heads)}, some of it taken away`,
      start,
      break: async (database) => {
        const gone = await dropSome(bench, database, start, "half");
        if (gone.length === 0) return "nothing to take away";
        await bench.within(database, (client) =>
          setStamp(client, states.versionTable, before.heads),
        );
        return null;
      },
    },
  ];
}

/** @returns whether there was anything to judge */
async function repairOne(bench: Bench, damage: Damage, withRows: boolean): Promise<boolean> {
  const { tally, chain } = bench;
  const { kind, start } = damage;
  return bench.withCopy(start.template, async (database) => {
    const rows = withRows ? await bench.within(database, fillTables) : 0;
    return bench.withCopy(database, async (healthy) => {
      const refused = await chain.run(healthy, "upgrade", "heads");
      if (refused !== null) {
        tally.skip(kind, withRows ? "alembic itself fails on the rows" : "alembic itself fails");
        return false;
      }
      const problem = await damage.break(database);
      if (problem === null) {
        const judged = await repairedOrNot(bench, database, healthy);
        tally.add(kind, `${damage.how}, ${rows} rows`, judged);
      } else tally.skip(kind, "could not be made");
      return true;
    });
  });
}

const REPAIR = ["repair", "--yes", "--json"];

/** What is repaired here is a copy, made for it. */
const BARE = ["--backup", "none", "--rehearse", "none"];

async function repairedOrNot(bench: Bench, database: string, healthy: string): Promise<Judged> {
  const before = await look(bench, database);
  const config = bench.chain.configFor(database);
  const asked = { ...bench.asked(database), config: config.path };
  const ran = await runProgram([...REPAIR, ...BARE], asked).finally(config.remove);
  const [first = ""] = ran.stderr.split("\n").filter((line) => line.startsWith("restamp:"));
  const said = `exit ${ran.code}. ${first} ${ran.stderr.trim().split("\n").at(-2) ?? ""}`;
  if (ran.code !== 0) {
    // A step may fail on the rows, as alembic itself would: then all must be as it was before.
    const after = await look(bench, database);
    const isLeft =
      differences(before.schema, after.schema).length === 0 &&
      lostRows(before.contents, after.contents, before.contents).length === 0;
    return { outcome: isLeft ? "asks" : "wrong", said };
  }
  const [end, head] = await Promise.all([look(bench, database), look(bench, healthy)]);
  const differing = differences(end.schema, head.schema);
  if (differing.length > 0) {
    return { outcome: "wrong", said: `done, but differs in ${differing.slice(0, 5).join(", ")}` };
  }
  if (!sameHeads(end.stamp, head.stamp)) {
    return { outcome: "wrong", said: `done, but stamped [${end.stamp}]` };
  }
  const lost = lostRows(before.contents, end.contents, head.contents);
  if (lost.length === 0) return { outcome: "right", said: "" };
  return { outcome: "wrong", said: `rows: ${lost.slice(0, 4).join("; ")}` };
}

const look = (bench: Bench, database: string) =>
  bench.within(database, async (client) => ({
    schema: await readSchema(client),
    stamp: (await readVersionTable(client))?.rows ?? [],
    contents: await readContents(client),
  }));

/** States with a right stamp, with wrong ones, and beside objects of somebody else. */
import { isDeepStrictEqual } from "node:util";
import { type Bench, setStamp, told } from "./bench.ts";
import { judgeProof, said } from "./judge.ts";
import type { Answer } from "./restamp.ts";
import type { State } from "./states.ts";

export async function rightStamps(bench: Bench): Promise<void> {
  for (const truth of bench.states.all) {
    if (bench.isOver()) return;
    const how = told(truth, truth.heads);
    const answer = await bench.ask("right stamp", how, truth.template);
    if (!answer) continue;
    const judged = judgeProof(answer, truth, bench.states);
    const isCalm = ["healthy", "pending", "empty"].includes(answer.verdict);
    bench.tally.add(
      "right stamp",
      how,
      isCalm || judged.outcome === "wrong"
        ? judged
        : { outcome: "wrong", said: `suspects it: ${said(answer)}` },
    );
  }
}

/** @param all every state's stamp on every state, instead of a choice */
export async function wrongStamps(bench: Bench, all: boolean): Promise<void> {
  for (const truth of bench.chance.some(bench.sample, bench.sample.length)) {
    if (bench.isOver()) return;
    await bench.withCopy(truth.template, async (database) => {
      for (const stamp of stampsFor(bench, truth, all)) {
        await bench.within(database, (client) =>
          setStamp(client, bench.states.versionTable, stamp),
        );
        const how = told(truth, stamp);
        const answer = await bench.ask("wrong stamp", how, database);
        if (answer) bench.tally.add("wrong stamp", how, judgeProof(answer, truth, bench.states));
      }
    });
  }
}

type Stamp = readonly string[] | null;

function stampsFor({ states, chance }: Bench, truth: State, all: boolean): Stamp[] {
  const next = states.all.find((state) => state.before === truth);
  const others = all ? states.all : chance.some(states.all, 2);
  const near = [truth.before, next, states.head].filter((state) => state !== null);
  const overlapping = [...new Set([...truth.heads, ...(truth.before?.heads ?? [])])];
  const stamps = [overlapping, ...[...near, ...others].map((state) => state?.heads ?? [])];
  const distinct = new Map(stamps.map((heads) => [heads.join(" "), heads]));
  distinct.set("", []);
  distinct.delete(truth.heads.join(" "));
  return [...distinct.values(), ["0123456789ab"], null];
}

const FOREIGN = [
  "CREATE TABLE public.somebody_else (id serial PRIMARY KEY, note text UNIQUE)",
  "CREATE INDEX somebody_elses_index ON public.somebody_else (note)",
  "CREATE VIEW public.somebody_elses_view AS SELECT * FROM public.somebody_else",
  "CREATE TYPE public.somebody_elses_type AS ENUM ('a', 'b')",
  "CREATE SCHEMA somebody",
  "CREATE TABLE somebody.account (id bigint PRIMARY KEY, kind public.somebody_elses_type)",
  "CREATE MATERIALIZED VIEW somebody.summary AS SELECT count(*) FROM somebody.account",
  `CREATE FUNCTION somebody.answer() RETURNS int LANGUAGE sql AS 'SELECT 42'`,
  "CREATE EXTENSION IF NOT EXISTS hstore",
];

/** What another application keeps beside the chain must not change the answer. */
export async function foreignObjects(bench: Bench): Promise<void> {
  for (const truth of bench.chance.some(bench.sample, bench.sample.length)) {
    if (bench.isOver()) return;
    await bench.withCopy(truth.template, async (database) => {
      const stamp = bench.chance.some(bench.states.all, 1)[0]?.heads ?? [];
      await bench.within(database, (client) => setStamp(client, bench.states.versionTable, stamp));
      const how = `${told(truth, stamp)}, beside another application`;
      const before = await bench.ask("foreign objects", how, database);
      const also = bench.chance
        .some(tablesOf(truth), 1)
        .flatMap(([table]) => [`CREATE VIEW somebody.its_view AS SELECT count(*) FROM ${table}`]);
      for (const statement of [...FOREIGN, ...also]) {
        await bench.within(database, (client) => client.query(statement)).catch(() => {});
      }
      const after = await bench.ask("foreign objects", how, database);
      if (!before || !after) return;
      const isSame = isDeepStrictEqual(essence(before), essence(after));
      const difference = `before: ${said(before)}; after: ${said(after)}`;
      bench.tally.add("foreign objects", how, {
        outcome: isSame ? "right" : "wrong",
        said: isSame ? "" : difference,
      });
    });
  }
}

const essence = ({ verdict, evidence, revisions, drift, recommended }: Answer) => ({
  verdict,
  heads: [...evidence.heads].sort(),
  evidence,
  revisions,
  drift,
  recommended,
});

/** @returns pairs of a table's qualified name and the names of its objects */
export function tablesOf({ schema }: State): [table: string, columns: string[]][] {
  const names = [...schema.keys()].filter((name) => name.startsWith("table "));
  return names.map((name) => {
    const table = name.slice("table ".length);
    const columns = [...schema.keys()].filter((key) => key.startsWith(`column ${table}.`));
    return [table, columns.map((key) => key.slice(`column ${table}.`.length))];
  });
}

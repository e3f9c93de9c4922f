/** What every kind of case needs: copies of states, and restamp's answer about them. */
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import type { Chain } from "./chain.ts";
import { sameHeads } from "./judge.ts";
import type { Chance } from "./random.ts";
import { type Answer, type Asked, askHere, runProgram } from "./restamp.ts";
import type { Server } from "./server.ts";
import type { State, States } from "./states.ts";
import type { Tally } from "./tally.ts";

/** One in so many answers is asked of the program as well. */
const ASKED_TWICE = 40;

export interface Bench {
  readonly chain: Chain;
  readonly states: States;
  readonly chance: Chance;
  readonly tally: Tally;
  /** The states that cases are made from. */
  readonly sample: readonly State[];
  /** Whether the time for this kind of case is up. */
  isOver(): boolean;
  asked(database: string): Asked;
  /** @returns null, and counts it, when restamp does not answer */
  ask(kind: string, how: string, database: string): Promise<Answer | null>;
  within<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** Gives `work` a copy of its own. */
  withCopy<T>(original: string, work: (database: string) => Promise<T>): Promise<T>;
}

interface BenchSettings extends Omit<Bench, "ask" | "asked" | "within" | "withCopy"> {
  readonly server: Server;
  readonly reference: string;
  readonly config: string;
  readonly withProgram: boolean;
}

export function openBench(settings: BenchSettings): Bench {
  const { server, tally, reference, config, withProgram } = settings;
  let copies = 0;
  let answers = 0;
  const asked = (database: string) => ({ config, reference, url: server.url(database).text });
  return {
    ...settings,
    asked,
    within: server.within,
    ask: async (kind, how, database) => {
      try {
        const answer = await askHere(asked(database));
        answers += 1;
        if (withProgram && answers % ASKED_TWICE === 1) {
          const ran = await runProgram(["diagnose", "--json"], asked(database));
          const isSame = isDeepStrictEqual(JSON.parse(ran.stdout), answer);
          const judged = isSame
            ? ({ outcome: "right", said: "" } as const)
            : ({ outcome: "wrong", said: ran.stdout.slice(0, 300) + ran.stderr } as const);
          tally.add("the program agrees", how, judged);
        }
        return answer;
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        tally.add(kind, how, { outcome: "wrong", said: `no answer: ${message}` });
        return null;
      }
    },
    withCopy: async (original, work) => {
      copies += 1;
      const database = `case_${copies}`;
      await server.copy(original, database);
      try {
        return await work(database);
      } finally {
        await server.drop(database);
      }
    },
  };
}

/** Writes the version table by hand, as damage does. @param rows null: no version table */
export async function setStamp(
  client: pg.Client,
  table: string,
  rows: readonly string[] | null,
): Promise<void> {
  if (rows === null) {
    await client.query(`DROP TABLE IF EXISTS ${table}`);
    return;
  }
  const found = await client.query("SELECT to_regclass($1) AS found", [table]);
  if (found.rows[0].found === null) {
    await client.query(`CREATE TABLE ${table} (version_num varchar(255) PRIMARY KEY)`);
  }
  await client.query(`DELETE FROM ${table}`);
  for (const row of rows) await client.query(`INSERT INTO ${table} VALUES ($1)`, [row]);
}

/** How a case is told: the state that is true, and the stamp that is not. */
export function told(truth: State, stamp: readonly string[] | null): string {
  const state = truth.last === null ? "empty" : `upgraded to [${truth.heads}]`;
  if (stamp === null) return `${state}, no version table`;
  return sameHeads(stamp, truth.heads)
    ? `${state}, rightly stamped`
    : `${state}, stamped [${stamp}]`;
}

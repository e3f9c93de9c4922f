/** A repair that comes to a certain moment of a certain step, and waits there for what happens. */
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseUrl } from "../../../src/core/database-url.ts";
import { quoteIdentifier } from "../../../src/core/sql-text.ts";
import { databaseUrl, freshDatabase, query } from "../database.ts";
import { temporaryFolder } from "../restamp.ts";
import { allStates } from "../states.ts";
import type { Terminal } from "../terminal.ts";
import { plainAlembic } from "./gate.ts";
import { type Line, openLine } from "./line.ts";
import type { Path, Row } from "./rows.ts";

export interface Scene {
  readonly row: Row;
  /** Straight to the server. */
  readonly database: DatabaseUrl;
  /** As restamp and alembic are told: by way of the line. */
  readonly url: DatabaseUrl;
  readonly line: Line;
  readonly home: string;
  /** The real one, called in a quick way. */
  readonly alembic: string;
  /** Of restamp. */
  pid: number;
  /** Where it runs; null when it does so without one, or that is gone. */
  terminal: Terminal | null;
  /** Whether the plan may run: in the wizard, somebody has to say so. */
  isRunning: boolean;
  /** The server goes down at once and comes back. */
  readonly crash: () => Promise<void>;
  /** How often the moment has come. */
  happened: number;
  /** In the wizard, before the plan may run. */
  atReview: () => Promise<void>;
  /** Nothing may change any more. */
  expectUntouched: () => Promise<void>;
  /** A statement that has to be run before the repair can go on as it was meant. */
  takeBack: string | null;
  /** A command that runs restamp. */
  under: readonly string[];
  /** What is done when the run has ended. */
  readonly afterwards: (() => Promise<void>)[];
}

const states = allStates();
const originals = new Map<string, Promise<string>>();

/** Made once per file, and copied. */
async function originalOf(state: string): Promise<string> {
  const make = states.find(({ name }) => name === state)?.make;
  if (!make) throw new Error(state);
  const { database } = await make();
  const name = `${database}_kept`;
  const rename = `ALTER DATABASE ${quoteIdentifier(database ?? "")} RENAME TO ${quoteIdentifier(name)}`;
  await query(databaseUrl("postgres"), rename);
  await query(
    databaseUrl(name),
    "CREATE TABLE notes (id int PRIMARY KEY, text text); INSERT INTO notes VALUES (1, 'not the chain''s')",
  );
  return name;
}

async function databaseIn({ state }: Path): Promise<DatabaseUrl> {
  const original = originals.get(state) ?? originalOf(state);
  originals.set(state, original);
  const template = quoteIdentifier(await original);
  const database = await freshDatabase();
  const copy = quoteIdentifier(database.database ?? "");
  await query(databaseUrl("postgres"), `DROP DATABASE ${copy}`);
  await query(databaseUrl("postgres"), `CREATE DATABASE ${copy} TEMPLATE ${template}`);
  return database;
}

export async function openScene(row: Row, crash: Scene["crash"]): Promise<Scene> {
  const database = await databaseIn(row.path);
  const line = await openLine(database);
  const home = temporaryFolder();
  return {
    ...{ row, database, url: line.url, line, home, crash, alembic: plainAlembic() },
    ...{ pid: 0, terminal: null, isRunning: false, happened: 0, afterwards: [] },
    ...{ atReview: async () => {}, expectUntouched: async () => {}, takeBack: null, under: [] },
  };
}

/** Where the run's own servers lie: any user may write there, as in /tmp. */
export function serversOf(home: string): string {
  const folder = join(home, "tmp");
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o1777);
  return folder;
}

/** Fakes of the ports. They know which calls come, in which order, and fail on any other. */
import type { BackupOffer } from "../../src/core/backup.ts";
import type { DatabaseIdentity, JournalEntry, NewEvent } from "../../src/core/journal/entries.ts";
import type { Server } from "../../src/core/snapshot.ts";
import type { AlembicPort, RunOptions } from "../../src/io/ports/alembic.ts";
import type { CommandResult } from "../../src/io/ports/command.ts";
import type { DatabasePort } from "../../src/io/ports/database.ts";
import type { JournalPort } from "../../src/io/ports/journal.ts";
import type { ReferencePort } from "../../src/io/ports/reference.ts";
import type { RepairSession } from "../../src/io/ports/repair-session.ts";
import type { SessionPorts } from "../../src/io/ports/session.ts";
import type { Workbench } from "../../src/io/ports/workbench.ts";
import { PROJECT } from "./chain.ts";

/** What a call gives: a value, something thrown, or a function that is told the call's arguments. */
type Answer = unknown;

export type Call = readonly [call: string, answer?: Answer];

export interface Script {
  take<Result>(call: string, ...args: readonly unknown[]): Result;
  /** What was expected and has not been called, and what was called without being expected. */
  readonly faults: () => string[];
}

/** @param expected calls in the order in which they must come */
export function script(...expected: readonly Call[]): Script {
  const waiting = [...expected];
  const unexpected: string[] = [];
  return {
    take: <Result>(call: string, ...args: readonly unknown[]): Result => {
      const [next] = waiting;
      if (next?.[0] !== call) {
        unexpected.push(`unexpected: ${call}`);
        throw new Error(`unexpected call: ${call}; expected: ${next?.[0] ?? "none"}`);
      }
      waiting.shift();
      const answer = next[1];
      if (answer instanceof Error) throw answer;
      return (typeof answer === "function" ? answer(...args) : answer) as Result;
    },
    faults: () => [...unexpected, ...waiting.map(([call]) => `never called: ${call}`)],
  };
}

export const SERVER: Server = {
  host: "db.example",
  port: 5432,
  database: "calls",
  role: "calls_owner",
  version: "17.2",
  canCreateTables: true,
  isStandby: false,
  isPooled: false,
};

/** @param said output and errors, as they came */
export function said(shown: string, said: readonly string[], exitCode = 0): CommandResult {
  const output = said.filter((line) => !/^(?:INFO|ERROR|FAILED|Traceback|sqlalchemy)/.test(line));
  return { shown: `alembic ${shown}`, exitCode, output, lines: said, took: 12 };
}

function fakeAlembic({ take }: Script): AlembicPort {
  return {
    shown: "alembic",
    sessionName: "restamp alembic",
    run: async (args, options: RunOptions = {}) => take(`alembic ${args.join(" ")}`, options),
    ask: async (question) => take("alembic ask", question),
  };
}

function fakeDatabase({ take }: Script): DatabasePort {
  return {
    tablesStatement: "SELECT n.nspname FROM pg_class c WHERE true",
    server: async () => take("server"),
    snapshot: async () => take("snapshot"),
    onOneConnection: () => take("one connection"),
    withMark: (work) => work(take("mark")),
    watchFor: async (_, work) => ({ result: await work(), seen: take("watch") }),
    endSession: async ({ pid }) => take(`end session ${pid}`),
    migrations: async () => take("migrations"),
    isUnderRepair: async () => take("is under repair"),
    beginRepair: async () => take("begin repair"),
  };
}

/** No backup is wanted. */
export const DECLINED: BackupOffer = { kind: "declined" };

export const IDENTITY: DatabaseIdentity = { name: "calls", oid: 16_384, system: "7300" };

/** Keeps what is written down. */
export function fakeJournal(): JournalPort & { readonly entries: JournalEntry[] } {
  const entries: JournalEntry[] = [];
  const at = "2026-02-03T04:05:06.000Z";
  const note = async (event: NewEvent) => void entries.push({ ...event, at } as JournalEntry);
  return {
    entries,
    begin: async (start) => {
      const id = "2026-02-03-0405-abcd";
      entries.push({ event: "started", ...start, id, at });
      return { id, path: `/state/sessions/${id}.jsonl`, note };
    },
    note: (_, event) => note(event),
    list: async () => [],
  };
}

export function fakeRepair({ take }: Script): RepairSession {
  return {
    identity: IDENTITY,
    lockTimeout: 10_000,
    cancelWaiting: async () => take("repair cancel"),
    blockers: async () => take("repair blockers"),
    migrations: async () => [],
    requireHeld: async () => {},
    snapshot: async () => take("repair snapshot"),
    execute: async (statements) => take(`repair execute ${statements.join("; ")}`),
    end: async () => take("repair end"),
  };
}

function fakeReference({ take }: Script): ReferencePort {
  return {
    baseline: null,
    load: async () => take("reference load"),
    save: async (reference) => take("reference save", reference),
    record: async (onLine) => take("reference record", onLine),
  };
}

export function fakeWorkbench(calls: Script): Workbench {
  return {
    schema: null,
    history: { find: async () => null },
    project: PROJECT,
    source: { from: "environment", name: "DATABASE_URL", overrides: null },
    alembic: fakeAlembic(calls),
    database: fakeDatabase(calls),
    reference: fakeReference(calls),
    backup: {
      look: async (server) => calls.take("backup look", server),
      make: async (name) => calls.take("backup make", name),
      compare: async () => calls.take("backup compare"),
    },
    clones: {
      expect: async () => ({ bytes: 0, seconds: null }),
      open: async () => calls.take("clone open"),
    },
    rehearse: "none",
  };
}

export function fakePorts(calls: Script): SessionPorts {
  return {
    open: async () => calls.take("open"),
    troubleshooting: {
      reach: async () => calls.take("reach"),
      composeLogs: async () => calls.take("compose logs"),
      urlSource: () => calls.take("url source"),
    },
    report: { save: async (markdown) => calls.take("report save", markdown) },
    journal: fakeJournal(),
    clock: { now: () => new Date("2026-02-03T04:05:06Z") },
  };
}

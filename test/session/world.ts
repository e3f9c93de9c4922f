/**
 * A small world behind the ports: one database that alembic and SQL really change, so that a
 * session can be played to its end. What it does not know how to do, it refuses.
 */
import type { BackupOffer } from "../../src/core/backup.ts";
import { visible } from "../../src/core/display.ts";
import type { RehearsalMode } from "../../src/core/rehearsal.ts";
import { withAncestors } from "../../src/core/revision-graph.ts";
import type { Server, Snapshot } from "../../src/core/snapshot.ts";
import type { RunOptions } from "../../src/io/ports/alembic.ts";
import type { CommandResult } from "../../src/io/ports/command.ts";
import type { RepairSession } from "../../src/io/ports/repair-session.ts";
import type { SessionPorts } from "../../src/io/ports/session.ts";
import type { UrlSource } from "../../src/io/ports/url-source.ts";
import type { Workbench } from "../../src/io/ports/workbench.ts";
import { type Live, PROJECT, REFERENCE, snapshotOf } from "./chain.ts";
import { DECLINED, fakeJournal, IDENTITY, SERVER, said } from "./fakes.ts";

export interface WorldOptions {
  readonly server?: Partial<Server>;
  readonly backup?: BackupOffer;
  readonly rehearse?: RehearsalMode;
  readonly source?: UrlSource;
  /** Answers a command instead of the simulation, or lets it pass with null. */
  /** Whether only the alembic command can be run, so that nothing is proved. */
  readonly cannotBeAsked?: boolean;
  readonly alembic?: (
    command: string,
    options: RunOptions,
  ) => Promise<CommandResult> | CommandResult | null;
  /** Changes what a snapshot says. */
  readonly see?: (snapshot: Snapshot) => Snapshot;
}

export interface World {
  readonly ports: SessionPorts;
  readonly workbench: Workbench;
  readonly saved: string[];
  readonly live: () => Live;
  readonly change: (live: Partial<Live>) => void;
}

function noBackups(): never {
  throw new Error("this world makes no backups");
}

export function createWorld(start: Live, options: WorldOptions = {}): World {
  let live = start;
  const server = { ...SERVER, ...options.server };
  const saved: string[] = [];
  const see = () => (options.see ?? ((snapshot) => snapshot))(snapshotOf(live));
  const change = (changes: Partial<Live>) => {
    live = { ...live, ...changes };
  };

  function alembic(command: string, { onLine }: RunOptions): CommandResult {
    const stamp = live.stamp ?? [];
    const unknown = stamp.find((id) => !PROJECT.graph.byId.has(id));
    const lost = `FAILED: Can't locate revision identified by '${visible(unknown ?? "")}'`;
    const [name = "", ...args] = command.split(" ");
    switch (name) {
      case "--version":
        return said(command, ["alembic 1.20.1"]);
      case "current": {
        const url = `postgresql+psycopg2://calls_owner:***@${server.host}:${server.port}/${server.database}`;
        const head = args[0] === "--verbose" ? [`Current revision(s) for ${url}:`] : [];
        if (unknown !== undefined) return said(command, [...head, lost], 255);
        const rows = stamp.map((id) => (PROJECT.graph.heads.includes(id) ? `${id} (head)` : id));
        return said(command, [...head, ...rows]);
      }
      case "stamp": {
        const [target = ""] = args.filter((arg) => arg !== "--purge");
        if (unknown !== undefined && !args.includes("--purge")) return said(command, [lost], 255);
        change({ stamp: target === "base" ? [] : [target] });
        return said(command, [
          `INFO  [alembic.runtime.migration] Running stamp_revision -> ${target}`,
        ]);
      }
      case "upgrade": {
        const fault = upgradeFault(live);
        const lines = fault ? ["Traceback (most recent call last):", fault] : runs(live);
        for (const line of lines) onLine?.(line);
        if (fault === null) change({ schema: "g1h2i3j4k5l6", stamp: ["g1h2i3j4k5l6"] });
        return said(command, lines, fault ? 1 : 0);
      }
      default:
        throw new Error(`this world's alembic has no "${command}"`);
    }
  }

  const repair: RepairSession = {
    identity: IDENTITY,
    lockTimeout: 10_000,
    cancelWaiting: async () => false,
    blockers: async () => [],
    migrations: async () => [],
    requireHeld: async () => {},
    snapshot: async () => see(),
    execute: async (statements) => {
      for (const statement of statements) {
        if (/^DROP TABLE "public"\."alembic_version"$/.test(statement)) change({ stamp: null });
        else if (/^DROP (?:TABLE|TYPE) public\.\w/.test(statement)) change({ schema: null });
        else throw new Error(`this world does not know "${statement}"`);
      }
    },
    end: async () => {},
  };

  const workbench: Workbench = {
    schema: null,
    history: { find: async () => null },
    project: PROJECT,
    source: options.source ?? { from: "environment", name: "DATABASE_URL", overrides: null },
    alembic: {
      shown: "alembic",
      sessionName: "restamp alembic",
      run: async (args, runOptions = {}) => {
        const command = args.join(" ");
        return (await options.alembic?.(command, runOptions)) ?? alembic(command, runOptions);
      },
      ask: async () =>
        options.cannotBeAsked ? null : { version: "1.20.1", answer: 1, home: "public", lines: [] },
    },
    database: {
      tablesStatement: "SELECT n.nspname AS schema FROM pg_class c JOIN pg_namespace n WHERE true",
      server: async () => server,
      snapshot: async () => see(),
      onOneConnection: (work) => work({ server: async () => server, snapshot: async () => see() }),
      withMark: (work) => work("SELECT 1"),
      watchFor: async (_, work) => ({ result: await work(), seen: false }),
      endSession: async () => {},
      migrations: async () => [],
      isUnderRepair: async () => false,
      beginRepair: async () => repair,
    },
    clones: {
      expect: async () => ({ bytes: 0, seconds: null }),
      open: async () => {
        throw new Error("this world makes no clones");
      },
    },
    rehearse: options.rehearse ?? "none",
    backup: {
      look: async () => options.backup ?? DECLINED,
      make: async () => noBackups(),
      compare: async () => noBackups(),
    },
    reference: {
      baseline: null,
      load: async () => REFERENCE,
      save: async () => {
        throw new Error("nothing has to be saved: the reference fits");
      },
      record: async () => {
        throw new Error("nothing has to be recorded: the reference fits");
      },
    },
  };
  const ports: SessionPorts = {
    open: async () => workbench,
    troubleshooting: {
      reach: async () => ({ host: server.host, port: server.port, reachability: "open" }),
      composeLogs: async () => null,
      urlSource: () => workbench.source,
    },
    journal: fakeJournal(),
    report: {
      save: async (markdown) => {
        saved.push(markdown);
        return "/home/op/.local/state/restamp/reports/restamp-1.md";
      },
    },
    clock: { now: () => new Date("2026-02-03T04:05:06Z") },
  };
  return { ports, workbench, saved, live: () => live, change };
}

/** Why an upgrade stumbles: the stamp is ahead of the schema, or behind it. */
function upgradeFault({ schema, stamp }: Live): string | null {
  const stamped = withAncestors(PROJECT.graph, stamp ?? []);
  const applied = withAncestors(PROJECT.graph, schema === null ? [] : [schema]);
  if ([...stamped].some((id) => !applied.has(id))) return "sqlalchemy.exc.NoSuchTableError: users";
  if ([...applied].some((id) => !stamped.has(id)))
    return 'sqlalchemy.exc.ProgrammingError: (psycopg2.errors.DuplicateTable) relation "users" exists';
  return null;
}

function runs({ stamp }: Live): string[] {
  const stamped = withAncestors(PROJECT.graph, stamp ?? []);
  return PROJECT.graph.order
    .filter(({ id }) => !stamped.has(id))
    .map(({ id, message, downRevisions }) => {
      const from = downRevisions.join(", ");
      return `INFO  [alembic.runtime.migration] Running upgrade ${from} -> ${id}, ${message}`;
    });
}

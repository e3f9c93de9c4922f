/** One alembic process for several commands: see worker-script.ts. */
import type { CommandResult } from "../ports/command.ts";
import { startWorker, type WorkerCommand } from "../process/worker.ts";
import type { AlembicCommand } from "./find-alembic.ts";
import { pythonOf } from "./python-of.ts";
import { WORKER_SCRIPT } from "./worker-script.ts";

interface Probe {
  /** Rows of the version table that env.py configures. */
  readonly rows: readonly string[];
  readonly table: string;
  readonly schema: string | null;
  /** What the question gave: its first value. */
  readonly answer?: unknown;
  /** The schema in which Alembic finds its version table, or would make it; beside an answer. */
  readonly home?: string | null;
  /** The scripts, in the order in which Alembic upgrades; instead of an answer. */
  readonly scripts?: readonly SaidScript[];
}

/** A script as worker-script.ts tells it: what its module assigns, each as a list. */
export interface SaidScript {
  readonly id: string;
  readonly path: string;
  readonly message: string;
  readonly down_revision: readonly string[];
  readonly depends_on: readonly string[];
  readonly branch_labels: readonly string[];
}

export interface Probed extends Kept {
  readonly probe: Probe | null;
  readonly lines: readonly string[];
}

interface Place {
  /** What the driver would be given to connect with, and `driver` itself; null without a connection. */
  readonly place: Readonly<Record<string, string>> | null;
  readonly failed: boolean;
  readonly lines: readonly string[];
}

export interface Job {
  readonly environment: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
  /** The one place that connections may lead to (postgres/place.ts); null where any may be led to. */
  readonly only: string | null;
}

/** Where connections led instead; they were stopped there. */
interface Kept {
  readonly strayed: readonly string[];
}

export interface WorkerResult extends CommandResult, Kept {
  /** The revision that alembic began last; null when it began none. */
  readonly begun: string | null;
}

export interface Worker {
  /** The version of the alembic package. Waits until it has been imported. */
  version(): Promise<string>;
  /**
   * @param job with alembic's own options alone
   * @param question SQL, or null for the scripts
   * @returns null, with alembic's output, when the question could not be asked
   */
  probe(job: Job, question: string | null): Promise<Probed>;
  /** No other question can be asked afterwards. */
  where(environment: Readonly<Record<string, string>>, options: readonly string[]): Promise<Place>;
  run(job: Job, shown: string, onLine?: (line: string) => void): Promise<WorkerResult>;
  end(): Promise<void>;
}

/** @returns null when no Python can be derived from the alembic command */
export function openWorker(
  command: AlembicCommand,
  settings: Omit<WorkerCommand, "argv">,
): Worker | null {
  const python = pythonOf(command.argv);
  if (python === null) return null;
  const worker = startWorker({
    ...settings,
    argv: [...python, "-c", WORKER_SCRIPT],
  });
  let known: Promise<string> | null = null;
  const version = () => {
    known ??= worker.next().then(({ said }) => String(said["version"]));
    return known;
  };
  return {
    version,
    probe: async (job, question) => {
      await version();
      worker.send({ ...job, kind: "probe", question, argv: [...job.argv, "current"] });
      const { said, lines } = await worker.next();
      const strayed = said["strayed"] as readonly string[];
      const isAnswered = said["code"] === 0 && strayed.length === 0;
      return { probe: isAnswered ? (said["seen"] as Probe | null) : null, lines, strayed };
    },
    where: async (environment, options) => {
      await version();
      worker.send({ kind: "where", environment, argv: [...options, "current"] });
      const { said, lines } = await worker.next();
      return { place: said["place"] as Place["place"], failed: said["code"] !== 0, lines };
    },
    run: async (job, shown, onLine) => {
      await version();
      const started = performance.now();
      worker.send({ ...job, kind: "command" });
      const { said, lines } = await worker.next(onLine);
      const exitCode = Number(said["code"]);
      const [begun = null] = said["begun"] as readonly string[];
      const strayed = said["strayed"] as readonly string[];
      const took = performance.now() - started;
      return { shown, exitCode, output: lines, lines, took, begun, strayed };
    },
    end: () => worker.end(),
  };
}

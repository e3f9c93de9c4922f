/** One alembic process for several commands: see worker-script.ts. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import type { CommandResult } from "../ports/command.ts";
import { startWorker, type WorkerCommand } from "../process/worker.ts";
import type { AlembicCommand } from "./find-alembic.ts";
import { WORKER_SCRIPT } from "./worker-script.ts";

interface Probe {
  /** Rows of the version table that env.py configures. */
  readonly rows: readonly string[];
  readonly table: string;
  readonly schema: string | null;
  /** What the question gave: its first value. */
  readonly answer?: unknown;
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

interface Place {
  /** What the driver would be given to connect with, and `driver` itself; null without a connection. */
  readonly place: Readonly<Record<string, string>> | null;
  readonly failed: boolean;
  readonly lines: readonly string[];
}

export interface WorkerResult extends CommandResult {
  /** The revision that alembic began last; null when it began none. */
  readonly begun: string | null;
}

export interface Worker {
  /** The version of the alembic package. Waits until it has been imported. */
  version(): Promise<string>;
  /**
   * @param question SQL, or null for the scripts
   * @returns null, with alembic's output, when the question could not be asked
   */
  probe(
    environment: Readonly<Record<string, string>>,
    options: readonly string[],
    question: string | null,
  ): Promise<{ readonly probe: Probe | null; readonly lines: readonly string[] }>;
  /** No other question can be asked afterwards. */
  where(environment: Readonly<Record<string, string>>, options: readonly string[]): Promise<Place>;
  run(
    environment: Readonly<Record<string, string>>,
    argv: readonly string[],
    shown: string,
    onLine?: (line: string) => void,
  ): Promise<WorkerResult>;
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
    probe: async (environment, options, question) => {
      await version();
      worker.send({ kind: "probe", environment, question, argv: [...options, "current"] });
      const { said, lines } = await worker.next();
      const probe = said["code"] === 0 ? (said["seen"] as Probe | null) : null;
      return { probe, lines };
    },
    where: async (environment, options) => {
      await version();
      worker.send({ kind: "where", environment, argv: [...options, "current"] });
      const { said, lines } = await worker.next();
      return { place: said["place"] as Place["place"], failed: said["code"] !== 0, lines };
    },
    run: async (environment, argv, shown, onLine) => {
      await version();
      const started = performance.now();
      worker.send({ kind: "command", environment, argv });
      const { said, lines } = await worker.next(onLine);
      const exitCode = Number(said["code"]);
      const [begun = null] = said["begun"] as readonly string[];
      return { shown, exitCode, output: lines, lines, took: performance.now() - started, begun };
    },
    end: () => worker.end(),
  };
}

/**
 * @param argv what runs alembic
 * @returns what runs the Python that alembic runs in: the interpreter that the script names, or
 *   `python` where alembic was the last word of a longer command (`uv run alembic`, `docker …`)
 */
function pythonOf(argv: readonly string[]): string[] | null {
  const last = argv.at(-1);
  if (last === undefined) return null;
  if (argv.at(-2) === "-m" && last === "alembic") return argv.slice(0, -2);
  if (basename(last) !== "alembic") return null;
  if (argv.length > 1) return [...argv.slice(0, -1), "python"];
  return interpreterOf(last);
}

/** The first line of a script, or where that would be too long the one that pip writes instead. */
function interpreterOf(script: string): string[] | null {
  let head: string;
  try {
    head = readFileSync(script, "utf8").slice(0, 2000);
  } catch {
    return null;
  }
  const direct = /^#!\s*(\S*python[\d.]*)\s*$/m.exec(head.split("\n", 1)[0] ?? "");
  if (direct?.[1]) return [direct[1]];
  const indirect = /^'''exec' "?([^"\n]*python[\d.]*)"? "\$0" "\$@"$/m.exec(head);
  return indirect?.[1] ? [indirect[1]] : null;
}

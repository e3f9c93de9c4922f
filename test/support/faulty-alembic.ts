/** An alembic that something happens to, once, when it is told to run a certain command. */
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { findAlembic } from "../../src/io/alembic/find-alembic.ts";
import { REVISIONS } from "./database.ts";
import { temporaryFolder } from "./restamp.ts";

/** What happens, as Python: `run()` runs the real alembic, `alembic` is its command line. */
const FAULTS = {
  "restamp is killed before it": "kill(os.getppid()); sys.exit(run())",
  "restamp is killed after it": "code = run(); kill(os.getppid()); sys.exit(code)",
  "restamp and alembic are killed before it": "kill(os.getppid()); sys.exit(1)",
  "alembic is killed at once": "kill(os.getpid())",
  "alembic is killed while it works": "half()",
  "every connection is cut before it": "cut(); sys.exit(run())",
  "every connection is cut while it works": "half(cut)",
  "every connection is cut after it": "code = run(); cut(); sys.exit(code)",
  "another alembic upgrade runs first": "subprocess.call(upgrade); sys.exit(run())",
  "another alembic upgrade runs beside it":
    "other = subprocess.Popen(upgrade); code = run(); other.wait(); sys.exit(code)",
  "it fails": "sys.exit(1)",
} as const;

export type Fault = keyof typeof FAULTS;

export const ALL_FAULTS = Object.keys(FAULTS) as Fault[];

const script = (
  python: string,
  at: string,
  flag: string,
  database: DatabaseUrl,
  fault: Fault,
) => `#!${python}
import os, signal, subprocess, sys, time

alembic = [sys.executable, "-m", "alembic"]
command = alembic + sys.argv[1:]
upgrade = alembic + [word for word in sys.argv[1:sys.argv.index("-c") + 2]] + ["upgrade", "heads"] if "-c" in sys.argv else alembic + ["upgrade", "heads"]

def kill(pid):
    os.kill(pid, signal.SIGKILL)

def run():
    return subprocess.call(command)

def cut():
    import psycopg
    with psycopg.connect(${JSON.stringify(database.text)}, autocommit=True) as other:
        other.execute("""SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()""")

def half(then=None):
    """Waits until the child has begun to write, or has ended."""
    import psycopg
    child = subprocess.Popen(command)
    with psycopg.connect(${JSON.stringify(database.text)}, autocommit=True) as other:
        while child.poll() is None:
            found = other.execute("""SELECT FROM pg_stat_activity WHERE datname = current_database()
                AND backend_xid IS NOT NULL AND pid <> pg_backend_pid()""").fetchone()
            if found is not None:
                break
    if then:
        then()
        sys.exit(child.wait())
    child.kill()
    child.wait()
    sys.exit(137)

if ${JSON.stringify(at)} in sys.argv and not os.path.exists(${JSON.stringify(flag)}):
    open(${JSON.stringify(flag)}, "w").close()
    ${FAULTS[fault]}
os.execv(sys.executable, command)
`;

/**
 * @param at the alembic command: stamp, upgrade
 * @returns its path, and whether it has happened
 */
export function faultyAlembic(database: DatabaseUrl, at: string, fault: Fault) {
  const folder = temporaryFolder();
  const flag = join(folder, "happened");
  const path = join(folder, "alembic");
  writeFileSync(path, script(pythonOfAlembic(), at, flag, database, fault));
  chmodSync(path, 0o755);
  return { path, hasHappened: () => existsSync(flag) };
}

function pythonOfAlembic(): string {
  const [alembic = ""] = findAlembic(REVISIONS, process.env["RESTAMP_ALEMBIC"]).argv;
  return /^#!\s*(\S+)/.exec(readFileSync(alembic, "utf8"))?.[1] ?? "python3";
}

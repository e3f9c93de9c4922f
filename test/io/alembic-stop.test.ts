import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { databaseUrl, freshDatabase, query } from "../support/database.ts";
import { revisionScript, standIn, writeFiles } from "../support/files.ts";
import { projectCopy, temporaryFolder } from "../support/restamp.ts";
import { ALEMBIC, alembicIn } from "../support/stand-in-alembic.ts";

/** A project whose last revision makes a table, says so, and then takes its time. */
function slowProject(): string {
  const folder = projectCopy();
  const upgrade = [
    'op.execute("CREATE TABLE half_way (a int)")',
    'print("half way", flush=True)',
    "import time; time.sleep(15)",
  ].join("\n    ");
  writeFiles(folder, {
    "versions/zz_slow.py": revisionScript("5105105105", "g1h2i3j4k5l6", upgrade),
  });
  return folder;
}

const alembicSessions = (url: DatabaseUrl) =>
  query<{ n: number }>(
    url,
    `SELECT count(*)::int AS n FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );

async function stopHalfWay(url: DatabaseUrl, argv?: readonly string[]) {
  const stop = new AbortController();
  const alembic = alembicIn(slowProject(), url, argv ? { argv } : {});
  const result = await alembic.run(["upgrade", "head"], {
    signal: stop.signal,
    onLine: (line) => line === "half way" && stop.abort(),
  });
  expect(result.lines).toContain("half way");
  return result;
}

test("an interrupted alembic takes its whole transaction back", async () => {
  const url = await freshDatabase();
  const { exitCode, took } = await stopHalfWay(url);
  expect(exitCode).not.toBe(0);
  expect(took).toBeLessThan(10_000);
  await expect.poll(() => alembicSessions(url)).toEqual([{ n: 0 }]);
  expect(
    await query(url, "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"),
  ).toEqual([]);
});

test("an alembic that a script has started is interrupted as well", async () => {
  const url = await freshDatabase();
  // As `uv run` and `docker compose exec` do, the script waits for it.
  const wrapper = standIn(temporaryFolder(), "alembic", `${ALEMBIC} "$@"\nexit $?`);
  const { took } = await stopHalfWay(url, [wrapper]);
  expect(took).toBeLessThan(10_000);
  await expect.poll(() => alembicSessions(url)).toEqual([{ n: 0 }]);
});

test("an alembic that waits for a lock is interrupted too", async () => {
  const url = await freshDatabase();
  await alembicIn(projectCopy(), url).run(["upgrade", "9044ba1e3377"]);
  const blocker = query(url, "BEGIN; LOCK TABLE users; SELECT pg_sleep(60)").catch(() => {});
  const stop = new AbortController();
  const alembic = alembicIn(projectCopy(), url, { lockTimeout: "6s" });
  const running = alembic.run(["upgrade", "head"], { signal: stop.signal });
  const waiting = `SELECT count(*)::int AS n FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect.poll(() => query(url, waiting), { timeout: 5000 }).toEqual([{ n: 1 }]);
  stop.abort();
  const { took, exitCode } = await running;
  await query(
    url,
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await blocker;
  expect(exitCode).not.toBe(0);
  // Well before the lock timeout.
  expect(took).toBeLessThan(4000);
});

test("a command that is stopped before it begins ends at once", async () => {
  const folder = temporaryFolder();
  const argv = [standIn(folder, "alembic", "exec sleep 30")];
  const result = await alembicIn(folder, databaseUrl("nowhere"), { argv }).run([], {
    signal: AbortSignal.abort(),
  });
  expect(result.exitCode).not.toBe(0);
  expect(result.took).toBeLessThan(10_000);
});

test("a Ctrl+C of the terminal does not reach alembic: it has a process group of its own", async () => {
  const folder = temporaryFolder();
  const script = 'echo "$$ $(ps -o pgid= -p $$ 2>/dev/null || cut -d" " -f5 /proc/$$/stat)"';
  const argv = [standIn(folder, "alembic", script)];
  const { lines } = await alembicIn(folder, databaseUrl("nowhere"), { argv }).run([]);
  const [pid, group] = (lines[0] ?? "").split(/\s+/);
  expect(group).toBe(pid);
});

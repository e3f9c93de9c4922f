import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import type { RepairSession } from "../../src/io/ports/repair-session.ts";
import { openDatabase } from "../../src/io/postgres/database.ts";
import { freshDatabase, query } from "../support/database.ts";
import { untouched } from "../support/untouched.ts";

const begin = (url: DatabaseUrl, lockTimeout = "1s") =>
  openDatabase(url, () => {}, { lockTimeout }).beginRepair();

async function inSession(
  url: DatabaseUrl,
  work: (session: RepairSession) => Promise<unknown>,
): Promise<void> {
  const session = await begin(url, "200ms");
  try {
    await work(session);
  } finally {
    await session.end();
  }
}

test("a second repair of the same database is refused until the first one has ended", async () => {
  const url = await freshDatabase();
  const first = await begin(url);
  await expect(begin(url)).rejects.toMatchObject({
    code: "session_running",
    details: { database: url.database },
  });
  await first.end();
  await (await begin(url)).end();
});

test("a session that is just ending is waited for", async () => {
  const url = await freshDatabase();
  const first = await begin(url);
  const second = begin(url);
  await sleep(400);
  await first.end();
  await (await second).end();
});

test("a session that is not answered any more is given up: it is not waited for without an end", async () => {
  const url = await freshDatabase();
  const session = await begin(url);
  const pids = `SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'restamp repair'`;
  const [frozen] = await query<{ pid: number }>(url, pids);
  process.kill(frozen?.pid ?? 0, "SIGSTOP");
  try {
    // It has the lock still, so nobody else has it either.
    await expect(session.requireHeld()).rejects.toMatchObject({ code: "session_running" });
  } finally {
    process.kill(frozen?.pid ?? 0, "SIGCONT");
  }
  await session.end();
});

const END_REPAIRS = `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
  WHERE datname = current_database() AND application_name = 'restamp repair'`;

test("a session that the server has ended takes its lock again, unless another one has it", async () => {
  const url = await freshDatabase();
  await inSession(url, async (session) => {
    await query(url, END_REPAIRS);
    await session.requireHeld();
    await expect(begin(url)).rejects.toMatchObject({ code: "session_running" });
    await session.execute(["CREATE TABLE a (x int)"]);
    await query(url, END_REPAIRS);
    const other = await begin(url);
    await expect(session.requireHeld()).rejects.toMatchObject({ code: "session_running" });
    await other.end();
  });
});

test("sessions that are held outlive the server's patience with idle ones", async () => {
  const url = await freshDatabase();
  await query(url, `ALTER DATABASE ${url.database} SET idle_session_timeout = '100ms'`);
  const wait = () => sleep(500);
  await inSession(url, async (session) => {
    await wait();
    expect(await session.migrations([])).toEqual([]);
  });
  const answer = openDatabase(url, () => {}, { lockTimeout: "1s" }).withMark(async (question) => {
    await wait();
    return query(url, question);
  });
  expect(await answer).toEqual([{ count: "1" }]);
});

test("tables that must be empty are locked and looked at before anything is run on them", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE a (x int); CREATE TABLE b (x int); INSERT INTO b VALUES (1)");
  await inSession(url, async (session) => {
    const drop = ["DROP TABLE a, b"];
    await expect(session.execute(drop, ["public.a", "public.b"])).rejects.toMatchObject({
      code: "database_changed",
      details: { what: "rows" },
    });
    expect(await query(url, "SELECT x FROM b")).toEqual([{ x: 1 }]);
    await session.execute(drop, ["public.a"]);
    expect(await query(url, "SELECT to_regclass('b') AS found")).toEqual([{ found: null }]);
  });
});

test("repairs of two databases do not hinder each other", async () => {
  const sessions = [await begin(await freshDatabase()), await begin(await freshDatabase())];
  for (const session of sessions) await session.end();
});

test("a refused repair leaves no connection behind", async () => {
  const url = await freshDatabase();
  await inSession(url, async () => {
    await begin(url).catch(() => {});
    const connections =
      "SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname = $1 AND application_name = 'restamp repair'";
    await expect.poll(() => query(url, connections, [url.database])).toEqual([{ n: 1 }]);
  });
});

test("a session whose connection dies lets the next one in", async () => {
  const url = await freshDatabase();
  const first = await begin(url);
  await query(
    url,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'restamp repair'`,
  );
  await expect(first.execute(["SELECT 1"])).rejects.toMatchObject({ code: "connection_lost" });
  await first.end();
  await (await begin(url)).end();
});

test("statements are executed in their order and kept", async () => {
  const url = await freshDatabase();
  await inSession(url, (session) =>
    session.execute([
      "CREATE TABLE t (a int)",
      "INSERT INTO t VALUES (1)",
      "ALTER TABLE t RENAME TO u",
    ]),
  );
  expect(await query(url, "SELECT a FROM u")).toEqual([{ a: 1 }]);
});

test("of statements of which one fails, none is kept, and the session goes on", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int); INSERT INTO t VALUES (1)");
  const unchanged = await untouched(url);
  await inSession(url, async (session) => {
    const statements = [
      "DELETE FROM t",
      "CREATE TABLE u (a int)",
      "DROP TABLE nowhere",
      "DROP TABLE t",
    ];
    await expect(session.execute(statements)).rejects.toMatchObject({
      code: "server_error",
      details: { sqlstate: "42P01" },
    });
    await unchanged();
    await session.execute(["DROP TABLE t"]);
  });
  expect((await openDatabase(url, () => {}, { lockTimeout: "1s" }).snapshot()).tables).toEqual([]);
});

test("what is deferred until COMMIT is taken back as a whole too", async () => {
  const url = await freshDatabase();
  await query(
    url,
    `CREATE TABLE a (id int PRIMARY KEY);
     CREATE TABLE b (a int REFERENCES a DEFERRABLE INITIALLY DEFERRED)`,
  );
  const unchanged = await untouched(url);
  await inSession(url, async (session) => {
    const doomed = session.execute(["CREATE TABLE c (x int)", "INSERT INTO b VALUES (7)"]);
    await expect(doomed).rejects.toMatchObject({ details: { sqlstate: "23503" } });
  });
  await unchanged();
});

test("a lock that is not given in time is a problem of its own, and nothing is kept", async () => {
  const url = await freshDatabase();
  await query(url, "CREATE TABLE t (a int)");
  const unchanged = await untouched(url);
  const blocker = query(url, "BEGIN; LOCK TABLE t; SELECT pg_sleep(30)").catch(() => {});
  const locked =
    "SELECT count(*)::int AS n FROM pg_locks WHERE relation = 't'::regclass AND granted";
  await expect.poll(() => query(url, locked)).toEqual([{ n: 1 }]);
  await inSession(url, async (session) => {
    const waiting = session.execute(["CREATE TABLE u (a int)", "DROP TABLE t"]);
    await expect(waiting).rejects.toMatchObject({ code: "lock_timeout" });
  });
  await query(
    url,
    `SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
     WHERE datname = current_database() AND query LIKE '%pg_sleep(30)%' AND pid <> pg_backend_pid()`,
  );
  await blocker;
  await unchanged();
});

test("the session reads in a transaction that cannot write, and sees what it has executed", async () => {
  const url = await freshDatabase();
  await inSession(url, async (session) => {
    await session.execute(["CREATE TABLE t (a int)"]);
    expect((await session.snapshot()).facts.get("table public.t")).toBe("table");
    await session.execute(["DROP TABLE t"]);
    expect((await session.snapshot()).facts.size).toBe(0);
  });
});

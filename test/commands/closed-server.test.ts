/** Servers that run and let nobody in. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import type { DatabaseUrl } from "../../src/core/database-url.ts";
import { startCluster } from "../../src/io/shadow/cluster.ts";
import { query, REVISIONS } from "../support/database.ts";
import { expectRefused } from "../support/refusals.ts";

async function open(url: DatabaseUrl): Promise<void> {
  const client = new pg.Client(url.text);
  client.on("error", () => {});
  await client.connect();
  onTestFinished(() => client.end());
}

const config = ["-c", `${REVISIONS}/alembic.ini`];

test("a server whose connections are all taken says so, not that it is down", async () => {
  const cluster = await startCluster();
  onTestFinished(() => cluster.stop());
  const url = cluster.url("postgres");
  const [{ most } = { most: 0 }] = await query<{ most: number }>(
    url,
    "SELECT current_setting('max_connections')::int AS most",
  );
  const opened = await Promise.allSettled(Array.from({ length: most + 1 }, () => open(url)));
  expect(opened.flatMap((each) => (each.status === "rejected" ? [each.reason.code] : []))).toEqual([
    "53300",
  ]);
  await expectRefused({
    args: config,
    environment: { DATABASE_URL: url.text },
    exit: 3,
    problem: "too_many_connections",
    says: ["has no connection left for role restamp", "too many clients", "pg_stat_activity"],
    secrets: [url.password ?? ""],
  });
});

test("a server that is going down, as one that is coming up, is waited for", async () => {
  const cluster = await startCluster();
  onTestFinished(() => cluster.stop());
  const url = cluster.url("postgres");
  // A smart shutdown waits for the sessions that there are, and lets no other in.
  await open(url);
  const [pid] = readFileSync(join(cluster.folder, "data", "postmaster.pid"), "utf8").split("\n");
  process.kill(Number(pid), "SIGTERM");
  await vi.waitFor(() => expect(query(url, "SELECT 1")).rejects.toMatchObject({ code: "57P03" }));
  await expectRefused({
    args: config,
    environment: { DATABASE_URL: url.text },
    exit: 3,
    problem: "server_not_ready",
    says: ["runs, but lets nobody in", "shutting down", "try again"],
    secrets: [url.password ?? ""],
  });
});

/** What shows that another session works in the very same database. */
import { randomInt } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { DatabaseUrl } from "../../core/database-url.ts";
import { describe } from "./address.ts";
import { connect, withConnection } from "./connection.ts";
import { endClient } from "./patience.ts";
import { questioner } from "./statements.ts";
import { liftTimeLimits } from "./time-limits.ts";

/**
 * An advisory lock is seen by every session of the same server (pg_locks), names its database,
 * and can be taken by any role without writing anything.
 */
export async function withMark<T>(
  url: DatabaseUrl,
  work: (question: string) => Promise<T>,
): Promise<T> {
  const [one, two] = [randomInt(2 ** 31), randomInt(2 ** 31)];
  return withConnection(url, "restamp", async (client) => {
    const { ask } = questioner(client, () => {}, describe(url));
    await liftTimeLimits(ask);
    await ask(`SELECT pg_advisory_lock(${one}, ${two})`);
    return await work(
      `SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory'
       AND classid = ${one} AND objid = ${two} AND database =
       (SELECT oid FROM pg_catalog.pg_database WHERE datname = current_database())`,
    );
  });
}

/** Milliseconds between two looks: a session that only asks for the stamp is a short one. */
const WATCH_EVERY = 5;

export async function watchFor<T>(url: DatabaseUrl, sessionName: string, work: () => Promise<T>) {
  const client = await connect(url, "restamp");
  let seen = false;
  let isOver = false;
  const watch = async () => {
    while (!seen && !isOver) {
      const { rows } = await client.query(
        `SELECT FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = $1`,
        [sessionName],
      );
      seen = rows.length > 0;
      await sleep(WATCH_EVERY);
    }
  };
  const watching = watch().catch(() => {});
  try {
    const result = await work();
    return { result, seen };
  } finally {
    isOver = true;
    await watching;
    await endClient(client);
  }
}

/** What happens at the moment: to restamp, to alembic, to the server, beside them. */
import { expect, vi } from "vitest";
import type { DatabaseUrl } from "../../../src/core/database-url.ts";
import { query, alembic as runAlembic } from "../database.ts";
import { holdBack, isAnyoneWaiting } from "../lock.ts";
import { restampOn } from "../repairs.ts";
import { untouched } from "../untouched.ts";
import type { Fault } from "./cases.ts";
import type { Then } from "./moment.ts";
import { isSql } from "./rows.ts";
import type { Scene } from "./scene.ts";

/** @param alembic the process of the alembic, or the pg_dump, that waits; null at a statement */
export type Happening = (scene: Scene, alembic: number | null) => Promise<Then>;

const WAITING = { timeout: 20_000, interval: 30 };

const kill = (pid: number | null) => void process.kill(pid ?? 0, "SIGKILL");

const OTHERS = `FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid()`;

/** All at once: waiting for one after the other would leave restamp time to use what is left. */
async function cutAll(database: DatabaseUrl): Promise<void> {
  const cut = await query<{ pid: number }>(
    database,
    `SELECT pid, pg_terminate_backend(pid) ${OTHERS}`,
  );
  const left = "SELECT FROM pg_stat_activity WHERE pid = ANY ($1)";
  const areGone = async () =>
    (await query(database, left, [cut.map(({ pid }) => pid)])).length === 0;
  await vi.waitUntil(areGone, WAITING);
}

export const HAPPENINGS: Record<Fault, Happening> = {
  "restamp is killed": async ({ row, pid }) => {
    kill(pid);
    return isSql(row) ? "is gone" : "goes on";
  },
  "restamp and alembic are killed": async ({ pid }, alembic) => {
    kill(pid);
    kill(alembic);
    return "is gone";
  },
  "alembic is killed": async (_, alembic) => {
    kill(alembic);
    return "is gone";
  },
  "alembic fails": async () => "is gone",
  // What was said on a connection that breaks is not heard any more.
  "the server crashes": async ({ row, crash }) => {
    await crash();
    return isSql(row) ? "is gone" : "goes on";
  },
  "every connection is cut": async ({ row, database }) => {
    await cutAll(database);
    return isSql(row) ? "is gone" : "goes on";
  },
  "a lock is held": async ({ row, database, afterwards }) => {
    const { release } = await holdBack(database, row.blocker);
    afterwards.push(release);
    return "goes on";
  },
  "another upgrade runs": async ({ database, afterwards }) => {
    const alembic = gone(runAlembic(database, "upgrade", "heads"));
    afterwards.push(() => alembic.ended);
    // It comes to its end, or to what the repair holds.
    await vi.waitUntil(async () => alembic.isOver() || (await isAnyoneWaiting(database)), WAITING);
    return "goes on";
  },
  "a second restamp starts": async ({ row, url, database, home, alembic }) => {
    const expectUntouched = await untouched(database);
    // One that repairs has a journal of its own.
    const place = row.kind === "rehearsal" ? {} : { home };
    const second = await restampOn(url, ["repair", "--yes", "--json", "--alembic", alembic], place);
    const said = JSON.parse(second.stdout);
    if (row.kind === "rehearsal") expect(said.repaired, second.stderr).toBe(true);
    else await expectUntouched();
    if (row.kind === "verify") expect(said.ran).toEqual([]);
    else if (row.kind !== "rehearsal")
      expect(said.error?.code, second.stderr).toBe("session_running");
    return "goes on";
  },
  "the schema changes": async (scene) => {
    const { row, database } = scene;
    const { sql = "", back = "" } = row.path.change ?? {};
    await query(database, sql);
    scene.takeBack = back;
    scene.expectUntouched = await untouched(database);
    return "goes on";
  },
  // Restamp may write no more than what fits: see LIMITED.
  "the backup's disk is full": async () => "goes on",
  "the terminal is closed": async (scene) => {
    scene.terminal?.hangUp();
    scene.terminal = null;
    return "goes on";
  },
};

/** A command that may fail: what it could not do is no matter here. */
function gone(command: Promise<unknown>) {
  let isOver = false;
  const ended = command.then(
    () => {},
    () => {},
  );
  void ended.then(() => {
    isOver = true;
  });
  return { ended, isOver: () => isOver };
}
